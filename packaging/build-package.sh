#!/bin/bash
# Makes the Debian package from the built programs.
# Usage: packaging/build-package.sh PULSE AGENT FOLDER      e.g. .build/release/pulse .build/release/pulse-agent dist
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -eq 3 ] || { sed -n '2,3p' "$0"; exit 2; }
for built in "$1" "$2"; do
    [ -x "$built" ] || { echo "packaging/build-package.sh: there is no program $built; run 'make build' first." >&2; exit 1; }
done
mkdir -p "$3"
program=$(realpath "$1") agent=$(realpath "$2") folder=$(realpath "$3")
version=$(tr -d '[:space:]' < "$root/VERSION")
architecture=$(dpkg --print-architecture)
# The time of what is packed: the same commit gives the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2> /dev/null || date +%s)}
export SOURCE_DATE_EPOCH

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# The Debian package that a library comes from. Packages of the time before /usr was merged are known by their old paths.
package_of() {
    local path
    path=$(ldconfig -p | awk -v name="$1" '$1 == name { print $NF; exit }')
    [ -n "$path" ] || { echo "packaging/build-package.sh: nobody has the library $1" >&2; return 1; }
    path=$(realpath -s "$path")
    { dpkg -S "$path" 2> /dev/null || dpkg -S "${path#/usr}" 2> /dev/null || dpkg -S "/usr$path" 2> /dev/null; } | head -1 | cut -d: -f1 | grep . || {
        echo "packaging/build-package.sh: no Debian package has $path" >&2
        return 1
    }
}

# What the program is linked against, and the C library's version that it was built for.
depends() {
    local libraries name owner glibc
    libraries=$(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }')
    glibc=$(objdump -T "$1" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -1 | cut -d_ -f2)
    for name in $libraries; do
        owner=$(package_of "$name")
        [ "$owner" != libc6 ] || owner="libc6 (>= $glibc)"
        echo "$owner"
    done
    # The user, and the trust in other servers' certificates.
    printf '%s\n' adduser ca-certificates
}

install -D -m 0755 "$program" "$tree/usr/bin/pulse"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$tree/usr/bin/pulse"
# What machines fetch; it is no program of this one.
install -D -m 0644 "$agent" "$tree/usr/lib/pulse/agents/pulse-agent-linux-$architecture"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$tree/usr/lib/pulse/agents/pulse-agent-linux-$architecture"
install -D -m 0644 "$root/packaging/debian/pulse.service" "$tree/lib/systemd/system/pulse.service"
install -D -m 0644 "$root/packaging/debian/default" "$tree/etc/default/pulse"
documents=$tree/usr/share/doc/pulse
mkdir -p "$documents" "$tree/DEBIAN"
{ cat "$root/packaging/debian/copyright"; echo "License: MIT"; tail -n +5 "$root/LICENSE" | sed 's/^$/./; s/^/ /'; } > "$documents/copyright"
{
    printf 'pulse (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz beside this file.\n\n' "$version"
    printf ' -- the Pulse authors <pulse@localhost>  %s\n' "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n > "$documents/changelog.gz"
gzip -9nc "$root/CHANGELOG.md" > "$documents/CHANGELOG.md.gz"
for script in postinst prerm postrm; do install -m 0755 "$root/packaging/debian/$script" "$tree/DEBIAN/$script"; done
echo /etc/default/pulse > "$tree/DEBIAN/conffiles"

needed=$(depends "$tree/usr/bin/pulse" | sort -u | paste -sd, | sed 's/,/, /g')
cat > "$tree/DEBIAN/control" <<CONTROL
Package: pulse
Version: $version
Architecture: $architecture
Maintainer: the Pulse authors <pulse@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Depends: $needed
Section: admin
Priority: optional
Description: monitoring of Proxmox clusters and of the machine it runs on
 Pulse asks Proxmox VE clusters for their nodes, guests and storages, and shows
 them live in the browser, together with the machine that it runs on. Server,
 command line and web page are one program.
CONTROL
(cd "$tree" && find etc lib usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
find "$tree" -type d -exec chmod 0755 {} +
chmod 0644 "$tree/DEBIAN/"{control,conffiles,md5sums}

package=$folder/pulse_${version}_$architecture.deb
rm -f "$folder"/pulse_*.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" > /dev/null
echo "$package: $(du -h "$package" | cut -f1), needs $needed"
