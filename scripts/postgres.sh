#!/usr/bin/env bash
# A private, throw-away PostgreSQL for the tests: unix socket and a random port on 127.0.0.1, data in a
# temporary folder, no fsync. `start` prints its URL (and starts nothing when it already runs), `url`
# prints it again, `stop` ends it and removes its data. The folder's path is kept in
# target/postgres.state; CASEWELL_PG_STATE names another file for a second server.
set -euo pipefail
cd "$(dirname "$0")/.."
state=${CASEWELL_PG_STATE:-${CARGO_TARGET_DIR:-target}/postgres.state}

fail() { echo "postgres.sh: $*" >&2; exit 1; }

# The folder with initdb and pg_ctl: the newest packaged version, or whatever is on the PATH.
binaries() {
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1 || true)
  [ -n "$found" ] || found=$(command -v initdb || true)
  [ -z "$found" ] || dirname "$(readlink -f "$found")"
}

install_server() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "PostgreSQL is missing: install it, or set TEST_DATABASE_URL"
  echo "installing PostgreSQL" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql; } >&2
}

# The server refuses to run as root.
as_owner() {
  if [ "$(id -u)" != 0 ]; then "$@"
  elif command -v runuser >/dev/null; then (cd / && runuser -u postgres -- "$@")
  else (cd / && su postgres -s /bin/bash -c "$(printf '%q ' "$@")"); fi
}

running() { [ -s "$state" ] && [ -s "$(<"$state")/url" ] && as_owner "$bin/pg_ctl" -D "$(<"$state")/data" status >/dev/null 2>&1; }

start() {
  [ -n "$bin" ] || { install_server; bin=$(binaries); }
  if running; then url; return; fi
  stop # what a crash may have left behind
  local home port
  home=$(mktemp -d "${TMPDIR:-/tmp}/casewell-pg.XXXXXX")
  [ "$(id -u)" != 0 ] || chown postgres "$home"
  # A language's collation where it can be had, so that an order which leans on the server's shows in the tests.
  as_owner "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --no-sync --no-locale \
    --locale-provider=icu --icu-locale=en-US >"$home/initdb.log" 2>&1 \
    || { rm -rf "$home/data"; as_owner "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --no-sync --no-locale >"$home/initdb.log" 2>&1; } \
    || { cat "$home/initdb.log" >&2; fail "initdb failed"; }
  for _ in {1..20}; do
    port=$((20000 + RANDOM % 20000))
    if as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/data/server.log" -w -t 60 -o "-p $port -k $home \
      -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
      -c max_connections=300 -c deadlock_timeout=200ms" start >/dev/null 2>&1; then
      echo "postgres://postgres@127.0.0.1:$port/postgres" >"$home/url"
      mkdir -p "$(dirname "$state")"
      echo "$home" >"$state"
      url
      return
    fi
  done
  cat "$home/data/server.log" >&2
  fail "the server did not start"
}

url() { running || fail "not running"; cat "$(<"$state")/url"; }

stop() {
  [ -s "$state" ] || return 0
  local home
  home=$(<"$state")
  case $home in */casewell-pg.*) ;; *) fail "unexpected folder in $state: $home" ;; esac
  as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$home" "$state"
}

bin=$(binaries)
case ${1:-} in
  start | stop | url) "$1" ;;
  *) fail "usage: scripts/postgres.sh start|stop|url" ;;
esac
