#!/usr/bin/env bash
# Every linter of the repository: C++ (format, tidy, dependency table), JavaScript (eslint, types), CSS, the built pages' HTML, shell
# scripts, and what must not be in the repository.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
mkdir -p build/log
passed=0 failed=0
. tests/lint/cpp.sh

# lint NAME COMMAND...: one check; its output is shown when it fails.
lint() {
  local name=$1
  shift
  if "$@" >"build/log/lint-$name.log" 2>&1; then
    passed=$((passed + 1))
  else
    echo "$name:"
    tail -n 60 "build/log/lint-$name.log"
    failed=$((failed + 1))
  fi
}

bin=tests/node_modules/.bin
tracked() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done; }

no_foreign_files() {
  ! tracked | grep -E '\.(wasm|woff2?|ttf|otf|o|a|so|deb|tgz)$|node_modules/|third_party/|vendor/'
}
no_registry_hosts() {
  ! git grep --untracked -nIE 'https?://[a-z0-9.-]*(debian|npmjs)\.' -- . ':!tests/lint/run.sh'
}
no_leftovers() {
  ! git grep --untracked -nIE '\b(TODO|FIXME|XXX)\b' -- src web tests ops ':!tests/lint/run.sh'
}
# Folders of a script's own are not followed: each file is looked at by itself.
shell_scripts() {
  local scripts
  mapfile -t scripts < <(tracked '*.sh' .ci/run ops/scripts tests/ops/bin | sort -u)
  shellcheck --severity=warning --exclude=SC1091 --shell=bash "${scripts[@]}"
}
scripts_formatted() {
  tracked '*.js' '*.mjs' 'tests/lint/*.d.ts' | xargs "$bin/prettier" --check || { echo 'run  npm run format  in tests/'; return 1; }
}
# A folder is read at a glance: sixteen files in one of the server's, and nothing in the pages' but their folders.
small_rooms() {
  local crowded
  crowded=$(tracked 'src/server/*/*' 'web/js/*' | awk -F/ '
    $1 == "src" { sub(/\/[^\/]*$/, "", $0); count[$0]++ }
    $1 == "web" && NF == 3 { print $0 " belongs into a folder" }
    END { for (folder in count) if (count[folder] > 16) print folder " holds " count[folder] " files, at most 16" }')
  [ -z "$crowded" ] || { echo "$crowded"; return 1; }
}
json_syntax() {
  tracked '*.json' | xargs node -e 'for (const f of process.argv.slice(1)) { try { JSON.parse(require("fs").readFileSync(f, "utf8")); } catch (e) { console.error(f, e.message); process.exitCode = 1; } }'
}

lint foreign-files no_foreign_files
lint registry-hosts no_registry_hosts
lint leftovers no_leftovers
lint small-rooms small_rooms
lint shellcheck shell_scripts
lint json json_syntax
lint prettier scripts_formatted
lint eslint "$bin/eslint" --max-warnings 0 -c tests/lint/eslint.config.js --no-error-on-unmatched-pattern web tests ops src
lint types "$bin/tsc" -p tests/lint/tsconfig.json
lint types-of-tools "$bin/tsc" -p tests/lint/tsconfig.tools.json
lint stylelint "$bin/stylelint" --config tests/lint/stylelint.config.js 'web/css/**/*.css'
html=$(find build/site -name '*.html' ! -path '*/.answers/*' 2>/dev/null) # templates are not pages yet
# shellcheck disable=SC2086
lint html-validate "$bin/html-validate" --config tests/lint/htmlvalidate.json ${html:-no-pages-were-built}
lint_cpp

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
