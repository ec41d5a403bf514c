#!/usr/bin/env bash
# From a clean clone to a running site, here or on a server of your own.
#
#   ./deploy.sh local [--port N]   set-up, build, serve on http://127.0.0.1:8080 (stop with Ctrl+C)
#   ./deploy.sh watch [--port N]   the same, and builds again what you change, and reloads the open page
#   ./deploy.sh build [--production]  set-up and build only: build/site and build/native/bin; --production stops while the operator
#                                  in assets/site.json is incomplete. The same commit gives the same bytes of site and wasm
#   ./deploy.sh setup [--tests]    install what the build (and the tests) need, nothing else
#   ./deploy.sh configure PRESET   configure build/PRESET (native, native-asan, wasm) again if this machine has changed since
#   ./deploy.sh package [SITE]     one archive, build/package/funnel-VERSION-COMMIT.tar.gz: server (its migrations inside), production
#                                  site, systemd units, nginx site, scripts, licences, SBOM, SHA-256 of every file
#   ./deploy.sh package --deb [SITE]   the same as build/package/funnel_VERSION_ARCH.deb: apt install ./funnel_….deb on Debian 12
#   ./deploy.sh push USER@HOST [CONNECTION] [SITE | --archive FILE]
#                                  package, upload, check, rehearse on a copy of the store, migrate, switch, restart, wait until it
#                                  answers; back to the previous release when it does not
#   ./deploy.sh rollback USER@HOST [CONNECTION] [--to NAME]   the release before, or NAME
#   ./deploy.sh status USER@HOST [CONNECTION]                 releases, service, requests, latest backup
#
# SITE        --assets DIR (another brand), --url https://HOST, --metrica ID, --site-funnel: for web/build.mjs
# CONNECTION  --port N, --identity FILE, --ssh-config FILE, --dir DIR (/opt/funnel)
# --dry-run   with any of them: prints each step and changes nothing, here or there
# Exit codes  0 done, 1 failed (a server in service was not touched), 3 the new release was unhealthy and the previous one is back,
#             4 neither of them is healthy, 64 bad command line
#
# Set-up installs Debian packages and npm packages by name and version, says which, never removes anything, and does nothing
# when all is there. Everything built or fetched lives in build/ and node_modules/. Servers: ops/README.md.
set -euo pipefail
cd "$(dirname "$0")"

. ops/lib/compile.sh

# What the build needs from Debian 12.
BUILD_PACKAGES=(
  g++ cmake ninja-build pkg-config make xz-utils
  emscripten                   # wasm toolchain
  nlohmann-json3-dev libcli11-dev libspdlog-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev libssl-dev libphonenumber-dev
  libkainjow-mustache-dev      # the server's own pages
  dpkg-dev                     # package --deb: which packages hold the program's libraries
  ccache                       # a second build of the same source takes seconds, in another clone too
  brotli ca-certificates binutils rsync openssh-client git
)
# What the tests need besides.
TEST_PACKAGES=(
  clang clang-format clang-tidy libclang-rt-14-dev doctest-dev libbenchmark-dev postgresql-15 sqlite3 util-linux
  chromium chromium-headless-shell firefox-esr webkit2gtk-driver xvfb xauth dbus poppler-utils libxml2-utils libreoffice-calc-nogui libreoffice-writer-nogui
  shellcheck openssh-server nginx-light libnginx-mod-http-brotli-static curl openssl systemd strace valgrind
  tesseract-ocr tesseract-ocr-rus # reads the slides of the workbench
)

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
# Under --dry-run a step is printed instead of taken.
DRY_RUN=
run() { if [ -n "$DRY_RUN" ]; then say "would run: $*"; else "$@"; fi; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Debian packages of the list that are not installed yet.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || printf '%s\n' "$package"
  done
}

install_packages() {
  local wanted=("$@") missing
  # Node may come from elsewhere (then it brings npm along); Debian's is enough.
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing from Debian: ${missing[*]}"
  run as_root apt-get update -qq
  [ -n "$DRY_RUN" ] || without_starting as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-remove --no-install-recommends "${missing[@]}" >/dev/null
  # The tests start their own sshd and nginx: those of a package that came just now shall not serve, at the next boot either.
  local service
  for service in openssh-server:ssh nginx-light:nginx; do
    if [[ " ${missing[*]} " == *" ${service%:*} "* ]]; then run as_root systemctl --quiet disable "${service#*:}" 2>/dev/null || true; fi
  done
}

# Runs an installation during which no service is started (Debian's policy-rc.d), unless the machine has a policy of its own.
without_starting() {
  local policy=/usr/sbin/policy-rc.d ours='' code=0
  if [ ! -e "$policy" ]; then
    ours=1
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 0755 "$policy"
  fi
  "$@" || code=$?
  [ -z "$ours" ] || as_root rm -f "$policy"
  return "$code"
}

