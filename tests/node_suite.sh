# For a suite's run.sh: runs node's own test runner over files and adds up its tests.
passed=0 failed=0
mkdir -p build/log

# node_suite FILE... : each file's tests; their output is shown when something fails. What hangs is ended and has failed.
node_suite() {
  local log p f
  log="build/log/node-$(basename "$(dirname "$1")")-$(basename "$1" .test.mjs).tap" # files of a suite may run side by side
  timeout --kill-after=10 "$([ -n "${SOAK:-}${SOAK_SECONDS:-}" ] && echo 7200 || echo 420)" node --test --test-reporter=tap ${NODE_TEST_ONLY:+--test-name-pattern="$NODE_TEST_ONLY"} "$@" >"$log" 2>&1
  local status=$?
  p=$(sed -nE 's/^# pass ([0-9]+)$/\1/p' "$log" | tail -n 1)
  f=$(sed -nE 's/^# (fail|cancelled) ([0-9]+)$/\2/p' "$log" | awk '{n += $1} END {print n + 0}')
  if [ -z "$p" ]; then p=0 f=1; fi
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  [ "$f" -eq 0 ] || grep -vE '^ *(duration_ms|type:|---|\.\.\.)' "$log" | tail -n 150
  passed=$((passed + p)) failed=$((failed + f))
}

again=() # what files_in_lanes.sh has run once more

node_result() {
  [ ${#again[@]} -eq 0 ] || echo "run twice: ${again[*]}"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
