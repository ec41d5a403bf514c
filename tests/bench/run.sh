#!/usr/bin/env bash
# Benchmarks of the model and the workbench: native, WebAssembly, and the same question to others, in one run. Not part of CI; results belong in
# src/README.md with their conditions.
set -euo pipefail
cd "$(dirname "$0")/../.."
./deploy.sh setup --tests
./deploy.sh build
[ -e tests/bench/node_modules/@quri ] || (cd tests/bench && npm ci --no-audit --no-fund --loglevel=error)
cmake --build build/native --target bench_core bench_workbench >/dev/null
echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1 /proc/loadavg), node $(node -v)"
echo; echo "== native"
build/native/bin/bench_core --benchmark_repetitions=5 --benchmark_report_aggregates_only=true 2>/dev/null | grep -E 'Benchmark|median'
echo; echo "== wasm"
node tests/bench/wasm.mjs
echo; echo "== workbench: a frame, native and in the browser"
build/native/bin/bench_workbench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true 2>/dev/null | grep -E 'Benchmark|median'
node tests/bench/workbench.mjs
echo; echo "== the same question to others"
node tests/bench/peers.mjs
