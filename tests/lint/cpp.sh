# C++: formatting, clang-tidy, and the dependency table of src/README.md. Sourced by tests/lint/run.sh: adds to passed and failed.
# Only what git knows is looked at, so a build folder or a stray file does not fail anybody.

lint_cpp_format() {
  local files
  mapfile -t files < <(git ls-files --cached --others --exclude-standard 'src/*.cpp' 'src/*.hpp' 'src/*.h' 'src/*.c' 'tests/*.cpp' 'tests/*.hpp')
  if clang-format --dry-run --Werror "${files[@]}" >build/log/clang-format.log 2>&1; then
    passed=$((passed + 1))
  else
    grep -m 20 error: build/log/clang-format.log
    echo "clang-format: run  clang-format -i  on the files above"
    failed=$((failed + 1))
  fi
}

# Units are read in groups (tests/lint/tidy.mjs); ANALYZE=1 runs the path analyzer on all of them. build.ninja is made again where a unit or a
# target came since: nothing is built here that would do so.
lint_cpp_tidy() {
  { ./deploy.sh configure native-asan && ninja -C build/native-asan build.ninja; } >build/log/asan-configure.log 2>&1
  if node tests/lint/tidy.mjs; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# A target's include path already hides what it may not see; what lies in /usr/include it does not hide.
lint_cpp_includes() {
  local bad
  bad=$(
    git grep -nE '#include [<"](nlohmann|imgui|emscripten|boost|sqlite3|libpq|curl|spdlog|CLI|iostream|fstream|chrono|random|locale|thread|ctime|filesystem)' -- 'src/core/*' |
      grep -vE '^src/core/json/[a-z_]+\.[ch]pp:[0-9]+:#include <nlohmann/'
    git grep -nE '#include "core/json/' -- 'src/core/*' ':!src/core/json/*'
    git grep -nE '#include [<"](imgui|server/|workbench/|store/|lead/|http/)' -- 'src/cli/*' 'src/wasm/*'
    git grep -nE '#include [<"](http/|lead/|store/|nlohmann|core/json/)' -- 'src/workbench/*/*' ':!src/workbench/page/*'
    git grep -nE '#include [<"](emscripten|GLFW|GLES)' -- 'src/workbench/*' ':!src/workbench/page/*'
    git grep -nE '#include [<"](imgui|workbench/)' -- 'src/server/*'
    git grep -nE '#include [<"](boost)' -- 'src/server/*' ':!src/server/http/listener/*'
    git grep -nE '#include [<"](sqlite3|libpq)' -- 'src/server/*' ':!src/server/store/database/*'
    git grep -nE '#include [<"]curl/' -- 'src/server/*' ':!src/server/delivery/*' ':!src/server/main.cpp' ':!src/server/operator/admin.cpp'
    git grep -nE '#include [<"](spdlog|openssl)' -- 'src/server/*' ':!src/server/system/*'
    git grep -nE '#include [<"]kainjow/' -- 'src/*' ':!src/server/site/pages.cpp'
    git grep -nE '__EMSCRIPTEN__' -- 'src/*.cpp' 'src/*.hpp' | grep -v '^src/workbench/page/'
    git grep -nE 'WebAssembly\.|\.exports\b' -- 'web/js/*.js' | grep -vE '^web/js/(model/(core|deals)|demo/)'
  )
  if [ -z "$bad" ]; then passed=$((passed + 1)); else echo "forbidden by the dependency table:"; echo "$bad"; failed=$((failed + 1)); fi
}

lint_cpp() {
  lint_cpp_format
  lint_cpp_includes
  lint_cpp_tidy
}
