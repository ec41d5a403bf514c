#!/usr/bin/env bash
# Journeys of visitors in real browsers against the built site, served by funnel-server: a file a lane, as many lanes as cores (a journey
# waits half of its time). What measures time runs alone after the others; so does what failed, once more.
#   tests/e2e/run.sh                all files
#   tests/e2e/run.sh landing        only tests/e2e/landing*.test.mjs
#   LANES=1 tests/e2e/run.sh        one file at a time
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/node_suite.sh
ALONE=' lighthouse '
log=build/log/e2e
mkdir -p "$log"
[ -z "${UPDATE:-}" ] || LANES=1 # references are made on a quiet machine

# Those that took longest last time first, so that no lane waits at the end.
files=()
while read -r _ file; do files+=("$file"); done < <(
  for file in tests/e2e/${1:-}*.test.mjs; do
    echo "$(cat "$log/$(basename "$file").seconds" 2>/dev/null || echo 30) $file"
  done | sort -k1,1nr -s
)
together=() alone=()
for file in "${files[@]}"; do
  if [[ $ALONE == *" $(basename "$file" .test.mjs) "* ]]; then alone+=("$file"); else together+=("$file"); fi
done

# one FILE: its counts, its seconds and what it printed are left in the log's folder.
one() {
  local name started=$SECONDS
  name=$(basename "$1")
  passed=0 failed=0
  node_suite "$1" >"$log/$name.out"
  echo "$passed $failed" >"$log/$name.counts"
  echo $((SECONDS - started)) >"$log/$name.seconds"
  echo "${name%.test.mjs}: $((SECONDS - started)) s"
}

for file in "${together[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "${LANES:-$(nproc)}" ]; do wait -n; done
  one "$file" &
done
wait
sum_passed=0 sum_failed=0 missed=()
for file in "${together[@]}"; do
  read -r p f <"$log/$(basename "$file").counts"
  if [ "$f" -gt 0 ] && [ -z "${UPDATE:-}" ]; then
    missed+=("$file")
  else
    sum_passed=$((sum_passed + p)) sum_failed=$((sum_failed + f))
  fi
  [ "$f" -eq 0 ] || cat "$log/$(basename "$file").out"
done
passed=$sum_passed failed=$sum_failed
for file in "${missed[@]}"; do node_suite_once_more "$file"; done
for file in "${alone[@]}"; do
  started=$SECONDS
  node_suite_again "$file"
  echo "$(basename "$file" .test.mjs): $((SECONDS - started)) s"
done
node_result
