#!/usr/bin/env bash
# The workbench without a screen: natively, and under ASan and UBSan. Its letters are cut by the build of the site.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/doctest_suite.sh

cmake --build "${BUILD:-build/native}" --target workbench_tests >build/log/workbench-build.log 2>&1 || { tail -n 40 build/log/workbench-build.log; echo "0 passed, 1 failed"; exit 1; }
doctest_start "native" "${BUILD:-build/native}/bin/workbench_tests"

build_sanitized workbench_tests && doctest_start "sanitized" build/native-asan/bin/workbench_tests

doctest_finish
doctest_result
