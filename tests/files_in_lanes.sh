# For a suite's run.sh, after node_suite.sh: files of tests beside each other, and once more what failed: browsers and whole processes on a
# shared machine now and then miss a moment, and what is wrong fails twice (src/decisions/0031). The files are named in the result.
. tests/lanes.sh

# longest_first LOGS FILE... : into `files`, those first that took longest last time, so that no lane waits at the end.
longest_first() {
  local logs=$1 file
  files=()
  shift
  while read -r _ file; do files+=("$file"); done < <(
    for file in "$@"; do
      echo "$(cat "$logs/$(basename "$file").seconds" 2>/dev/null || echo 30) $file"
    done | sort -k1,1nr -s
  )
}

# One file in a lane: its counts, its seconds and what it printed are left in the folder of logs.
lane_of() { # LOGS RUN FILE
  local logs=$1 run=$2 file=$3 name started=$SECONDS
  name=$(basename "$file")
  passed=0 failed=0
  "$run" "$file" >"$logs/$name.out"
  echo "$passed $failed" >"$logs/$name.counts"
  echo $((SECONDS - started)) >"$logs/$name.seconds"
  [ "$failed" -gt 0 ] || cat "$logs/$name.out"
  echo "${name%.test.mjs}: $((SECONDS - started)) s"
}

# files_in_lanes LOGS RUN FILE... : `RUN FILE` sets passed and failed and prints what failed; as many at a time as LANES, or cores (files that
# wait more than they work have a lane more). A file in JavaScript that failed is run once more, alone, and the second run counts; what shell
# compares is run once. Adds to passed and failed.
files_in_lanes() {
  local logs=$1 run=$2 file p f missed=() sum_passed=$passed sum_failed=$failed
  shift 2
  mkdir -p "$logs"
  longest_first "$logs" "$@"
  for file in "${files[@]}"; do
    until_free "${LANES:-}"
    rm -f "$logs/$(basename "$file").counts"
    lane_of "$logs" "$run" "$file" &
  done
  wait
  for file in "${files[@]}"; do
    # A lane that was ended has left no counts.
    read -r p f 2>/dev/null <"$logs/$(basename "$file").counts" || p=0 f=1
    [ "$f" -eq 0 ] || cat "$logs/$(basename "$file").out"
    if [ "$f" -gt 0 ] && [ -z "${UPDATE:-}" ] && [[ $file == *.mjs ]]; then
      missed+=("$file")
    else
      sum_passed=$((sum_passed + p)) sum_failed=$((sum_failed + f))
    fi
  done
  passed=$sum_passed failed=$sum_failed
  for file in "${missed[@]}"; do
    again+=("$(basename "$file")")
    echo "$(basename "$file") has failed and is run once more"
    "$run" "$file"
  done
}
