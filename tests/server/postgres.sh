# A private PostgreSQL 15 in a temporary folder on a free port of 127.0.0.1, stopped by its process id.
#   postgres_start   sets POSTGRES_DIR, POSTGRES_PORT and FUNNEL_TEST_POSTGRES; returns 1 when PostgreSQL is not installed
#   postgres_stop
POSTGRES_BIN=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

postgres_start() {
  [ -x "$POSTGRES_BIN/initdb" ] || return 1
  POSTGRES_DIR=$(mktemp -d "${TMPDIR:-/tmp}/funnel-postgres.XXXXXX")
  [ "$(id -u)" = 0 ] && chown postgres "$POSTGRES_DIR"
  as_postgres "$POSTGRES_BIN/initdb" -D "$POSTGRES_DIR/data" -A trust -U funnel --no-sync -E UTF8 --locale=C >"/dev/null" || return 1
  POSTGRES_PORT=$(node --input-type=module -e 'import { freePort } from "./tests/free-port.mjs"; console.log(await freePort())')
  as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -w -t 30 -l "$POSTGRES_DIR/log" \
    -o "-p $POSTGRES_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60 -c shared_buffers=32MB" start >/dev/null || {
    cat "$POSTGRES_DIR/log" >&2
    return 1
  }
  export POSTGRES_DIR POSTGRES_PORT POSTGRES_BIN
  export FUNNEL_TEST_POSTGRES="postgres://funnel@127.0.0.1:$POSTGRES_PORT/postgres"
}

postgres_stop() {
  [ -n "${POSTGRES_DIR:-}" ] || return 0
  as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -m immediate -w stop >/dev/null 2>&1
  rm -rf "$POSTGRES_DIR"
}
