#!/usr/bin/env bash
# The same sources give the same bytes: the site from another folder, time zone and language, the wasm compiled again elsewhere. Sources of
# wasm that were shown to are not compiled again until they change (mark in build/again). The workbench takes minutes to compile: only with
# REPRODUCE=all.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/ops/lib/check.sh
again=build/again/checkout
mkdir -p build/again
rm -rf "$again"
mkdir "$again"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done | tar -c --null -T - | tar -x -C "$again"
cp -al web/node_modules "$again/web/node_modules"
mkdir -p "$again/build/deps"
cp -al build/deps/imgui "$again/build/deps/imgui"

state=$( { emcc --version; git ls-files -z --cached --others --exclude-standard src/core src/wasm CMakeLists.txt CMakePresets.json | xargs -0 cat; sha256sum build/wasm/bin/core.wasm build/wasm/bin/calculator.wasm; } 2>/dev/null | sha256sum | cut -c1-16)
compile_again() {
  local NODE_PATH=${NODE_PATH:-/usr/share/nodejs}
  export NODE_PATH CCACHE_DISABLE=1  # what is compared has to be compiled
  (cd "$again" && cmake --preset wasm && cmake --build build/wasm --target core_wasm calculator_wasm -j2) &&
    cmp build/wasm/bin/core.wasm "$again/build/wasm/bin/core.wasm" && cmp build/wasm/bin/calculator.wasm "$again/build/wasm/bin/calculator.wasm" &&
    touch "build/again/wasm-$state"
}
if [ -e "build/again/wasm-$state" ]; then
  check "core.wasm and calculator.wasm were the same bytes from another folder (sources unchanged since)" true
else
  check "core.wasm and calculator.wasm are the same bytes from another folder" compile_again
fi

workbench_again() {
  (cd "$again" && CCACHE_DISABLE=1 NODE_PATH=${NODE_PATH:-/usr/share/nodejs} cmake --build build/wasm --target workbench -j2) && cmp build/wasm/bin/workbench.wasm "$again/build/wasm/bin/workbench.wasm" &&
    cmp build/wasm/bin/workbench.js "$again/build/wasm/bin/workbench.js"
}
if [ "${REPRODUCE:-}" = all ]; then
  rm -f "build/again/wasm-$state"
  check "core.wasm and calculator.wasm are the same bytes from another folder, once more" compile_again
  check "workbench.wasm and workbench.js are the same bytes from another folder" workbench_again
fi

bin=$PWD/build/wasm/bin
# site FOLDER-OF-SOURCES OUT: as deploy.sh builds it, fonts and workbench included.
site() (
  cd "$1" || exit
  node web/build.mjs --fonts-ttf build/fonts-again &&
    node web/tools/pack-workbench.mjs --bin "$bin" --fonts build/fonts-again --out build/workbench-again &&
    node web/build.mjs --out "$2" --assets tests/brand --production --url https://example.ru --core "$bin/core.wasm" --workbench build/workbench-again
)
site_here() { site . "$PWD/build/again/here"; }
site_there() { umask 027 && TZ=Asia/Vladivostok LC_ALL=C.UTF-8 site "$again" "$PWD/build/again/there"; }
check "the site builds here" site_here
check "the site builds from another folder, time zone, language and umask" site_there
same() { diff -rq build/again/here build/again/there; }
check "both have the same files and bytes" same
differs() { echo ' ' >>build/again/there/robots.txt && ! same; }
check "a changed byte would be seen" differs
account "$(find build/again/here -type f | wc -l) files of the site built twice, the same bytes"
rm -rf "$again" build/again/here build/again/there build/fonts-again build/workbench-again
