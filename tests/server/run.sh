#!/usr/bin/env bash
# The server: units on both stores (plain and sanitized), fuzzers for a few seconds each, processes against hostile clients,
# power cuts, full disks, failing receivers and two replicas. FUZZ_SECONDS=60 and SOAK=1 make it long.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
export BUILD="${BUILD:-build/native}"
. tests/doctest_suite.sh
. tests/fuzz_suite.sh
. tests/node_suite.sh
. tests/files_in_lanes.sh
. tests/server/postgres.sh
trap postgres_stop EXIT

cmake --build "$BUILD" --target funnel-server server_tests fill_store power_cut full_disk read_only_disk resolver wall_clock count_request >build/log/server-build.log 2>&1 || {
  tail -n 40 build/log/server-build.log
  echo "0 passed, 1 failed"
  exit 1
}
if ! postgres_start; then
  echo "PostgreSQL could not be started: its tests have failed"
  failed=$((failed + 1))
fi
doctest_start "units" "$BUILD/bin/server_tests" # while the sanitized ones are built

fuzzers=(lead_json lead_form head target csv)
if build_sanitized server_tests "${fuzzers[@]/#/fuzz_server_}"; then
  doctest_finish # both want the same PostgreSQL
  doctest_start "units, sanitized" build/native-asan/bin/server_tests
  for fuzzer in "${fuzzers[@]}"; do
    corpus="build/fuzz/server_$fuzzer"
    mkdir -p "$corpus"
    fuzz_start "server_$fuzzer" "build/native-asan/bin/fuzz_server_$fuzzer" "${FUZZ_SECONDS:-4}" -max_len=4096 "$corpus" "tests/server/fuzz/seeds/$fuzzer"
  done
  fuzz_finish
fi
doctest_finish

stops_postgres=tests/server/postgres.test.mjs # under all others
others=()
for file in tests/server/*.test.mjs; do [ "$file" = "$stops_postgres" ] || others+=("$file"); done
LANES=${LANES:-$(($(nproc) + 1))} files_in_lanes build/log/server node_suite "${others[@]}"
LANES=1 files_in_lanes build/log/server node_suite "$stops_postgres"
node_result
