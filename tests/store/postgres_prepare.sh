#!/usr/bin/env bash
# Prepares every SQL statement of the store on a PostgreSQL of its own, made in a temporary folder and removed afterwards.
# Where there is no PostgreSQL it says so and passes. Usage: tests/store/postgres_prepare.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=${1:-build/test/store_postgres_statements}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  echo "skipped: no PostgreSQL here"
  exit 0
fi
folder=$(mktemp -d)
as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then  # PostgreSQL refuses root
  chown postgres "$folder"
  as_owner() { runuser -u postgres -- "$@"; }
fi
finish() {
  as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT
as_owner "$bin/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C -N >/dev/null
# Only a socket in the folder: no port that could be taken.
as_owner "$bin/pg_ctl" -D "$folder/data" -o "-k $folder -c listen_addresses=''" -l "$folder/log" -w start >/dev/null
"$program" | as_owner "$bin/psql" -h "$folder" -d postgres -q -v ON_ERROR_STOP=1 >"$folder.out" 2>&1 || {
  tail -n 20 "$folder.out" >&2
  rm -f "$folder.out"
  exit 1
}
tail -n 1 "$folder.out"
rm -f "$folder.out"
