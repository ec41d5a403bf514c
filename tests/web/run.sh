#!/bin/sh
# Unit tests of the page's modules under node's own runner; no browser. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")" || exit 1
node --test --test-reporter=tap . >/tmp/web-tests.$$ 2>&1
status=$?
grep -E '^(not ok|# (pass|fail) )|^ +not ok' /tmp/web-tests.$$
[ "$status" -eq 0 ] || cat /tmp/web-tests.$$
passed=$(sed -n 's/^# pass //p' /tmp/web-tests.$$)
failed=$(sed -n 's/^# fail //p' /tmp/web-tests.$$)
rm -f /tmp/web-tests.$$
echo "${passed:-0} passed, ${failed:-1} failed"
[ "$status" -eq 0 ] && [ "${passed:-0}" -gt 0 ]
