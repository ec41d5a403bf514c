#!/usr/bin/env bash
# Benchmarks. Not part of CI; results belong in src/benchmarks.md with their conditions.
#   tests/bench/run.sh                       the model and the workbench: native, WebAssembly, and the same question to others
#   tests/bench/run.sh deals [OPTION...]     a million deals, natively and in WebAssembly (tests/bench/deals.mjs)
#   tests/bench/run.sh landing [OPTION...]   the landing page on a slow phone: typing to result, Lighthouse (tests/bench/landing.mjs)
#   tests/bench/run.sh endpoint [OPTION...]  durable requests a second, beside the disk and a peer (tests/bench/endpoint.mjs)
#   tests/bench/run.sh static [OPTION...]    the landing page beside nginx (tests/bench/static.mjs)
#   tests/bench/run.sh tabs [OPTION...]      what open pages of the inbox cost those who post (tests/bench/tabs.mjs)
#   tests/bench/run.sh readers [OPTION...]   how long a visitor waits while the operator's commands run (tests/bench/readers.mjs)
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-model}
[ $# -eq 0 ] || shift

machine() {
  echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1 /proc/loadavg), node $(node -v), $(date +%F)"
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
packages_of() { (cd "$1" && npm ci --no-audit --no-fund --loglevel=error); }
repeated() { "$1" --benchmark_repetitions=5 --benchmark_report_aggregates_only=true 2>/dev/null | grep -E 'Benchmark|median'; }

bench_model() {
  [ -e tests/bench/node_modules/@quri ] || packages_of tests/bench
  cmake --build build/native --target bench_core bench_workbench >/dev/null
  machine
  echo; echo "== native"
  repeated build/native/bin/bench_core
  echo; echo "== wasm"
  node tests/bench/wasm.mjs
  echo; echo "== workbench: a frame, native and in the browser"
  repeated build/native/bin/bench_workbench
  node tests/bench/workbench.mjs
  echo; echo "== the same question to others"
  node tests/bench/peers.mjs
}

bench_deals() {
  [ -e tests/bench/node_modules/papaparse ] || packages_of tests/bench
  command -v /usr/bin/time >/dev/null || as_root apt-get install -y --no-install-recommends time >/dev/null
  /usr/bin/python3 -c 'import pandas' 2>/dev/null || as_root apt-get install -y --no-install-recommends python3-pandas >/dev/null
  machine
  node tests/bench/deals.mjs "$@"
}

bench_landing() {
  ./deploy.sh package --assets tests/brand --url https://example.ru >/dev/null 2>&1
  machine
  node tests/bench/landing.mjs "$@"
}

bench_endpoint() {
  command -v wrk >/dev/null || as_root apt-get install -y --no-install-recommends wrk >/dev/null
  # better-sqlite3 is compiled here against node's own headers.
  [ -e tests/bench/peer/node_modules/better-sqlite3/build ] ||
    npm_config_build_from_source=true npm_config_nodedir=/usr packages_of tests/bench/peer
  command -v go >/dev/null || as_root apt-get install -y --no-install-recommends golang-go >/dev/null
  cmake --build build/native --target slow_disk >/dev/null
  mkdir -p build/bench
  (cd tests/bench/peer-go && GOPROXY=off go build -o ../../../build/bench/peer-go .) || echo "The peer in Go cannot be built"
  . tests/server/postgres.sh
  trap postgres_stop EXIT
  postgres_start || echo "PostgreSQL cannot be started"
  machine
  node tests/bench/endpoint.mjs "$@"
}

bench_static() {
  command -v wrk >/dev/null || as_root apt-get install -y --no-install-recommends wrk >/dev/null
  machine
  node tests/bench/static.mjs "$@"
}

bench_readers() {
  cmake --build build/native --target funnel-server fill_store >/dev/null
  machine
  node tests/bench/readers.mjs "$@"
}

bench_tabs() {
  command -v wrk >/dev/null || as_root apt-get install -y --no-install-recommends wrk >/dev/null
  cmake --build build/native --target funnel-server fill_store >/dev/null
  machine
  node tests/bench/tabs.mjs "$@"
}

case $what in
  model | deals | landing | endpoint | static | readers | tabs) ;;
  *) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 64 ;;
esac
./deploy.sh setup --tests
./deploy.sh build
"bench_$what" "$@"
