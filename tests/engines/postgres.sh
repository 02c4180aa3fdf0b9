# Sourced: a PostgreSQL of one's own in a temporary folder, on a socket there and no port. `start_postgres` sets
# $postgres_folder, $postgres_bin and $postgres_uri, or says SKIP and ends where there is none; it goes with the shell.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi  # PostgreSQL refuses root
}
stop_postgres() {
  as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$postgres_folder"
}
# start_postgres [OPTION…]: server settings as in -c fsync=off
start_postgres() {
  postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  if [ -z "$postgres_bin" ] || [ ! -x "$postgres_bin/initdb" ]; then
    echo "SKIP no PostgreSQL here"
    exit 0
  fi
  postgres_folder=$(mktemp -d)
  [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_folder"
  chmod 755 "$postgres_folder"
  trap stop_postgres EXIT
  as_postgres "$postgres_bin/initdb" -D "$postgres_folder/data" -A trust -E UTF8 --locale=C -N >/dev/null
  as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/log" -w start \
    -o "-k $postgres_folder -c listen_addresses='' $*" >/dev/null
  local user
  user=$(as_postgres id -un)
  postgres_uri="postgresql:///postgres?host=$postgres_folder&user=$user"
}