# Headers of Boost 1.81 in build/deps/boost1.81. Unpacked, not installed: installed, they would remove Debian's Boost 1.74
# and what stands on it.
fetch_boost() {
  local name=libboost1.81-dev version=1.81.0-5+deb12u1 dir=build/deps/boost1.81
  local known_amd64=bfe6d942c9fa4d68c8455e712a16fe3911f85d92959a0753cb22e5c13c2067de
  local deb part=$dir.part
  [ -f "$dir/usr/include/boost/beast.hpp" ] && return 0
  say "fetching $name $version into $dir"
  [ -z "$DRY_RUN" ] || return 0
  rm -rf "$part" "$dir" && mkdir -p "$part/root"
  (cd "$part" && { apt-get download -qq "$name=$version" || { as_root apt-get update -qq && apt-get download -qq "$name=$version"; }; }) 2>"$part/log" ||
    { cat "$part/log" >&2; die "cannot fetch $name $version from Debian"; }
  deb=$(echo "$part"/*.deb)
  # apt has checked it against the signed index; on amd64 it must also be the very file this was written with.
  if [ "$(dpkg --print-architecture)" = amd64 ]; then
    echo "$known_amd64  $deb" | sha256sum --check --quiet >&2 || die "$deb is not the file it should be"
  fi
  dpkg-deb -x "$deb" "$part/root" && rm -f "$deb" && mv "$part/root" "$dir" && rm -rf "$part"
}

# npm packages of DIR by its lock file; again only when the lock file changes.
install_npm() {
  local dir=$1 stamp
  [ -f "$dir/package-lock.json" ] || return 0
  stamp="$dir/node_modules/.installed-$(sha256sum "$dir/package-lock.json" | cut -c1-16)-$(node -v)"
  [ -e "$stamp" ] && return 0
  say "installing from npm by $dir/package-lock.json"
  [ -z "$DRY_RUN" ] || return 0
  (cd "$dir" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >&2)
  touch "$stamp"
}

# Dear ImGui's sources (the -dev package of Debian 12 has none) into build/deps/imgui: the Debian source package of suite trixie, through
# a private list derived from the machine's own sources, checked by SHA-256. Nothing is installed and no list of the machine is touched.
IMGUI_ARCHIVE=imgui_1.90.1+ds.orig.tar.xz
IMGUI_SHA256=ecce377df0f90b292f15dcbd83d438bddc162b2388c881132bde18c787572a1c
fetch_imgui() {
  local deps="$PWD/build/deps" work origin private_apt
  [ -f "$deps/imgui/.sha256-$IMGUI_SHA256" ] && return 0
  if [ -n "$DRY_RUN" ]; then say "would fetch: the Dear ImGui source package into build/deps"; return 0; fi
  work="$deps/imgui-fetch"
  rm -rf "$work" && mkdir -p "$work/lists/partial"
  if [ ! -f "$deps/$IMGUI_ARCHIVE" ]; then
    say "fetching the Dear ImGui source package"
    origin=$(apt-get indextargets --format '$(REPO_URI)|$(ORIGIN)|$(CODENAME)' 'Created-By: Packages' | awk -F'|' '$2 == "Debian" && $3 !~ /-/ { print $1; exit }')
    [ -n "$origin" ] || die "no Debian archive among this machine's package sources: put $IMGUI_ARCHIVE into build/deps by hand"
    printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$origin" >"$work/sources.list"
    private_apt=(-qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$work/lists"
      -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
    apt-get "${private_apt[@]}" update
    (cd "$work" && apt-get "${private_apt[@]}" source --download-only imgui=1.90.1+ds-1 >/dev/null)
    mv "$work/$IMGUI_ARCHIVE" "$deps/"
  fi
  printf '%s  %s\n' "$IMGUI_SHA256" "$deps/$IMGUI_ARCHIVE" | sha256sum --check --status || die "build/deps/$IMGUI_ARCHIVE is not the archive this project was written for"
  rm -rf "$deps/imgui" && mkdir "$deps/imgui"
  tar -xf "$deps/$IMGUI_ARCHIVE" -C "$deps/imgui" --strip-components 1
  touch "$deps/imgui/.sha256-$IMGUI_SHA256"
  rm -rf "$work"
}

setup() {
  local packages=("${BUILD_PACKAGES[@]}")
  [ "${1:-}" = --tests ] && packages+=("${TEST_PACKAGES[@]}")
  install_packages "${packages[@]}"
  fetch_boost
  install_npm web
  [ "${1:-}" = --tests ] && install_npm tests
  run mkdir -p build
  fetch_imgui
  . ops/lib/compile.sh # ccache may have come just now
}

# What configuring looks for on the machine: when a package comes, goes or changes, it has to look again.
machine_state() {
  { dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\n' "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}" 2>/dev/null; command -v node ccache; } |
    sha256sum | cut -c1-16
}

# Configures one preset; quiet when it is configured for this machine as it is now.
configure_preset() {
  local preset=$1 mark=build/$1/.machine state
  state=$(machine_state)
  if [ -f "build/$preset/build.ninja" ] && [ "$(cat "$mark" 2>/dev/null)" = "$state" ]; then return 0; fi
  say "configuring build/$preset"
  mkdir -p "build/$preset"
  rm -f "$mark"
  # What was missing is looked for again each time: CMake remembers only what it found.
  cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 || { cat "build/$preset.configure.log" >&2; die "configuring build/$preset failed"; }
  printf '%s\n' "$state" >"$mark"
}

# Configures and builds one preset; quiet when nothing is to do.
build_preset() {
  local preset=$1
  shift
  if [ -n "$DRY_RUN" ]; then say "would build: build/$preset"; return 0; fi
  configure_preset "$preset"
  cmake --build "build/$preset" "$@" >"build/$preset.build.log" 2>&1 || { tail -n 60 "build/$preset.build.log" >&2; die "building build/$preset failed; all of it: build/$preset.build.log"; }
}

# The workbench's letters, loader and program, ready for the site: build/workbench.
pack_workbench() {
  run node web/build.mjs --fonts-ttf build/fonts-ttf
  run node web/tools/pack-workbench.mjs --bin build/wasm/bin --fonts build/fonts-ttf --out build/workbench
}

# build_site FOLDER OPTIONS...
build_site() {
  local out=$1
  shift
  if [ -f web/build.mjs ]; then
    pack_workbench
    run node web/build.mjs --out "$out" --core build/wasm/bin/core.wasm --workbench build/workbench "$@"
  fi
}

build_all() {
  build_preset native
  build_preset wasm
  build_site build/site "$@"
}

# Whoever serves holds the lock of the store's file.
nobody_serves() {
  local store=$1
  if [ -s "$store" ] && ! flock --nonblock "$store" true; then
    die "./deploy.sh local already runs in this folder: open the page it serves, or stop it with Ctrl+C and start again"
  fi
}

# Nobody listens on this port of the loopback.
is_free() { node -e 'require("net").createServer().on("error", () => process.exit(1)).listen(+process.argv[1], "127.0.0.1", function () { this.close(); })' "$1"; }

serve() {
  local port=8080 store=build/local/leads.db
  while [ $# -gt 0 ]; do
    case $1 in
      --port) port=${2:?--port needs a number}; shift 2 ;;
      *) die "unknown option $1: ./deploy.sh local [--port N]" ;;
    esac
  done
  nobody_serves "$store"
  setup
  if [ -z "$DRY_RUN" ] && ! is_free "$port"; then
    die "port $port is taken by another program: stop it, or ./deploy.sh local --port N"
  fi
  build_all
  say "serving http://127.0.0.1:$port (stop with Ctrl+C)"
  run mkdir -p build/local
  [ -z "$DRY_RUN" ] || return 0
  local inbox=()
  if is_free $((port + 1)); then
    inbox=(--admin "127.0.0.1:$((port + 1))")
    say "requests: http://127.0.0.1:$((port + 1))/inbox/ (a link to enter: build/native/bin/funnel-server operators add NAME --role admin --store sqlite:$store)"
  else
    say "port $((port + 1)) is taken: without the inbox"
  fi
  # --demo: the operator in assets/site.json may still lack an address; only this machine can reach the server anyway.
  exec build/native/bin/funnel-server serve --site build/site --listen "127.0.0.1:$port" "${inbox[@]}" --store "sqlite:$store" --demo
}

# The site while it is being written: web/tools/watch.mjs.
watch() {
  setup
  build_all
  run mkdir -p build/local
  [ -z "$DRY_RUN" ] || return 0
  exec node web/tools/watch.mjs "$@"
}

. ops/lib/package.sh
. ops/lib/deb.sh
. ops/lib/push.sh

command=${1:-}
[ $# -eq 0 ] || shift
arguments=()
for argument in "$@"; do
  if [ "$argument" = --dry-run ]; then DRY_RUN=1; else arguments+=("$argument"); fi
done
case "$command" in
  setup) setup "${arguments[@]}" ;;
  configure) configure_preset "${arguments[@]}" ;;
  build) setup; build_all "${arguments[@]}" ;;
  local) serve "${arguments[@]}" ;;
  watch) watch "${arguments[@]}" ;;
  pack-workbench) pack_workbench ;;
  package) package "${arguments[@]}" ;;
  push) push "${arguments[@]}" ;;
  rollback) rollback "${arguments[@]}" ;;
  status) status "${arguments[@]}" ;;
  *) sed -n '/^#!/d; /^#/!q; s/^# \{0,1\}//p' "$0"; [ -z "$command" ] || exit 64 ;;
esac
