#!/usr/bin/env bash
# On the server, as root: puts a release into service, takes it out, says how things are. deploy.sh runs it over ssh.
#
#   release.sh [--dir DIR] [--dry-run] COMMAND
#     prepare          make room for an upload; prints the name of the release in service, if any
#     activate NAME    check, rehearse and put into service what was uploaded as DIR/incoming/NAME, or lies in DIR/releases/NAME
#     rollback [NAME]  back to the release that was in service before, or to NAME
#     status           what is in service and how it fares
#     setting NAME     a setting of the service: FUNNEL_STORE
#     run ARGUMENTS    funnel-server's command with the service's account and settings: run leads list
#
# Nothing happens to the release in service until the new one has been checked (SHA-256 of every file, libraries) and rehearsed: on a
# copy of the store it migrates, finds no fault, and starts with the new site. Then: migration, one rename of DIR/current, restart,
# health check; and all of it back when the new one is not healthy.
#
# Exit: 0 done, 1 refused (the service was not touched), 3 unhealthy, the previous release is back, 4 unhealthy and so is the
# previous one, 64 bad command line.
set -euo pipefail
shopt -s nullglob

DIR=/opt/funnel
UNITS=${FUNNEL_UNITS:-/etc/systemd/system}
ETC=${FUNNEL_ETC:-/etc/funnel}
STATE=${FUNNEL_STATE:-/var/lib/funnel}
ACCOUNT=${FUNNEL_ACCOUNT:-funnel}
NGINX_SITE=${FUNNEL_NGINX_SITE:-/etc/nginx/sites-enabled/funnel.conf}
HEALTH_SECONDS=${FUNNEL_HEALTH_SECONDS:-30}
KEPT=${FUNNEL_RELEASES_KEPT:-5}
DRY_RUN=
REHEARSAL_PID='' REHEARSAL_FOLDER=''
SCHEMA_BEFORE=''  # a copy of the SQLite store at rest, taken before a migration

say() { printf '%s\n' "$*" >&2 || true; }
die() { say "$*"; exit 1; }
run() { if [ -n "$DRY_RUN" ]; then say "would run: $*"; else "$@"; fi; }

release_of() { basename "$(readlink "$DIR/$1" 2>/dev/null)" 2>/dev/null || true; }
names() { local path; for path in "$DIR"/releases/*/; do basename "$path"; done; }
# Names of releases that have been in service, the latest first.
served() { ls -dt "$DIR"/releases/*/.in-service 2>/dev/null | while read -r mark; do basename "$(dirname "$mark")"; done; }

# ---- the program with the service's settings

# The service's environment, as its unit gives it: exported, so that secrets are on no command line.
export_environment() {
  local line file
  file=$UNITS/funnel.service
  [ -f "$file" ] || return 0
  while IFS= read -r line; do
    case $line in
      Environment=*) export "${line#Environment=}" ;;
      EnvironmentFile=*)
        line=${line#EnvironmentFile=}
        if [ -f "${line#-}" ]; then
          while IFS= read -r line; do
            case $line in [A-Z]*=*) export "${line%%=*}=${line#*=}" ;; esac
          done <"${line#-}"
        fi
        ;;
    esac
  done <"$file"
}
as_account() {
  if [ "$(id -un)" = "$ACCOUNT" ]; then "$@"; else runuser -u "$ACCOUNT" -- "$@"; fi
}
# program NAME ARGUMENTS: funnel-server of that release, as the service runs it.
program() {
  local name=$1
  shift
  (cd "$STATE" && umask 077 && export_environment && as_account "$DIR/releases/$name/bin/funnel-server" "$@")
}
setting() { (export_environment && printenv "$1") || true; }
# The store's file; nothing when it is PostgreSQL.
store_file() { local store; store=$(setting FUNNEL_STORE); case $store in sqlite:*) echo "${store#sqlite:}" ;; esac; }

# ---- steps

