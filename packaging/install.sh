#!/usr/bin/env bash
# install.sh BINARY [--prefix /usr/local] -- a plain install of one node on Debian 12 with systemd: the binary, a user of its own,
# a data folder, a service that is enabled but not started. Safe to repeat: an upgrade replaces the binary and nothing else.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
binary=${1:?usage: install.sh BINARY [--prefix DIR]}
prefix=/usr/local
[ "${2:-}" = --prefix ] && prefix=${3:?--prefix wants a folder}
[ "$(id -u)" -eq 0 ] || { echo "run this as root" >&2; exit 1; }
[ -x "$binary" ] || { echo "$binary is no program: ./dev release makes it" >&2; exit 1; }
missing=$(ldd "$binary" | awk '/not found/ { print $1 }')
[ -z "$missing" ] || { printf 'these libraries are missing; tools/packages.txt names their packages:\n%s\n' "$missing" >&2; exit 1; }
id desk >/dev/null 2>&1 || useradd --system --home-dir /srv/desk --shell /usr/sbin/nologin desk
install -d -m 700 -o desk -g desk /srv/desk
install -d -m 750 -g desk /etc/desk
[ -e /etc/desk/environment ] || install -m 640 -g desk /dev/null /etc/desk/environment
# The running one goes on until it is restarted: its file is replaced, not written over.
install -m 755 "$binary" "$prefix/bin/yakusoku.new"
mv "$prefix/bin/yakusoku.new" "$prefix/bin/yakusoku"
if [ -d /etc/systemd/system ]; then
  sed "s|@prefix@|$prefix|" "$here/yakusoku.service" >/etc/systemd/system/yakusoku.service
  if [ -d /run/systemd/system ]; then systemctl daemon-reload && systemctl enable yakusoku; fi
fi
echo "installed $("$prefix/bin/yakusoku" help | head -n 1 >/dev/null && echo "$prefix/bin/yakusoku")"
echo "options and secrets: /etc/desk/environment; start: systemctl start yakusoku"
