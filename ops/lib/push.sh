# Releases on a server: by ssh and rsync, the server's part is ops/scripts/release.sh. Sourced by deploy.sh.

# Reads USER@HOST and CONNECTION; what is left over is in rest.
connection() {
  host='' ssh=(ssh -o BatchMode=yes -o ConnectTimeout=15) dir=/opt/funnel rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --port | --identity | --ssh-config | --dir)
        [ $# -ge 2 ] || die_usage "$1 needs a value"
        case $1 in
          --port) ssh+=(-p "$2") ;;
          --identity) ssh+=(-i "$2") ;;
          --ssh-config) ssh+=(-F "$2") ;;
          --dir) dir=$2 ;;
        esac
        shift 2
        ;;
      --*) rest+=("$1"); shift; if [ $# -gt 0 ]; then rest+=("$1"); shift; fi ;;
      *) [ -z "$host" ] || die_usage "one server at a time: $host, $1"; host=$1; shift ;;
    esac
  done
  [ -n "$host" ] || die_usage "which server? USER@HOST"
  # One connection for all steps.
  work=$(mktemp -d)
  trap disconnect EXIT
  ssh+=(-o ControlMaster=auto -o "ControlPath=$work/ssh" -o ControlPersist=60)
  [[ $dir =~ ^/[A-Za-z0-9_./-]+$ ]] || die_usage "--dir must be an absolute path of letters, digits and _ . / -"
}

disconnect() {
  if [ -S "$work/ssh" ]; then "${ssh[@]}" -O exit "$host" 2>/dev/null || true; fi
  rm -rf "$work"
}

# The server's part, as this checkout has it, fed to bash there: on_server COMMAND...
on_server() {
  local as_root='if [ "$(id -u)" = 0 ]; then exec bash -s -- "$@"; else exec sudo -n -- bash -s -- "$@"; fi'
  local code=0
  # Arguments are names and folders without spaces.
  "${ssh[@]}" "$host" "bash -c '$as_root' release.sh --dir $dir ${DRY_RUN:+--dry-run} $*" <ops/scripts/release.sh || code=$?
  [ "$code" -ne 255 ] || die "the connection to $host failed: ./deploy.sh status $host tells what is in service"
  return "$code"
}

push() {
  local archive_file='' folder name current
  connection "$@"
  if [ "${rest[0]:-}" = --archive ]; then archive_file=${rest[1]:-}; rest=("${rest[@]:2}"); fi
  if [ -n "$archive_file" ]; then
    [ -f "$archive_file" ] || die "no such archive: $archive_file"
    [ "${#rest[@]}" -eq 0 ] || die_usage "an archive is made already: ${rest[*]} goes with package"
  else
    site_options "${rest[@]}"
    package "${rest[@]}"
    archive_file=build/package/$(release_name).tar.gz
  fi
  name=$(basename "$archive_file" .tar.gz)
  [[ $name =~ ^funnel-[A-Za-z0-9.-]+$ ]] || die "not the archive of a release: $archive_file"
  if [ -n "$DRY_RUN" ]; then
    say "would upload: $name to $host:$dir/incoming"
    on_server prepare >/dev/null
    on_server activate "$name"
    return
  fi
  folder=$work/release
  mkdir "$folder"
  tar --extract --gzip --file "$archive_file" --directory "$folder"
  (cd "$folder/$name" && sha256sum --check --quiet --strict SHA256SUMS) || die "$archive_file is damaged"
  current=$(on_server prepare)
  say "uploading $name to $host:$dir"
  # What did not change is copied there from the release in service.
  local remote_shell='' word
  local there='f() { if [ "$(id -u)" = 0 ]; then rsync "$@"; else sudo -n rsync "$@"; fi; }; f'
  for word in "${ssh[@]}"; do remote_shell+=" ${word@Q}"; done
  rsync --recursive --links --times --perms --checksum --delete --rsync-path="$there" --rsh="${remote_shell# }" \
    ${current:+--copy-dest="$dir/releases/$current"} "$folder/$name/" "$host:$dir/incoming/$name/"
  on_server activate "$name"
}

rollback() {
  connection "$@"
  case "${rest[0]:-}:${#rest[@]}" in
    :0) on_server rollback ;;
    --to:2) on_server rollback "${rest[1]}" ;;
    *) die_usage "unknown option ${rest[0]}" ;;
  esac
}

status() {
  connection "$@"
  [ "${#rest[@]}" -eq 0 ] || die_usage "unknown option ${rest[0]}"
  on_server status
}
