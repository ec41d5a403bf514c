# For tests in bash: `check "claim" COMMAND...` prints ok or FAILED with what the command said; account lines are shown by run.sh.
check() {
  local claim=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "ok: $claim"
  else
    echo "FAILED: $claim"
    printf '%s\n' "$said" | tail -n 30
  fi
}
account() { echo "account: $*"; }
