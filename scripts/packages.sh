#!/bin/sh
# Installs the Debian packages that are missing, from packaging/debian-packages.txt.
# Usage: scripts/packages.sh SECTION...      sections: run package test
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
list=$root/packaging/debian-packages.txt

[ $# -gt 0 ] || { sed -n '2,3p' "$0"; exit 2; }
command -v dpkg-query > /dev/null || {
    echo "scripts/packages.sh: this is not a Debian; install yourself what $list names." >&2
    exit 0
}

# The names of one section, without comments.
section() { sed -n "/^\[$1\]/,/^\[/{/^\[/d;s/#.*//;p;}" "$list"; }

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]; }

missing=""
for name in $(for wanted in "$@"; do section "$wanted"; done); do
    installed "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
echo "Missing Debian packages:$missing"
echo "Installing them: ${sudo:+$sudo }apt-get update, then apt-get install --no-install-recommends"
$sudo apt-get update -q
# shellcheck disable=SC2086 # a list of names
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
