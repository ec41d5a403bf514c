#!/usr/bin/env bash
# The nightly copy when the store is PostgreSQL: dumped, read again, restored into an empty database, nobody missing.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/ops/lib/check.sh
. tests/server/postgres.sh
folder=$(mktemp -d)
server=''
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  postgres_stop
  rm -rf "$folder"
}
trap end EXIT
tar -xzf "$OPS_ARCHIVE" -C "$folder" --strip-components=1
postgres_start
check "PostgreSQL runs" test -n "${FUNNEL_TEST_POSTGRES:-}"
store=${FUNNEL_TEST_POSTGRES:-}
program=$folder/bin/funnel-server

"$program" serve --site "$folder/site" --store "$store" --listen 127.0.0.1:0 2>"$folder/log" &
server=$!
port=''
for _ in $(seq 100); do
  port=$(sed -nE '/"listening","what":"site"/ { s/.*"port":([0-9]+).*/\1/p; q }' "$folder/log")
  [ -z "$port" ] || break
  sleep 0.1
done
send() {
  node --input-type=module -e "
    import { Visitors } from './tests/ops/lib/machine.mjs';
    const visitors = new Visitors('http://127.0.0.1:$port');
    for (let i = 0; i < 12; i += 1) await visitors.send();
    if (visitors.acknowledged.size !== 12) throw new Error('not all were taken');"
}
check "twelve requests are acknowledged" send
backup() { FUNNEL_STORE=$1 FUNNEL_BACKUPS=$folder/backups "$folder/scripts/backup.sh"; }
check "the store is dumped while it is in use" backup "$store"
restored=${store%/*}/restored
restore() {
  psql -q "$store" -c 'CREATE DATABASE restored' && gzip -dc "$folder"/backups/leads-*.pgdump.gz | pg_restore --no-owner --exit-on-error -d "$restored"
}
check "the dump is restored into an empty database" restore
count() { "$program" --store "$restored" leads export --jsonl | wc -l; }
all_found() { [ "$(count)" = 12 ]; }
check "every acknowledged request is in it" all_found
check "its chain of consents is whole" "$program" --store "$restored" check
account "acknowledged 12 on PostgreSQL, found after restoring the dump $(count)"
refused() { ! backup "${store%:*}:1/postgres" && [ "$(find "$folder/backups" -name 'leads-*' | wc -l)" = 1 ]; }
check "a store that cannot be reached gives no backup" refused
