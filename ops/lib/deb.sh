# The same release as a Debian package. Sourced by deploy.sh.
#
#   /usr/lib/funnel            program, site, nginx, scripts     /usr/bin/funnel   the operator's command
#   /lib/systemd/system        units                            /etc/funnel       settings, kept as they were edited (conffiles)
#   /var/lib/funnel            requests and consents: never taken away by apt, not even by purge

# debian_package STAGE NAME: what lies in STAGE as build/package/funnel_VERSION_ARCH.deb.
debian_package() {
  local stage=$1 name=$2 root=build/package/.part/deb architecture version deb unit
  architecture=$(dpkg --print-architecture)
  # funnel-1.0.0-COMMIT: the time of the commit makes versions go up.
  version=${name#funnel-}
  version=${version%%-*}+git$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).${version#*-}
  version=${version//-/.}
  deb=build/package/funnel_${version}_$architecture.deb
  rm -rf "$root"
  mkdir -p "$root/DEBIAN" "$root/usr/lib/funnel" "$root/usr/bin" "$root/lib/systemd/system" "$root/etc/funnel" \
    "$root/usr/share/bash-completion/completions" "$root/usr/share/doc/funnel"
  cp -r "$stage/bin" "$stage/site" "$stage/nginx" "$stage/scripts" "$stage/config.example.json" "$root/usr/lib/funnel/"
  # Releases are apt's business here.
  rm "$root/usr/lib/funnel/scripts/release.sh" "$root/usr/lib/funnel/scripts/funnel"
  sed -i -e 's|/opt/funnel/current|/usr/lib/funnel|g; s|/opt/funnel/previous|/usr/lib/funnel|g' "$root"/usr/lib/funnel/nginx/*.conf
  for unit in "$stage"/systemd/*; do
    sed -e 's|/opt/funnel/current/README.md|/usr/share/doc/funnel/README.md|; s|/opt/funnel/current|/usr/lib/funnel|g' "$unit" \
      >"$root/lib/systemd/system/$(basename "$unit")"
  done
  cp "$stage/config.example.json" "$root/etc/funnel/config.json"
  cp "$stage/environment.example" "$root/etc/funnel/environment"
  cp "$stage/completion/funnel-server.bash" "$root/usr/share/bash-completion/completions/funnel-server"
  cp "$stage/README.md" "$stage/alerts.yml" "$root/usr/share/doc/funnel/"
  find "$stage" -maxdepth 1 \( -iname '*licen*' -o -name '*.cdx.json' \) -exec cp -r {} "$root/usr/share/doc/funnel/" \;
  cp ops/deb/funnel "$root/usr/bin/funnel"
  cp ops/deb/postinst ops/deb/prerm ops/deb/postrm "$root/DEBIAN/"
  printf '/etc/funnel/config.json\n/etc/funnel/environment\n' >"$root/DEBIAN/conffiles"
  debian_control "$root" "$version" "$architecture" >"$root/DEBIAN/control"
  chmod -R u+rwX,go+rX,go-w "$root"
  chmod 0755 "$root"/DEBIAN/p* "$root"/usr/bin/funnel "$root"/usr/lib/funnel/bin/* "$root"/usr/lib/funnel/scripts/*.sh
  chmod 0640 "$root"/etc/funnel/*
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f ! -path './etc/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  dpkg-deb --root-owner-group -Zxz --build "$root" "$deb" >/dev/null
  say "packed: $deb, $(du -h "$deb" | cut -f1)"
}

# Libraries as the program was linked, by the tool of Debian; programs the scripts call by name.
debian_control() { # ROOT VERSION ARCHITECTURE
  local root=$PWD/$1 work libraries
  work=$(mktemp -d)
  mkdir "$work/debian"
  printf 'Source: funnel\n\nPackage: funnel\nArchitecture: any\n' >"$work/debian/control"
  libraries=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/lib/funnel/bin/funnel-server" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
  rm -rf "$work"
  [ -n "$libraries" ] || die "dpkg-shlibdeps does not know the program's libraries"
  cat <<EOF
Package: funnel
Version: $2
Architecture: $3
Maintainer: funnel <root@localhost>
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $libraries, adduser, init-system-helpers (>= 1.54), gzip
Recommends: nginx-light | nginx, libnginx-mod-http-brotli-static, systemd-timesyncd | time-daemon
Suggests: postgresql-client, certbot
Section: web
Priority: optional
Description: sales-growth calculator: site and endpoint of requests
 Serves the built site, takes requests with their consents, delivers them to a CRM, mail and other receivers. Listens on
 127.0.0.1:8080 behind nginx; settings are in /etc/funnel.
EOF
}
