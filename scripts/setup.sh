#!/usr/bin/env bash
# Sets up what a fresh machine with Rust, Node.js and a C compiler is missing. Quick when nothing is.
#
#   scripts/setup.sh build   the wasm target, wasm-bindgen of the locked version, the npm tools
#   scripts/setup.sh test    all that, Chromium, PostgreSQL and dovecot
set -euo pipefail
cd "$(dirname "$0")/.."

tools="${XDG_CACHE_HOME:-$HOME/.cache}/casewell/tools"
export PATH="$tools/bin:$PATH"

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
# Programs alone: some functions below have the name of one.
have() { type -P "$1" >/dev/null; }

need() { have "$1" || fail "$1 is missing: $2"; }

wasm_target() {
  local libs
  libs="$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown"
  [ -d "$libs" ] && return
  say "adding the wasm32 target"
  rustup target add wasm32-unknown-unknown || fail "the wasm32-unknown-unknown target cannot be added: is rustup there?"
}

# The program that makes the glue must be of the very version that the lock file names.
wasm_bindgen() {
  local wanted
  wanted="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, "", $3); print $3 }' Cargo.lock)"
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $wanted" ] && return
  say "building wasm-bindgen $wanted, once: some minutes"
  env -u CARGO_TARGET_DIR cargo install wasm-bindgen-cli --version "$wanted" --root "$tools" --force
}

npm_tools() {
  local done=end2end/node_modules/.casewell-lock
  cmp -s end2end/package-lock.json "$done" && return
  say "installing the npm tools"
  (cd end2end && npm ci --ignore-scripts --no-fund --no-audit)
  cp end2end/package-lock.json "$done"
}

chromium() {
  [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return
  for name in chromium chromium-browser google-chrome; do have "$name" && return; done
  apt_install chromium "a Chromium or Chrome browser (or its path in CHROMIUM)"
}

postgresql() {
  [ -n "${TEST_DATABASE_URL:-}" ] && return
  have initdb && return
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
  apt_install postgresql "a PostgreSQL server (or a database of its own in TEST_DATABASE_URL)"
}

# A real IMAP server for the tests of mailboxes; it is started by them, never as a service.
dovecot() {
  [ -x /usr/sbin/dovecot ] && return
  apt_install dovecot-imapd "the IMAP server dovecot"
}

apt_install() {
  local package="$1" what="$2"
  have apt-get && [ "$(id -u)" = 0 ] || fail "the tests need $what: please install the package $package"
  say "installing $package"
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "${apt_updated:-}" ]; then apt-get update -qq; apt_updated=1; fi
  apt-get install -y -qq --no-install-recommends "$package" >/dev/null
}

need cargo "install Rust with rustup"
need cc "install a C compiler (gcc or clang)"
need node "install Node.js 20 or newer"
need npm "it comes with Node.js"

wasm_target
wasm_bindgen
npm_tools
case "${1:-build}" in
  build) ;;
  test) chromium; postgresql; dovecot ;;
  *) fail "usage: setup.sh build|test" ;;
esac
