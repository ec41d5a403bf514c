#!/usr/bin/env bash
# A short run of every fuzzer of the core; FUZZ_SECONDS=600 for a long one. What it finds is kept in build/fuzz/.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/doctest_suite.sh
seconds=${FUZZ_SECONDS:-8}
build_sanitized fuzz_scenario fuzz_answers fuzz_abi
for reader in scenario answers abi; do
  mkdir -p "build/fuzz/$reader"
  # Seeds: the goldens' scenarios and the sample checklist.
  cp assets/scenarios/*.json tests/core/sample_checklist.json "build/fuzz/$reader/" 2>/dev/null
  if build/native-asan/bin/fuzz_$reader "build/fuzz/$reader" -dict=tests/fuzz/json.dict -max_total_time="$seconds" -timeout=5 \
      -rss_limit_mb=2048 -artifact_prefix="build/fuzz/$reader-" -print_final_stats=1 >"build/log/fuzz-$reader.log" 2>&1; then
    runs=$(sed -nE 's/^stat::number_of_executed_units: +//p' "build/log/fuzz-$reader.log")
    echo "$reader: $runs inputs"
    if [ "${runs:-0}" -gt 100 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  else
    tail -n 40 "build/log/fuzz-$reader.log"
    failed=$((failed + 1))
  fi
done
doctest_result
