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

# Every translation unit of src/ as clang compiles it (the native-asan preset). A unit that passed is not looked at again until it, a header,
# or the configuration changes: marks by content lie beside ccache's, so another clone knows them too (TIDY_MARKS=folder for others). Clang's path analyzer doubles the time of a unit: it runs on the readers of outside input
# (files, pastes, links, requests, the memory of the pages), the other checks run on all. ANALYZE=1 runs it everywhere.
kReaders='^src/core/(text/|link|json/(document|scanner|calls_reader|first_link|(link|mapping|scenario|checklist|solver|plan|paste|deals_request)_json)\.)'
kReaders+='|^src/core/deals/(table|encoding|rows|header|reader|date|amount|text|mapping)\.|^src/wasm/|^src/server/(lead|http)/[a-z_]+\.cpp$'
export kReaders
tidy_unit() { # UNIT MARK
  local options=()
  if [ -z "${ANALYZE:-}" ] && [[ ! $1 =~ $kReaders ]]; then
    options=(--checks='-clang-analyzer-*')
  fi
  if clang-tidy -p build/native-asan --quiet "${options[@]}" "$1" >"$2.log" 2>/dev/null; then
    mv "$2.log" "$2"
  else
    cat "$2.log"
    return 1
  fi
}
export -f tidy_unit

lint_cpp_tidy() {
  local state unit mark todo=() marks=${TIDY_MARKS:-${XDG_CACHE_HOME:-$HOME/.cache}/funnel-tidy}
  state=$( { clang-tidy --version; echo "${ANALYZE:-} $kReaders"; cat .clang-tidy; git ls-files -z --cached --others --exclude-standard 'src/*.hpp' 'src/*.h' | xargs -0 cat; } | sha256sum | cut -c1-16)
  mkdir -p "$marks"
  find "$marks" -type f -mtime +30 -delete
  ./deploy.sh configure native-asan >build/log/asan-configure.log 2>&1
  while read -r unit; do
    mark="$marks/$(echo "$unit" | tr / -).$state.$(sha256sum <"$unit" | cut -c1-16)"
    [ -e "$mark" ] || todo+=("$unit $mark")
  done < <(git ls-files --cached --others --exclude-standard 'src/*.cpp' | grep -v '^src/workbench/page/')
  if [ ${#todo[@]} -eq 0 ] || printf '%s\n' "${todo[@]}" | xargs -r -P "$(nproc)" -L 1 bash -c 'tidy_unit "$0" "$1"'; then
    echo "clang-tidy: ${#todo[@]} looked at"
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
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
