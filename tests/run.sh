#!/usr/bin/env bash
# Every test, from a clean clone: set-up, build, all suites, and a last line `N passed, N failed` summed over them.
#   tests/run.sh            all suites
#   tests/run.sh core e2e   only these
# A suite is a folder of tests/ with a run.sh of its own, which ends with the line `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

ALL=(lint core cli wasm fuzz web server workbench ops e2e)
suites=("$@")
[ ${#suites[@]} -gt 0 ] || suites=("${ALL[@]}")
for suite in "${suites[@]}"; do
  [ -x "tests/$suite/run.sh" ] || [ $# -eq 0 ] || { echo "no suite $suite: there are ${ALL[*]}" >&2; exit 64; }
done

./deploy.sh setup --tests && . ops/lib/compile.sh && ./deploy.sh build || { echo "0 passed, 1 failed"; exit 1; }
mkdir -p build/log

# Seconds of processor of what was run and waited for, into `processor`: of most of a browser's processes nobody waits for the end.
processor_seconds() {
  times >build/log/times
  processor=$(awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, part, /[ms]/); sum += part[1] * 60 + part[2] } printf "%d", sum }' build/log/times)
}

passed=0 failed=0
for suite in "${suites[@]}"; do
  [ -x "tests/$suite/run.sh" ] || continue
  echo "== $suite"
  started=$SECONDS
  processor_seconds && before=$processor
  BUILD="${BUILD:-build/native}" "tests/$suite/run.sh" 2>&1 | tee "build/log/$suite.log"
  status=${PIPESTATUS[0]}
  counts=$(grep -Eo '^[0-9]+ passed, [0-9]+ failed' "build/log/$suite.log" | tail -n 1)
  p=${counts%% passed*} f=${counts##*, } f=${f%% failed*}
  # A suite that says nothing, runs nothing, or fails without counting a failure has failed.
  if [ -z "$counts" ] || [ "$((p + f))" -eq 0 ]; then p=0 f=1; fi
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  passed=$((passed + p)) failed=$((failed + f))
  processor_seconds
  echo "-- $suite: $p passed, $f failed, $((SECONDS - started)) s (processor: $((processor - before)) s)"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
