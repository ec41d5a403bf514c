#!/usr/bin/env bash
# core.wasm and calculator.wasm under node: the goldens through the raw C interface and through web/js/model/core.js, and their sizes.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/node_suite.sh
node_suite tests/wasm/*.test.mjs
node_result
