#!/usr/bin/env bash
# The Debian package on a bare Debian 12: installed by apt with what it needs, the service as its unit says, a request taken, an
# update that keeps what the operator edited, removal, purge. Not part of CI: debootstrap takes minutes. Needs root and this machine's
# own package sources; works in build/deb.
#   tests/deb.sh               packs a site whose operator is complete, then all of it
#   tests/deb.sh FILE.deb      with a package that is there
# Prints a line a step and ends with `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "tests/deb.sh: debootstrap and chroot need root" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y -qq --no-remove --no-install-recommends debootstrap >/dev/null

work=$PWD/build/deb root=$PWD/build/deb/root server=''
passed=0 failed=0
mkdir -p "$work" build/log

check() { # WHAT COMMAND...
  local what=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1)); echo "ok: $what"
  else
    failed=$((failed + 1)); echo "FAILED: $what"; tail -n 15 "$work/check.log"
  fi
}
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
leave() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=''; fi; }
clean() { leave; umount "$root/proc" 2>/dev/null || true; }
trap clean EXIT

deb=${1:-}
if [ -z "$deb" ]; then
  ./deploy.sh package --deb --assets tests/brand --url https://example.ru 2>build/log/deb-package.log || { tail -n 40 build/log/deb-package.log; echo "0 passed, 1 failed"; exit 1; }
  deb=$(sed -nE 's/^packed: (.*\.deb), .*/\1/p' build/log/deb-package.log)
fi
deb=$(readlink -f "$deb")

# A bare root, kept as an archive for the next time.
if [ ! -f "$work/base.tar" ]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)|$(ORIGIN)|$(CODENAME)' 'Created-By: Packages' | awk -F'|' '$2 == "Debian" && $3 == "bookworm" { print $1; exit }')
  [ -n "$mirror" ] || { echo "no Debian 12 archive among this machine's package sources" >&2; exit 1; }
  rm -rf "$work/base"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" "$mirror" >"$work/debootstrap.log"
  tar -C "$work/base" -cf "$work/base.tar.part" . && mv "$work/base.tar.part" "$work/base.tar" && rm -rf "$work/base"
fi
rm -rf "$root" && mkdir -p "$root" && tar -C "$root" -xf "$work/base.tar"
rm -f "$root/etc/apt/sources.list"
cp -a /etc/apt/sources.list.d /etc/apt/apt.conf.d "$root/etc/apt/"
for file in sources.list auth.conf; do if [ -f "/etc/apt/$file" ]; then cp -a "/etc/apt/$file" "$root/etc/apt/"; fi; done
cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl/certs"
cp -aL /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
mount -t proc proc "$root/proc"
inside apt-get update -qq >"$work/update.log" 2>&1 || { tail -n 5 "$work/update.log"; exit 1; }

# The package as the next version: other defaults in its settings, a later number.
next=$work/funnel_next.deb
rm -rf "$work/next" && dpkg-deb -R "$deb" "$work/next"
sed -i 's/^Version: .*/&.1/' "$work/next/DEBIAN/control"
sed -i 's/"targets"/"backup_days": 7,\n  "targets"/' "$work/next/etc/funnel/config.json"
dpkg-deb --root-owner-group --build "$work/next" "$next" >/dev/null
cp "$deb" "$root/tmp/funnel.deb"; cp "$next" "$root/tmp/next.deb"

