#!/usr/bin/env bash
# A copy of the store while it is in use, packed, then restored from what was packed and checked: file, hash chain of consents, every
# request that was there when the copy began. Only a copy that passed keeps its name; old ones go. Runs as the service's account
# (funnel-backup.service); by hand: systemctl start funnel-backup
#   FUNNEL_STORE         sqlite:PATH or postgres://…
#   FUNNEL_BACKUPS       folder of the copies
#   FUNNEL_BACKUPS_KEPT  how many stay (14)
#   FUNNEL_BACKUP_THEN   program that is given the new file, to carry it to another machine
set -euo pipefail
umask 077
PROGRAM=${FUNNEL_PROGRAM:-$(dirname "$(dirname "$(readlink -f "$0")")")/bin/funnel-server}
: "${FUNNEL_STORE:?}" "${FUNNEL_BACKUPS:?}"
KEPT=${FUNNEL_BACKUPS_KEPT:-14}

fail() { printf 'backup: %s\n' "$*" >&2; exit 1; }
count() { "$PROGRAM" --store "$1" leads export --jsonl | wc -l; }

mkdir -p "$FUNNEL_BACKUPS"
name=leads-$(date -u +%Y%m%dT%H%M%SZ)
work=$(mktemp -d "$FUNNEL_BACKUPS/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT

case $FUNNEL_STORE in
  sqlite:*)
    result=$FUNNEL_BACKUPS/$name.db.gz
    before=$(count "$FUNNEL_STORE")
    # Read beside the running server: neither its memory nor its writer is needed.
    "$PROGRAM" --store "$FUNNEL_STORE" backup "$work/copy.db" >/dev/null || fail "the store cannot be copied"
    gzip -n <"$work/copy.db" >"$work/packed.gz"
    sync "$work/packed.gz"
    gzip -dc "$work/packed.gz" >"$work/restored.db" || fail "the packed copy cannot be unpacked"
    faults=$("$PROGRAM" --store "sqlite:$work/restored.db" check) || fail "the restored copy is damaged: $faults"
    found=$(count "sqlite:$work/restored.db")
    [ "$found" -ge "$before" ] || fail "the restored copy has $found requests, the store had $before before it"
    ;;
  *)
    result=$FUNNEL_BACKUPS/$name.pgdump.gz
    # The address comes to stand on a command line: keep its password in ~/.pgpass of the account, or log in by peer.
    pg_dump --format=custom --no-owner --file="$work/copy.dump" "$FUNNEL_STORE" || fail "the store cannot be dumped"
    gzip -n <"$work/copy.dump" >"$work/packed.gz"
    sync "$work/packed.gz"
    gzip -dc "$work/packed.gz" >"$work/restored.dump"
    pg_restore --list "$work/restored.dump" >/dev/null || fail "the dump cannot be read"
    before=$(count "$FUNNEL_STORE") found=unknown
    ;;
esac
mv "$work/packed.gz" "$result"
sync "$FUNNEL_BACKUPS"
printf 'backup: %s, %s requests before, %s restored, no faults\n' "$result" "$before" "$found"

mapfile -t all < <(find "$FUNNEL_BACKUPS" -maxdepth 1 -name 'leads-*.gz' | sort -r)
for old in "${all[@]:$KEPT}"; do rm -f "$old"; done
[ -z "${FUNNEL_BACKUP_THEN:-}" ] || "$FUNNEL_BACKUP_THEN" "$result" || fail "$FUNNEL_BACKUP_THEN did not carry the copy away"
