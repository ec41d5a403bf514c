#!/usr/bin/env bash
# A short run of every fuzzer of the core; FUZZ_SECONDS=600 for a long one. What it finds is kept in build/fuzz/.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/doctest_suite.sh
. tests/fuzz_suite.sh
if build_sanitized fuzz_scenario fuzz_answers fuzz_abi fuzz_deals fuzz_link fuzz_paste fuzz_sentence; then
  for reader in scenario answers abi deals link paste sentence; do
    mkdir -p "build/fuzz/$reader"
    # Seeds: the goldens' scenarios and the sample checklist.
    cp assets/scenarios/*.json tests/core/sample_checklist.json "build/fuzz/$reader/"
    # Exports as CRMs give them, the small ones.
    [ "$reader" = deals ] && cp tests/golden/deals/{edges,young}.csv tests/golden/deals/edges.mapping.json build/fuzz/deals/
    fuzz_start "$reader" "build/native-asan/bin/fuzz_$reader" "${FUZZ_SECONDS:-8}" "build/fuzz/$reader" -dict=tests/fuzz/json.dict
  done
  fuzz_finish
fi
doctest_result
