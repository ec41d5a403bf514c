# For a suite's run.sh: short runs of libFuzzer targets, as many at a time as there are cores, each counted as one test.
# What a run found is kept beside its corpus in build/fuzz/.
. tests/lanes.sh
declare -A fuzz_pids=()

# fuzz_start NAME BINARY SECONDS ARGUMENTS... : corpus folders and options of libFuzzer.
fuzz_start() {
  local name=$1 binary=$2 seconds=$3
  shift 3
  until_free
  "$binary" "$@" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/$name-" -print_final_stats=1 \
    >"build/log/fuzz-$name.log" 2>&1 &
  fuzz_pids[$name]=$!
}

# Adds what was started to passed and failed. A run that hardly ran is a failure as well.
fuzz_finish() {
  local name runs
  for name in "${!fuzz_pids[@]}"; do
    if wait "${fuzz_pids[$name]}"; then
      runs=$(sed -nE 's/^stat::number_of_executed_units: +//p' "build/log/fuzz-$name.log")
      echo "$name: ${runs:-0} inputs"
      if [ "${runs:-0}" -gt 100 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    else
      tail -n 40 "build/log/fuzz-$name.log"
      failed=$((failed + 1))
    fi
  done
  fuzz_pids=()
}