check_files() {
  local folder=$1 missing
  [ -f "$folder/SHA256SUMS" ] || die "$folder has no SHA256SUMS: not a release"
  (cd "$folder" && sha256sum --check --quiet --strict SHA256SUMS) >&2 || die "a file of $folder is not what was packed"
  # A script may stand in the program's place: what ldd cannot read needs no libraries.
  missing=$(ldd "$folder/bin/funnel-server" 2>/dev/null | sed -n 's/ => not found.*//p' | tr -d '\t' | tr '\n' ' ') || true
  command -v curl >/dev/null || die "curl is missing: install it first: apt-get install --no-remove curl"
  [ -z "$missing" ] || die "libraries are missing: $missing
install them first: apt-get install --no-remove $(tr '\n' ' ' <"$folder/packages.txt")"
}

make_account() {
  id -u "$ACCOUNT" >/dev/null 2>&1 || run useradd --system --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
  [ -d "$STATE" ] || run install -d -m 0700 -o "$ACCOUNT" "$STATE"
  [ -d "$ETC" ] || run install -d -m 0755 "$ETC"
  [ -f "$ETC/config.json" ] || run install -m 0640 -g "$(id -gn "$ACCOUNT" 2>/dev/null || echo root)" "$1/config.example.json" "$ETC/config.json"
  [ -f "$ETC/environment" ] || run install -m 0640 "$1/environment.example" "$ETC/environment"
}

