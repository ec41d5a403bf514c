# Words of funnel-server for bash: source this file, or put it into /etc/bash_completion.d. tests/server/command_line.test.mjs holds it
# against the program's own help.
_funnel_server() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} page='' step words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    step=${COMP_WORDS[i]}
    case $step in
      --store | --config | --site | --listen | --admin | --log-level | --durability | --from | --to | --phone | --email | --target | --after | --limit | --role | --name) i=$((i + 1)) ;;
      serve | leads | erase | purge | outbox | operators | check | backup | site-funnel | documents | migrate | check-config | doctor | init) [ -n "$page" ] || page=$step ;;
      list | show | export | move | retry | test | add | revoke | sessions | logout) case $page in leads | outbox | operators) page="$page $step" ;; esac ;;
    esac
  done
  case $before in
    --config) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    --site) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --log-level) mapfile -t COMPREPLY < <(compgen -W 'debug info warning error' -- "$word"); return ;;
    --role) mapfile -t COMPREPLY < <(compgen -W 'reader worker admin' -- "$word"); return ;;
    --durability) mapfile -t COMPREPLY < <(compgen -W 'full normal' -- "$word"); return ;;
    --from | --to) [ "$page" != site-funnel ] || return; mapfile -t COMPREPLY < <(compgen -W 'sqlite: postgres://' -- "$word"); return ;;
    --store) mapfile -t COMPREPLY < <(compgen -W 'sqlite: postgres://' -- "$word"); return ;;
  esac
  case $page in
    '') words='--help --version --store --config serve leads erase purge outbox operators check backup site-funnel documents migrate check-config doctor init' ;;
    'serve') words='--help --site --listen --admin --admin-anywhere --inbox-plain-cookie --demo --log-level --durability' ;;
    'leads') words='--help list show export release move' ;;
    'leads list') words='--help --after --before --limit --since --until --form --phone --email --state' ;;
    'leads show') words='--help' ;;
    'leads export') words='--help --csv --jsonl --deals --record' ;;
    'leads release') words='--help' ;;
    'leads move') words='--help --from --to' ;;
    'erase') words='--help --phone --email --dry-run --yes' ;;
    'purge') words='--help --dry-run --yes' ;;
    'outbox') words='--help list retry test' ;;
    'outbox test') words='--help' ;;
    'outbox list') words='--help --all --before --limit --target' ;;
    'outbox retry') words='--help --dead --target' ;;
    'operators') words='--help add list revoke sessions logout' ;;
    'operators add') words='--help --role' ;;
    'operators list') words='--help' ;;
    'operators revoke') words='--help' ;;
    'operators sessions') words='--help' ;;
    'operators logout') words='--help --name' ;;
    'check') words='--help --head' ;;
    'backup') words='--help' ;;
    'site-funnel') words='--help --from --to --json' ;;
    'documents') words='--help' ;;
    'migrate') words='--help --create' ;;
    'check-config') words='--help --schema' ;;
    'doctor') words='--help --site --backups --listen --nginx' ;;
    'init') words='--help --folder --account --brand --operator --inn --ogrn --address --email --phone --url --inbox-url --time-zone --target --target-url --target-secret --target-from --target-to --first-operator --quiet --replace' ;;
  esac
  [ "$page" != backup ] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
  [ -z "$page" ] || words="$words --store --config"
  mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _funnel_server funnel-server funnel
