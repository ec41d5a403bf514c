#!/usr/bin/env bash
# From the archive to a server that is pushed to, taken back, backed up, restored, and stands behind nginx. Each test that has visitors
# ends with its account of requests acknowledged and found.
#   tests/ops/run.sh          all files
#   tests/ops/run.sh push     only tests/ops/push*_test.*
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
export BUILD="${BUILD:-build/native}"
. tests/node_suite.sh
. tests/files_in_lanes.sh

# One archive for all of them, of a brand whose operator is complete.
if ! ./deploy.sh package --assets tests/brand --url https://example.ru 2>build/log/ops-package.log; then
  tail -n 40 build/log/ops-package.log
  echo "0 passed, 1 failed"
  exit 1
fi
OPS_ARCHIVE=$(sed -nE 's/^packed: (.*), .*/\1/p' build/log/ops-package.log)
export OPS_ARCHIVE

# Tests in JavaScript, and in shell: lines `ok: …` and `FAILED: …`.
run_file() {
  local name log p f status
  name=$(basename "$1")
  if [[ $1 == *.mjs ]]; then
    node_suite "$1"
    sed -nE "s/^ *# (account: .*)/$name: \1/p" "build/log/node-ops-$name.tap"
    return
  fi
  log=build/log/ops-${name%.sh}.log
  bash "$1" >"$log" 2>&1
  status=$?
  p=$(grep -c '^ok: ' "$log") f=$(grep -c '^FAILED: ' "$log")
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$((p + f))" -eq 0 ]; then f=1; fi
  [ "$f" -eq 0 ] || tail -n 60 "$log"
  grep '^account: ' "$log" | sed "s/^/$name: /"
  passed=$((passed + p)) failed=$((failed + f))
}
LANES=${LANES:-$(($(nproc) + 1))} files_in_lanes build/log/ops run_file tests/ops/"${1:-}"*_test.*
node_result
