# For a suite's run.sh: runs doctest binaries and adds up their cases.
passed=0 failed=0
mkdir -p build/log

. tests/lanes.sh
declare -A doctest_pids=()
doctest_names=()

# doctest_start NAME COMMAND... : runs it beside what comes next, as soon as a processor is free.
doctest_start() {
  local name=$1
  shift
  until_free
  "$@" --no-colors=true >"$(doctest_log "$name")" 2>&1 &
  doctest_pids[$name]=$!
  doctest_names+=("$name")
}
doctest_log() { echo "build/log/doctest-${1//[^a-z0-9]/-}.log"; }

# Waits for what was started, tells each, and adds its cases up.
doctest_finish() {
  local name log status p f
  for name in "${doctest_names[@]}"; do
    log=$(doctest_log "$name") status=0 p='' f=''
    wait "${doctest_pids[$name]}" || status=$?
    read -r p f < <(sed -nE 's/^\[doctest\] test cases: +[0-9]+ +\| +([0-9]+) passed +\| +([0-9]+) failed.*/\1 \2/p' "$log")
    if [ -z "${p:-}" ]; then p=0 f=1; fi
    if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
    [ "$f" -eq 0 ] || tail -n 80 "$log"
    echo "$name: $p passed, $f failed"
    passed=$((passed + p)) failed=$((failed + f))
  done
  doctest_names=()
}

# doctest_suite NAME COMMAND... : one, alone.
doctest_suite() {
  doctest_start "$@"
  doctest_finish
}

# build_sanitized TARGET... : the native-asan preset, configured once.
build_sanitized() {
  ./deploy.sh configure native-asan >build/log/asan-configure.log 2>&1 &&
    cmake --build build/native-asan --target "$@" >build/log/asan-build.log 2>&1 && return 0
  tail -n 60 build/log/asan-build.log
  failed=$((failed + 1))
  return 1
}

doctest_result() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
