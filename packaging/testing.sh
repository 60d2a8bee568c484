# What the tests of the package share; they source it. It expects $root, the folder of the project.
# shellcheck shell=bash

# For logs and for the archive of a clean Debian.
work=$root/.build/package
mkdir -p "$work"
debs=("$root"/dist/pulse_*.deb)
deb=${debs[0]}

passed=0 failed=0 skipped=0

ok() { echo "ok - $1"; passed=$((passed + 1)); }
not_ok() { echo "not ok - $1"; failed=$((failed + 1)); }
skip() { echo "skip - $1: $2"; skipped=$((skipped + 1)); }
check() { # name, command…
    local name=$1
    shift
    if "$@" > "$work/check.log" 2>&1; then ok "$name"; else not_ok "$name"; tail -n 40 "$work/check.log" | sed 's/^/#   /'; fi
}
# The last line, and whether all is well.
closing() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
}

needs_package() { [ -f "$deb" ] || { not_ok "there is a package in dist/"; closing; exit 1; }; }

# until_true SECONDS COMMAND…: asks again every half second.
until_true() {
    local _ times=$(($1 * 2))
    shift
    for _ in $(seq "$times"); do
        "$@" && return 0
        sleep 0.5
    done
    return 1
}

# The host's own source of Debian packages, whatever it is.
debian_sources() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | sed -n 's/^Debian /deb /p' | sort -u
}

# Its way to them, for apt.
debian_way() { apt-config dump | grep -E '^Acquire::(https?|ftp)::'; }

codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
archive=$work/debian-$codename.tar

# clean_debian FOLDER: an empty Debian there, from an archive that is made once, with the host's way to packages.
clean_debian() {
    local mirror
    mirror=$(debian_sources | awk -v release="$codename" '$3 == release { print $2; exit }')
    if [ ! -f "$archive" ]; then
        # shellcheck disable=SC2086 # the mirror may be unknown; debootstrap then has its own
        debootstrap --variant=minbase "$codename" "$1" $mirror > "$work/debootstrap.log" 2>&1 || { tail -5 "$work/debootstrap.log"; return 1; }
        tar -C "$1" -cf "$archive.new" . && mv "$archive.new" "$archive"
    else
        tar -C "$1" -xf "$archive"
    fi
    debian_sources > "$1/etc/apt/sources.list"
    debian_way > "$1/etc/apt/apt.conf.d/99host"
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
}