install_deb() { inside apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "$1"; }
port=$(node --input-type=module -e 'import { freePort } from "./tests/free-port.mjs"; console.log(await freePort())')
serving() { # what systemd would do with the unit
  local setting settings=()
  while read -r setting; do settings+=("$setting"); done < <(sed -n 's/^Environment=//p' "$root/lib/systemd/system/funnel.service"; sed -n '/^[A-Z]/p' "$root/etc/funnel/environment")
  leave
  # The user is read by the chroot's own tables; exec keeps one process, which is stopped by its number.
  chroot --userspec=funnel:funnel "$root" /usr/bin/env -i "${settings[@]}" "$(sed -n 's/^ExecStart=//p' "$root/lib/systemd/system/funnel.service" | cut -d' ' -f1)" serve 2>"$work/server.log" &
  server=$!
  for _ in $(seq 100); do
    if curl -fs "http://127.0.0.1:$port/readyz" >/dev/null; then return 0; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 3 "$work/server.log"
  return 1
}
post() {
  curl -fs -o /dev/null "http://127.0.0.1:$port/api/leads" -H 'content-type: application/json' -d "$(curl -fs "http://127.0.0.1:$port/api/documents" | node -e '
    const { documents } = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const consents = documents.map(({ document, version, sha256 }) => ({ document, version, sha256, given: document === "processing" }));
    console.log(JSON.stringify({ form: "callback", idempotency_key: require("crypto").randomUUID(), phone: "+79161234567", consents }));')"
}
counts() { [ "$(inside funnel leads list | wc -l)" = "$1" ]; }
rights() { [ "$(chroot "$root" stat -c '%U:%G %a' "$1")" = "$2" ]; }

check "apt installs it on a bare Debian 12 with what it needs" install_deb /tmp/funnel.deb
check "the store's folder is the service's alone" rights /var/lib/funnel 'funnel:funnel 700'
check "settings are read by root and the service" rights /etc/funnel/config.json 'root:funnel 640'
check "the units will start at boot" test -L "$root/etc/systemd/system/multi-user.target.wants/funnel.service" -a -L "$root/etc/systemd/system/timers.target.wants/funnel-backup.timer"
check "the unit listens on loopback" grep -qx 'Environment=FUNNEL_LISTEN=127.0.0.1:8080' "$root/lib/systemd/system/funnel.service"
printf 'FUNNEL_LISTEN=127.0.0.1:%s\nFUNNEL_ADMIN=unix:/var/lib/funnel/admin\n' "$port" >>"$root/etc/funnel/environment"
check "the service as its unit says is ready" serving
check "it takes a request" post
check "the operator's command sees it" counts 1
doctor() { inside funnel doctor >"$work/doctor.log" || [ $? = 1 ]; grep -q '^+ Хранилище' "$work/doctor.log" && grep -q '^+ Тексты согласий' "$work/doctor.log" && grep -q '^+ Сервер' "$work/doctor.log"; }
check "doctor finds store, texts and server" doctor
sed 's/^/    /' "$work/doctor.log"
check "a copy is made and restored as the account" inside runuser -u funnel -- env FUNNEL_STORE=sqlite:/var/lib/funnel/leads.db FUNNEL_BACKUPS=/var/lib/funnel/backups /usr/lib/funnel/scripts/backup.sh
check "every file is as it was packed" inside dpkg --verify funnel

check "the next version installs over it" install_deb /tmp/next.deb
check "what the operator edited is kept" grep -q "^FUNNEL_LISTEN=127.0.0.1:$port" "$root/etc/funnel/environment"
check "what he did not edit is new" grep -q '"backup_days": 7' "$root/etc/funnel/config.json"
check "the new version serves the old store" serving
check "the request is still there" counts 1
leave

check "removed" inside apt-get remove -y -qq funnel
check "settings and requests stay" test -f "$root/etc/funnel/environment" -a -f "$root/var/lib/funnel/leads.db"
check "installed again it knows them" install_deb /tmp/next.deb
check "and serves" serving
check "with the same request" counts 1
leave
check "purged" inside apt-get purge -y -qq funnel
check "settings are gone" test ! -e "$root/etc/funnel"
check "requests and consents are not" test -f "$root/var/lib/funnel/leads.db"
rm -r "${root:?}/var/lib/funnel"
check "a server that never took a request is purged whole" inside sh -c 'apt-get install -y -qq --no-install-recommends /tmp/funnel.deb && apt-get purge -y -qq funnel && [ ! -e /var/lib/funnel ] && ! getent passwd funnel'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
