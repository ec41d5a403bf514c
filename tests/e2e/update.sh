#!/usr/bin/env bash
# Takes the pictures and the accessibility trees of build/site as the new references. Look at what `git diff` shows before committing.
#   tests/e2e/update.sh          of every page and state
#   tests/e2e/update.sh calls    of those whose name begins so (tests/e2e/pages.mjs)
set -euo pipefail
cd "$(dirname "$0")/../.."
export UPDATE=1 NODE_TEST_ONLY=${1:+^$1}
tests/e2e/run.sh visual
tests/e2e/run.sh tree
git status --short tests/e2e/visual tests/e2e/tree
du -sh tests/e2e/visual
