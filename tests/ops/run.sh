#!/usr/bin/env bash
# From the archive to a server that is pushed to, taken back, backed up, restored, and stands behind nginx. Each test that has visitors
# ends with its account of requests acknowledged and found.
#   tests/ops/run.sh          all files
#   tests/ops/run.sh push     only tests/ops/push*_test.*
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
export BUILD="${BUILD:-build/native}"
. tests/node_suite.sh

# One archive for all of them, of a brand whose operator is complete.
if ! ./deploy.sh package --assets tests/brand --url https://example.ru 2>build/log/ops-package.log; then
  tail -n 40 build/log/ops-package.log
  echo "0 passed, 1 failed"
  exit 1
fi
OPS_ARCHIVE=$(sed -nE 's/^packed: (.*), .*/\1/p' build/log/ops-package.log)
export OPS_ARCHIVE

for file in tests/ops/"${1:-}"*_test.*; do
  name=$(basename "$file")
  started=$SECONDS
  case $file in
    *.mjs)
      node_suite_again "$file"
      sed -nE "s/^ *# (account: .*)/$name: \1/p" "build/log/node-ops-$name.tap"
      ;;
    *.sh)
      log=build/log/ops-${name%.sh}.log
      bash "$file" >"$log" 2>&1
      status=$?
      p=$(grep -c '^ok: ' "$log") f=$(grep -c '^FAILED: ' "$log")
      if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
      if [ "$((p + f))" -eq 0 ]; then f=1; fi
      [ "$f" -eq 0 ] || tail -n 60 "$log"
      grep '^account: ' "$log" | sed "s/^/$name: /"
      passed=$((passed + p)) failed=$((failed + f))
      ;;
  esac
  echo "$name: $((SECONDS - started)) s"
done
node_result
