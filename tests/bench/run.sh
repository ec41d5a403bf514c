#!/usr/bin/env bash
# Benchmarks of the model and the workbench: native, WebAssembly, and the same question to others, in one run. Not part of CI; results belong in
# src/benchmarks.md with their conditions.
set -euo pipefail
cd "$(dirname "$0")/../.." || exit
./deploy.sh setup --tests
machine() { echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1 /proc/loadavg), node $(node -v), $(date +%F)"; }

if [ "${1:-}" = endpoint ]; then
  shift
  command -v wrk >/dev/null || { if [ "$(id -u)" = 0 ]; then apt-get install -y --no-install-recommends wrk; else sudo apt-get install -y --no-install-recommends wrk; fi >/dev/null; }
  # better-sqlite3 is compiled here against node's own headers.
  [ -e tests/bench/peer/node_modules/better-sqlite3/build ] || (cd tests/bench/peer && npm_config_build_from_source=true npm_config_nodedir=/usr npm ci --no-audit --no-fund --loglevel=error)
  . tests/server/postgres.sh
  trap postgres_stop EXIT
  postgres_start || echo "PostgreSQL cannot be started"
  if [ "${1:-}" = deals ]; then
  shift
  ./deploy.sh build
  machine
  node tests/bench/deals.mjs "$@"
  exit
fi
./deploy.sh build
  cmake --build build/native --target funnel-server >/dev/null
  machine
  node tests/bench/endpoint.mjs "$@"
  exit
fi
./deploy.sh build
[ -e tests/bench/node_modules/@quri ] || (cd tests/bench && npm ci --no-audit --no-fund --loglevel=error)
cmake --build build/native --target bench_core bench_workbench >/dev/null
machine
echo; echo "== native"
build/native/bin/bench_core --benchmark_repetitions=5 --benchmark_report_aggregates_only=true 2>/dev/null | grep -E 'Benchmark|median'
echo; echo "== wasm"
node tests/bench/wasm.mjs
echo; echo "== workbench: a frame, native and in the browser"
build/native/bin/bench_workbench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true 2>/dev/null | grep -E 'Benchmark|median'
node tests/bench/workbench.mjs
echo; echo "== the same question to others"
node tests/bench/peers.mjs
