#!/usr/bin/env bash
# The model's tests: natively, under ASan and UBSan, and by Emscripten under node; each beside what is built next.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/doctest_suite.sh

cmake --build "${BUILD:-build/native}" --target core_tests deals_tests >build/log/core-build.log 2>&1 || { tail -n 40 build/log/core-build.log; echo "0 passed, 1 failed"; exit 1; }
doctest_start "native" "${BUILD:-build/native}/bin/core_tests"
doctest_start "native deals" "${BUILD:-build/native}/bin/deals_tests"

if build_sanitized core_tests deals_tests; then
  doctest_start "sanitized deals" build/native-asan/bin/deals_tests # the longest first
  doctest_start "sanitized" build/native-asan/bin/core_tests
fi

# Node 18 has a fetch that Emscripten 3.1.6's loader tries on a file path.
NODE_PATH="${NODE_PATH:-/usr/share/nodejs}" cmake --build build/wasm --target core_tests >build/log/core-wasm-build.log 2>&1 || tail -n 40 build/log/core-wasm-build.log
doctest_start "wasm" node --no-experimental-fetch build/wasm/bin/core_tests.js
doctest_finish
doctest_result