# The units as the release has them, with this server's folders.
install_units() {
  local name=$1 unit target changed=
  for unit in "$DIR/releases/$name"/systemd/*; do
    target=$UNITS/$(basename "$unit")
    if ! sed -e "s|/opt/funnel|$DIR|g" -e "s|/etc/funnel|$ETC|g" -e "s|/var/lib/funnel|$STATE|g" "$unit" | cmp -s - "$target"; then
      changed=1
      if [ -n "$DRY_RUN" ]; then say "would write: $target"; continue; fi
      sed -e "s|/opt/funnel|$DIR|g" -e "s|/etc/funnel|$ETC|g" -e "s|/var/lib/funnel|$STATE|g" "$unit" >"$target.new"
      mv "$target.new" "$target"
    fi
  done
  [ -z "$changed" ] || run systemctl daemon-reload
}

# The new release does its work on a copy of the store, out of the visitors' sight. No deliveries: it gets no targets.
rehearse() {
  local name=$1 file folder log socket i served=
  if [ -n "$DRY_RUN" ]; then say "would rehearse: $name migrates, checks and serves a copy of the store"; return 0; fi
  file=$(store_file)  # of PostgreSQL there is no copy: an empty store then shows at least that it starts
  folder=$(mktemp -d "$STATE/rehearsal.XXXXXX")
  [ "$(id -un)" = "$ACCOUNT" ] || chown "$ACCOUNT" "$folder"
  log=$folder/log socket=$folder/http
  REHEARSAL_FOLDER=$folder
  trap end_rehearsal EXIT
  rehearsal_failed() { tail -n 5 "$log" >&2; die "the rehearsal of $name failed ($1): the release in service was not touched"; }
  : >"$log"
  if [ -n "$file" ] && [ -f "$file" ]; then
    program "$(release_of current)" backup "$folder/copy.db" >>"$log" 2>&1 || rehearsal_failed "no copy of the store"
  fi
  program "$name" --store "sqlite:$folder/copy.db" migrate --create >>"$log" 2>&1 || rehearsal_failed migration
  program "$name" --store "sqlite:$folder/copy.db" check >>"$log" 2>&1 || rehearsal_failed "faults in the store"
  (
    cd "$folder"
    for i in FUNNEL_ADMIN FUNNEL_CONFIG; do unset "$i"; done
    if [ "$(id -un)" = "$ACCOUNT" ]; then as=(); else as=(setpriv --reuid "$ACCOUNT" --regid "$(id -g "$ACCOUNT")" --clear-groups); fi
    exec "${as[@]}" "$DIR/releases/$name/bin/funnel-server" serve --site "$DIR/releases/$name/site" --store "sqlite:$folder/copy.db" --listen "unix:$socket"
  ) >>"$log" 2>&1 &
  REHEARSAL_PID=$!
  for ((i = 0; i < 100; i++)); do
    if answers "unix:$socket"; then served=1; break; fi
    kill -0 "$REHEARSAL_PID" 2>/dev/null || break
    sleep 0.1
  done
  [ -n "$served" ] || rehearsal_failed "it does not serve"
  end_rehearsal
}
end_rehearsal() {
  if [ -n "$REHEARSAL_PID" ]; then
    kill "$REHEARSAL_PID" 2>/dev/null || true
    wait "$REHEARSAL_PID" 2>/dev/null || true
    REHEARSAL_PID=
  fi
  if [ -n "$REHEARSAL_FOLDER" ]; then rm -rf "$REHEARSAL_FOLDER"; fi
  REHEARSAL_FOLDER=
}

schema_of() { program "$@" migrate 2>/dev/null | tail -n 1; }

# Brings the store up to the new release. SQLite has one writer: the service rests meanwhile, and a copy is kept until all is well.
migrate_store() {
  local name=$1 old=$2 file now wanted copy
  file=$(store_file)
  if [ -n "$DRY_RUN" ]; then say "would migrate: the store with $name's migrations, if it has new ones"; return 0; fi
  if [ -z "$file" ]; then
    [ -z "$(setting FUNNEL_STORE)" ] || program "$name" migrate >/dev/null || return 1
    return 0
  fi
  [ -f "$file" ] && [ -n "$old" ] || return 0
  now=$(schema_of "$old")
  copy=$STATE/before-$name.db
  rm -f "$copy" "$copy.lock"
  wanted=$(program "$old" backup "$copy" >/dev/null && schema_of "$name" --store "sqlite:$copy") || true
  rm -f "$copy" "$copy".*
  [ -n "$now" ] && [ -n "$wanted" ] || die "the store's schema cannot be read: the release in service was not touched"
  [ "$now" != "$wanted" ] || return 0
  say "migrating the store from schema $now to $wanted"
  systemctl stop funnel.service
  program "$old" backup "$copy" >/dev/null || return 1
  SCHEMA_BEFORE=$copy
  program "$name" migrate >/dev/null
}

# All of them, those that wait for a person's look, too; a release from before there were such does not know the words.
leads_in() {
  local name=$1
  shift
  { program "$name" "$@" leads list --state any --limit 1000000000 2>/dev/null || program "$name" "$@" leads export --jsonl; } | wc -l
}

# The store as it was before a migration that is taken back: only when nobody has sent a request since.
restore_store() {
  local failed=$1 old=$2 file suffix before now
  [ -n "$SCHEMA_BEFORE" ] || return 0
  file=$(store_file)
  before=$(leads_in "$old" --store "sqlite:$SCHEMA_BEFORE")
  now=$(leads_in "$failed" 2>/dev/null) || now=unknown
  if [ "$before" != "$now" ]; then
    say "the store was migrated and has taken requests since ($before before, $now now): left as it is; the copy from before is $SCHEMA_BEFORE"
    return 1
  fi
  for suffix in '' -wal -shm; do
    if [ -e "$file$suffix" ]; then mv "$file$suffix" "$file.$failed$suffix"; fi
  done
  as_account cp "$SCHEMA_BEFORE" "$file"
  as_account sync "$file"
  rm -f "$SCHEMA_BEFORE" "$SCHEMA_BEFORE".*
  say "the store is as it was before the migration ($before requests); the migrated one is kept as $file.$failed"
}

switch_link() {
  local link=$1 name=$2
  run ln -sfn "releases/$name" "$DIR/$link.new"
  run mv -T "$DIR/$link.new" "$DIR/$link"
}

# answers ADDRESS: 200 from /readyz.
answers() {
  local address=$1
  case $address in
    unix:*) curl -fsS --max-time 2 --unix-socket "${address#unix:}" http://localhost/readyz ;;
    *) curl -fsS --max-time 2 "http://$address/readyz" ;;
  esac
} >/dev/null 2>&1

# The service runs the program of this very release, and it answers that its store does.
healthy() {
  local name=$1 address pid i
  if [ -n "$DRY_RUN" ]; then say "would wait: up to $HEALTH_SECONDS s for $name to answer /readyz with 200"; return 0; fi
  if [ -e "$NGINX_SITE" ]; then
    nginx -t -q && systemctl reload nginx.service || { say "nginx does not take the new settings"; return 1; }
  fi
  address=$(setting FUNNEL_LISTEN)
  for ((i = 0; i < HEALTH_SECONDS * 5; i++)); do
    pid=$(systemctl show -p MainPID --value funnel.service || true)
    if [ "${pid:-0}" -gt 0 ] && [[ "$(readlink "/proc/$pid/exe")" == "$(realpath "$DIR/releases/$name")"/* ]] && answers "$address"; then return 0; fi
    sleep 0.2
  done
  return 1
}

forget_old() {
  local name kept=0 current previous
  current=$(release_of current) previous=$(release_of previous)
  for name in $(served); do
    kept=$((kept + 1))
    if [ "$kept" -gt "$KEPT" ] && [ "$name" != "$current" ] && [ "$name" != "$previous" ]; then run rm -rf "$DIR/releases/$name"; fi
  done
  for name in $(names); do
    if [ ! -e "$DIR/releases/$name/.in-service" ] && [ "$name" != "$current" ]; then run rm -rf "$DIR/releases/$name"; fi
  done
  run find "$DIR/incoming" -mindepth 1 -maxdepth 1 -ctime +1 -exec rm -rf {} +
}

# Puts the release into service; back to the one before when it is not healthy.
switch_to() {
  local name=$1 old
  old=$(release_of current)
  rehearse "$name"
  migrate_store "$name" "$old" || { take_back "$name" "$old"; }
  [ -z "$old" ] || [ "$old" = "$name" ] || switch_link previous "$old"
  switch_link current "$name"
  install_units "$name"
  run systemctl restart funnel.service || true
  if healthy "$name"; then
    [ -z "$SCHEMA_BEFORE" ] || rm -f "$SCHEMA_BEFORE" "$SCHEMA_BEFORE".*
    return 0
  fi
  take_back "$name" "$old"
}

take_back() {
  local name=$1 old=$2
  say "$name is not healthy"
  systemctl stop funnel.service || true
  if [ -z "$old" ] || [ "$old" = "$name" ]; then
    say "Новая версия $name не заработала, прежней нет: сайт не работает. Что она пишет: journalctl -u funnel -n 50"
    exit 4
  fi
  restore_store "$name" "$old" || true
  switch_link current "$old"
  install_units "$old"
  systemctl reset-failed funnel.service 2>/dev/null || true
  systemctl restart funnel.service || true
  if healthy "$old"; then
    rm -f "$DIR/releases/$name/.in-service"
    say "Новая версия $name не заработала: возвращена прежняя, $old. Заявки на месте. Что пишет новая: journalctl -u funnel -n 50"
    exit 3
  fi
  say "Новая версия $name не заработала, и прежняя, $old, не отвечает: сайт не работает. Смотрите journalctl -u funnel и ops/README.md, «Bad days»"
  exit 4
}

# ---- commands

prepare() {
  run mkdir -p "$DIR/releases" "$DIR/incoming"
  release_of current
}

activate() {
  local name=$1 target=$1 checked=
  if [ -d "$DIR/incoming/$name" ]; then
    check_files "$DIR/incoming/$name"
    checked=1
    # The same name with other content (another brand, uncommitted changes): a name of its own.
    if [ -d "$DIR/releases/$name" ]; then
      if cmp -s "$DIR/incoming/$name/SHA256SUMS" "$DIR/releases/$name/SHA256SUMS"; then
        run rm -rf "$DIR/incoming/$name"
      else
        target=$name-$(sha256sum <"$DIR/incoming/$name/SHA256SUMS" | cut -c1-8)
        if [ -d "$DIR/releases/$target" ]; then run rm -rf "$DIR/incoming/$name"; fi
      fi
    fi
    run mkdir -p "$DIR/releases"
    if [ -d "$DIR/incoming/$name" ]; then run mv "$DIR/incoming/$name" "$DIR/releases/$target"; fi
  elif [ -n "$DRY_RUN" ] && [ ! -d "$DIR/releases/$name" ]; then
    say "would check: SHA-256 of every file of $name, its libraries"
  fi
  if [ -d "$DIR/releases/$target" ]; then
    [ -n "$checked" ] || check_files "$DIR/releases/$target"
    make_account "$DIR/releases/$target"
    [ -f "$UNITS/funnel.service" ] || install_units "$target"
  fi
  switch_to "$target"
  run systemctl enable --quiet funnel.service funnel-backup.timer
  run systemctl start funnel-backup.timer
  run touch "$DIR/releases/$target/.in-service"
  forget_old
  [ -n "$DRY_RUN" ] || say "$target is in service"
}

rollback() {
  local name=${1:-} current candidate seen=
  current=$(release_of current)
  [ -n "$current" ] || die "nothing is in service in $DIR"
  if [ -z "$name" ]; then
    for candidate in $(served); do
      if [ -n "$seen" ]; then name=$candidate; break; fi
      if [ "$candidate" = "$current" ]; then seen=1; fi
    done
  fi
  [ -n "$name" ] || die "there is no release before $current"
  [ -d "$DIR/releases/$name" ] || die "there is no release $name: there are $(names | tr '\n' ' ')"
  [ "$name" != "$current" ] || die "$name is in service already"
  check_files "$DIR/releases/$name"
  switch_to "$name"
  [ -n "$DRY_RUN" ] || say "$name is in service again"
}

status() {
  local name current newest mark
  current=$(release_of current)
  [ -n "$current" ] || { echo "nothing is in service in $DIR"; return 0; }
  for name in $(served) $(names); do echo "$name"; done | awk '!seen[$0]++' | while read -r name; do
    mark=' '
    if [ "$name" = "$current" ]; then mark='*'; fi
    printf '%s %s  %s\n' "$mark" "$name" "$(date -u -r "$DIR/releases/$name/.in-service" '+in service since %F %R UTC' 2>/dev/null || echo 'never in service')"
  done
  printf 'service: %s\n' "$(systemctl is-active funnel.service || true)"
  if answers "$(setting FUNNEL_LISTEN)"; then echo 'answers: yes'; else echo 'answers: no'; fi
  printf 'requests stored: %s\n' "$(leads_in "$current" 2>/dev/null || echo unknown)"
  newest=$(find "$STATE/backups" -name 'leads-*.gz' 2>/dev/null | sort | tail -n 1)
  if [ -n "$newest" ]; then printf 'latest backup: %s\n' "$(date -u -r "$newest" '+%F %R UTC')"; else echo 'latest backup: none'; fi
  printf 'free space: %s\n' "$(df -h --output=avail "$STATE" | tail -n 1 | tr -d ' ')"
}

# One change at a time.
alone() {
  [ -z "$DRY_RUN" ] || return 0
  mkdir -p "$DIR"
  exec 9>"$DIR/.lock"
  flock -n 9 || die "another change of $DIR is under way"
  # Once begun it is finished, also when the connection breaks.
  trap ':' HUP PIPE
}

usage() { say "release.sh [--dir DIR] [--dry-run] prepare | activate NAME | rollback [NAME] | status | setting NAME | run ARGUMENTS"; exit 64; }

main() {
  local command
  while [ $# -gt 0 ]; do
    case $1 in
      --dir) DIR=${2:?--dir needs a folder}; shift 2 ;;
      --dry-run) DRY_RUN=1; shift ;;
      *) break ;;
    esac
  done
  command=${1:-}
  [ $# -eq 0 ] || shift
  case "$command:$#" in
    prepare:0) alone; prepare ;;
    activate:1) alone; activate "$1" ;;
    rollback:[01]) alone; rollback "$@" ;;
    status:0) status ;;
    setting:1) setting "$1" ;;
    run:*) program "$(release_of current)" "$@" ;;
    *) usage ;;
  esac
}

# All of it is read before any of it runs: it may come over a connection, or be replaced while it runs.
main "$@"
exit
