# Sourced by a suite of Node tests over the real binary: runs them and ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
export PATH="$PWD/build/node/bin:$PATH"
export YAKUSOKU_BUILD=${YAKUSOKU_BUILD:-build/test}

run_suite() {
  local report status ok bad
  if [ ! -x "$YAKUSOKU_BUILD/yakusoku" ]; then
    echo "$YAKUSOKU_BUILD/yakusoku is missing: run ./dev build yakusoku"
    exit 1
  fi
  report=$(mktemp)
  node --test --test-concurrency=1 --test-reporter=tap "$@" >"$report" 2>&1
  status=$?
  cat "$report"
  ok=$(awk '/^# pass / { print $3 }' "$report")
  bad=$(awk '/^# fail / { print $3 }' "$report")
  rm -f "$report"
  # A runner that did not come to its end has failed, whatever it counted.
  if [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then bad=1; fi
  echo "${ok:-0} passed, ${bad:-0} failed"
  [ "${bad:-0}" -eq 0 ]
}
