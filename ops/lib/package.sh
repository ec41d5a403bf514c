# Making the archive of a release. Sourced by deploy.sh.

# funnel-VERSION-COMMIT; "-modified" when what is built is not what is committed.
release_name() {
  local version commit modified=
  version=$(sed -nE 's/^project\(funnel VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
  commit=$(git rev-parse --short=12 HEAD) || die "a release is made from a commit: this is not a git repository"
  [ -z "$(git status --porcelain)" ] || modified=-modified
  echo "funnel-$version-$commit$modified"
}

# The options of web/build.mjs that `package` and `push` take.
site_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --site-funnel) shift ;;
      --assets | --url | --metrica) [ $# -ge 2 ] || die_usage "$1 needs a value"; shift 2 ;;
      *) die_usage "unknown option $1" ;;
    esac
  done
}
die_usage() { say "$*; ./deploy.sh prints what there is"; exit 64; }

# One folder with all that a server needs, sealed and packed: build/package/NAME.tar.gz, or with --deb the Debian package.
package() {
  local name stage form=archive option options=()
  for option in "$@"; do
    if [ "$option" = --deb ]; then form=deb; else options+=("$option"); fi
  done
  set -- "${options[@]}"
  site_options "$@"
  setup
  build_preset native
  build_preset wasm
  name=$(release_name)
  stage=build/package/.part/$name
  if [ -n "$DRY_RUN" ]; then say "would pack: build/package/$name ($form)"; return 0; fi
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
  export SOURCE_DATE_EPOCH
  rm -rf build/package/.part
  mkdir -p "$stage/bin"
  build_site "$stage/site" --production "$@"
  strip -o "$stage/bin/funnel-server" build/native/bin/funnel-server
  cp -r ops/completion ops/scripts ops/systemd ops/nginx ops/README.md ops/alerts.yml ops/config.example.json ops/environment.example "$stage/"
  node ops/tools/nginx-headers.mjs --server "$stage/bin/funnel-server" --site "$stage/site" --out "$stage/nginx"
  node ops/tools/bill.mjs --name "$name" --server "$stage/bin/funnel-server" --site "$stage/site" --out "$stage"
  if [ "$form" = deb ]; then
    debian_package "$stage" "$name"
    rm -rf build/package/.part
    return 0
  fi
  seal "$stage"
  archive "$stage"
  mv "$stage.tar.gz" "build/package/$name.tar.gz"
  rm -rf build/package/.part
  say "packed: build/package/$name.tar.gz, $(du -h "build/package/$name.tar.gz" | cut -f1)"
}

# SHA-256 of every file; rights, and times that depend on the content alone.
seal() {
  chmod -R u+rwX,go+rX,go-w "$1"
  (cd "$1" && find . -type f ! -name SHA256SUMS -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS)
  chmod 0644 "$1/SHA256SUMS"
  node ops/tools/times.mjs "$1"
}

# archive FOLDER [LEVEL]: FOLDER.tar.gz. The same folder gives the same bytes.
archive() {
  tar --create --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --directory "$(dirname "$1")" "$(basename "$1")" | gzip -n "${2:--9}" >"$1.tar.gz"
}
