#!/usr/bin/env bash
# Puts a backup in the store's place: restore.sh FILE.db.gz, as root. Checks the copy before anything is touched; what was in its place
# stays beside it as leads.db.lost-TIME. Requests acknowledged after the backup are in that file only.
set -euo pipefail
cd /
here=$(dirname "$(readlink -f "$0")")
folder=$(dirname "$(dirname "$(dirname "$here")")")
program=$(dirname "$here")/bin/funnel-server
account=${FUNNEL_ACCOUNT:-funnel}
fail() { printf 'restore: %s: nothing was changed\n' "$*" >&2; exit 1; }
[ $# -eq 1 ] || { echo "restore.sh FILE.db.gz" >&2; exit 64; }
[ -f "$1" ] || fail "no such file: $1"

store=$("$here/release.sh" --dir "$folder" setting FUNNEL_STORE)
case $store in sqlite:*) file=${store#sqlite:} ;; *) fail "the store is PostgreSQL: pg_restore" ;; esac
copy=$(mktemp -d "$(dirname "$file")/restored.XXXXXX")
trap 'rm -rf "$copy"' EXIT
gzip -dc <"$1" >"$copy/leads.db" 2>/dev/null || fail "$1 cannot be unpacked"
faults=$("$program" --store "sqlite:$copy/leads.db" check) || fail "$1 is damaged: $faults"
count=$("$program" --store "sqlite:$copy/leads.db" leads export --jsonl | wc -l)

systemctl stop funnel.service
lost=$file.lost-$(date -u +%Y%m%dT%H%M%SZ)
for suffix in '' -wal -shm; do
  if [ -e "$file$suffix" ]; then mv "$file$suffix" "$lost$suffix"; fi
done
[ "$(id -un)" = "$account" ] || chown "$account:" "$copy/leads.db"
chmod 0600 "$copy/leads.db"
sync "$copy/leads.db"
mv "$copy/leads.db" "$file"
sync "$(dirname "$file")"
systemctl start funnel.service
printf 'restored: %s, %s requests; what was there: %s\n' "$file" "$count" "$lost"
