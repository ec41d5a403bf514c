#!/usr/bin/env bash
# Journeys of visitors in real browsers against the built site, served by funnel-server. One file at a time: two cores.
#   tests/e2e/run.sh                all files
#   tests/e2e/run.sh landing        only tests/e2e/landing*.test.mjs
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/node_suite.sh
for file in tests/e2e/${1:-}*.test.mjs; do
  started=$SECONDS
  node_suite_again "$file"
  echo "$(basename "$file" .test.mjs): $((SECONDS - started)) s"
done
node_result
