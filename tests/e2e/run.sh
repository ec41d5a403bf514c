#!/usr/bin/env bash
# Journeys of visitors in real browsers against the built site, served by funnel-server: a file a lane, as many lanes as cores (a journey
# waits half of its time). What measures time runs alone after the others; so does what failed, once more.
#   tests/e2e/run.sh                all files
#   tests/e2e/run.sh landing        only tests/e2e/landing*.test.mjs
#   LANES=1 tests/e2e/run.sh        one file at a time
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/node_suite.sh
. tests/files_in_lanes.sh
ALONE=' lighthouse '
[ -z "${UPDATE:-}" ] || LANES=1 # references are made on a quiet machine

together=() alone=()
for file in tests/e2e/"${1:-}"*.test.mjs; do
  if [[ $ALONE == *" $(basename "$file" .test.mjs) "* ]]; then alone+=("$file"); else together+=("$file"); fi
done
files_in_lanes build/log/e2e node_suite "${together[@]}"
LANES=1 files_in_lanes build/log/e2e node_suite "${alone[@]}"
node_result
