#!/usr/bin/env bash
# `funnel` as a user runs it: results, messages, exit codes.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/node_suite.sh
node_suite tests/cli/*.test.mjs
node_result
