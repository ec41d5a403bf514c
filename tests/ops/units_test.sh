#!/usr/bin/env bash
# systemd's own judgement of the units as they are shipped, and proof that the program gets by with the system calls it is left.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/ops/lib/check.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$OPS_ARCHIVE" -C "$folder" --strip-components=1
mkdir "$folder/units"
for unit in "$folder"/systemd/*; do sed "s|/opt/funnel/current|$folder|g" "$unit" >"$folder/units/$(basename "$unit")"; done

verify() { local said; said=$(systemd-analyze verify --man=no "$folder/units/$1" 2>&1); [ -z "$said" ] || { echo "$said"; return 1; }; }
check "funnel.service is a unit systemd takes without a word" verify funnel.service
check "funnel-backup.service likewise" verify funnel-backup.service
check "funnel-backup.timer likewise" verify funnel-backup.timer
refuses_nonsense() { sed 's/^MemoryMax=.*/MemoryMax=much/' "$folder/units/funnel.service" >"$folder/units/bad.service"; ! verify bad.service >/dev/null; }
check "a mistake in a unit would be seen" refuses_nonsense

exposure() { systemd-analyze security --offline=true "$folder/units/$1" | sed -nE 's/.*Overall exposure level for .*: ([0-9.]+) .*/\1/p'; }
at_most() { echo "exposure of $1: $(exposure "$1")"; awk -v is="$(exposure "$1")" -v most="$2" 'BEGIN {exit !(is != "" && is <= most)}'; }
check "funnel.service is exposed at most 1.5 of 10" at_most funnel.service 1.5
check "funnel-backup.service at most 2" at_most funnel-backup.service 2
account "exposure by systemd-analyze security (0 is best, 10 worst): funnel.service $(exposure funnel.service), funnel-backup.service $(exposure funnel-backup.service)"

# The calls of a group, groups within it resolved.
group() {
  local line
  systemd-analyze syscall-filter "$1" | while read -r line; do
    case $line in "$1" | '#'* | '') ;; @*) group "$line" ;; *) echo "$line" ;; esac
  done
}
allowed_calls() {
  local line words word
  while read -r line; do
    words=${line#SystemCallFilter=}
    case $words in
      '~'*) for word in ${words#\~}; do group "$word"; done >"$folder/less"; grep -vxFf "$folder/less" "$folder/allowed" >"$folder/left"; mv "$folder/left" "$folder/allowed" ;;
      *) for word in $words; do group "$word"; done >>"$folder/allowed" ;;
    esac
  done < <(grep '^SystemCallFilter=' "$folder/units/funnel.service")
}
allowed_calls
port=''
strace -f -qq -o "$folder/trace" "$folder/bin/funnel-server" serve --site "$folder/site" --store "sqlite:$folder/leads.db" --listen 127.0.0.1:0 --admin 127.0.0.1:0 2>"$folder/log" &
tracer=$!
for _ in $(seq 100); do
  port=$(sed -nE '/"listening","what":"site"/ { s/.*"port":([0-9]+).*/\1/p; q }' "$folder/log")
  [ -z "$port" ] || break
  sleep 0.1
done
work() {
  [ -n "$port" ] || { cat "$folder/log"; return 1; }
  node --input-type=module -e "
    import { Visitors } from './tests/ops/lib/machine.mjs';
    const visitors = new Visitors('http://127.0.0.1:$port');
    for (let i = 0; i < 5; i += 1) await visitors.send();
    await fetch('http://127.0.0.1:$port/rop/');
    if (visitors.acknowledged.size !== 5) throw new Error('not all were taken');" &&
    "$folder/bin/funnel-server" --store "sqlite:$folder/leads.db" backup "$folder/copy.db"
}
check "traced, it serves, stores and is backed up" work
kill "$(ps -o pid= --ppid "$tracer" | tr -d ' ')" 2>/dev/null
wait "$tracer"
only_allowed() {
  # As root SQLite gives its files to the owner of the database; the service is not root.
  local used
  used=$(sed -nE 's/^[0-9]+ +([a-z0-9_]+)\(.*/\1/p' "$folder/trace" | sort -u | grep -vx -e fchown -e execve)
  echo "$used" | wc -l
  [ "$(echo "$used" | wc -l)" -gt 20 ] || return 1
  ! echo "$used" | grep -vxFf "$folder/allowed"
}
check "every system call it makes is among those the unit leaves it" only_allowed
address_families() { grep -q 'socket(AF_INET,' "$folder/trace" && ! grep -oE '^[0-9]+ +socket\(AF_[A-Z0-9_]+' "$folder/trace" | grep -vE 'AF_(INET|INET6|UNIX)$'; }
check "every socket is of a family the unit leaves it" address_families
