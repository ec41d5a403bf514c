#!/usr/bin/env bash
# The README's two commands on bare machines: a fresh Debian 12 root by debootstrap for each order, nothing in it but what set-up brings.
# Not part of CI: hours on a slow machine. Needs root, this machine's own package sources (they are copied), and about 12 GB in build/bare.
#   tests/bare.sh                    both orders, each command twice: build build tests tests; tests build
#   tests/bare.sh --suites "lint core"   the second command with these suites only
#   tests/bare.sh --again "lint core"    only these when it runs for the second time
#   tests/bare.sh --order tests-first    one order only (build-first, tests-first)
# Prints a line a step (seconds, exit code, last line said) and ends with `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
suites=() again=() orders=(build-first tests-first)
while [ $# -gt 0 ]; do
  case $1 in
    --suites) read -ra suites <<<"${2:?--suites needs names}"; shift 2 ;;
    --again) read -ra again <<<"${2:?--again needs names}"; shift 2 ;;
    --order) orders=("${2:?--order needs build-first or tests-first}"); shift 2 ;;
    *) sed -n '/^#!/d; /^#/!q; s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo "tests/bare.sh: debootstrap and chroot need root" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "installing debootstrap" >&2; apt-get install -y -qq --no-remove --no-install-recommends debootstrap >/dev/null; }

work=$PWD/build/bare
mkdir -p "$work"
passed=0 failed=0

# A root of its own for one order: the base system, the machine's sources and certificates, a clone of HEAD in /home/site.
make_root() { # FOLDER
  local root=$1 mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)|$(ORIGIN)|$(CODENAME)' 'Created-By: Packages' | awk -F'|' '$2 == "Debian" && $3 == "bookworm" { print $1; exit }')
  [ -n "$mirror" ] || { echo "no Debian 12 archive among this machine's package sources" >&2; exit 1; }
  if [ ! -f "$work/base.tar" ]; then
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" "$mirror" >"$work/debootstrap.log"
    tar -C "$work/base" -cf "$work/base.tar.part" . && mv "$work/base.tar.part" "$work/base.tar" && rm -rf "$work/base"
  fi
  rm -rf "$root" && mkdir -p "$root" && tar -C "$root" -xf "$work/base.tar"
  cp -a /etc/apt/sources.list.d /etc/apt/apt.conf.d "$root/etc/apt/"
  if [ -f /etc/apt/sources.list ]; then cp -a /etc/apt/sources.list "$root/etc/apt/"; else rm -f "$root/etc/apt/sources.list"; fi
  if [ -f /etc/apt/auth.conf ]; then cp -a /etc/apt/auth.conf "$root/etc/apt/"; fi
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  cp -aL /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  # How this machine's npm reaches its registry, whatever it is.
  npm config list --json 2>/dev/null | node -e '
    const all = JSON.parse(require("fs").readFileSync(0, "utf8"));
    for (const key of ["registry", "cafile", "https-proxy", "proxy", "omit-lockfile-registry-resolved"]) if (all[key]) console.log(`${key}=${all[key]}`);' >"$root/home/.npmrc"
  git clone -q --no-hardlinks "$PWD" "$root/home/site"
}

mount_root() { mount -t proc proc "$1/proc" && mount --rbind /sys "$1/sys" && mount --make-rslave "$1/sys" && mount --rbind /dev "$1/dev" && mount --make-rslave "$1/dev"; }
unmount_root() { umount -R "$1/dev" "$1/sys" "$1/proc" 2>/dev/null || true; }

# step ROOT NAME COMMAND...: one command inside; what it says is kept beside the root.
step() {
  local root=$1 name=$2 log started=$SECONDS code=0 last
  shift 2
  log=$root.$name.log
  chroot "$root" /usr/bin/env -i HOME=/home PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI="${CI:-}" \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt bash -c 'cd /home/site && "$@"' step "$@" >"$log" 2>&1 </dev/null || code=$?
  last=$(grep -v '^$' "$log" | tail -n 1)
  echo "$(basename "$root") $name: exit $code, $((SECONDS - started)) s, last line: ${last:-(quiet)}"
  if [ "$code" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); grep -nE 'FAILED|failed|rror' "$log" | tail -n 20 || true; fi
}

for order in "${orders[@]}"; do
  root=$work/$order
  unmount_root "$root"
  make_root "$root"
  mount_root "$root"
  trap 'unmount_root "$root"' EXIT
  case $order in
    build-first)
      step "$root" build ./deploy.sh build
      step "$root" build-again ./deploy.sh build
      step "$root" tests tests/run.sh "${suites[@]}"
      if [ ${#again[@]} -gt 0 ]; then step "$root" tests-again tests/run.sh "${again[@]}"; else step "$root" tests-again tests/run.sh "${suites[@]}"; fi
      ;;
    tests-first)
      # A first try that fails halfway: the network is away. The second has to end as if nothing had happened.
      mv "$root/etc/resolv.conf" "$root/etc/resolv.conf.away"
      step "$root" offline bash -c '! tests/run.sh lint'
      mv "$root/etc/resolv.conf.away" "$root/etc/resolv.conf"
      step "$root" tests tests/run.sh "${suites[@]}"
      step "$root" build ./deploy.sh build
      ;;
    *) echo "no order $order" >&2; exit 64 ;;
  esac
  unmount_root "$root"
  trap - EXIT
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
