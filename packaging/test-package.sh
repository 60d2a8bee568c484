#!/bin/bash
# Installs the package of dist/ in a clean Debian (debootstrap, kept in .build/package), starts it once as its own user, and removes it.
# Prints "ok - …", "not ok - …" or "skip - …: reason" for each check, and "N passed, N failed, N skipped". Needs root; asks sudo for it.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
if [ "$(id -u)" -ne 0 ]; then exec sudo "$0" "$@"; fi
# In a mount namespace of its own, so that no mount outlives it.
if [ "${PULSE_PACKAGE_TEST:-}" != inside ]; then PULSE_PACKAGE_TEST=inside exec unshare --mount "$0" "$@"; fi

unit=$here/debian/pulse.service
clean=""
server=""
. "$here/testing.sh"

finish() {
    stop_server
    if [ -n "$clean" ]; then
        umount "$clean/proc" 2> /dev/null
        rm -rf --one-file-system "$clean"
    fi
    [ -z "${SUDO_UID:-}" ] || chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$work"
}
trap finish EXIT

bootstrap() { clean_debian "$clean" && mount -t proc proc "$clean/proc"; }

inside() { chroot "$clean" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
environment=(PATH=/usr/bin:/bin PULSE_DATA_DIR=/var/lib/pulse PULSE_BIND=127.0.0.1)
as_pulse() { chroot --userspec=pulse:pulse "$clean" env -i "${environment[@]}" "$@"; }

install_package() {
    cp "$deb" "$clean/tmp/pulse.deb"
    inside apt-get update -q && inside apt-get install -q -y --no-install-recommends /tmp/pulse.deb
}

start_server() {
    # Not by as_pulse: the process that this shell knows must be the program itself.
    chroot --userspec=pulse:pulse "$clean" env -i "${environment[@]}" PULSE_PORT="$port" /usr/bin/pulse serve > "$work/pulse.log" 2>&1 &
    server=$!
}
stop_server() {
    [ -n "$server" ] || return 0
    kill -TERM "$server" 2> /dev/null
    wait "$server"
    local code=$?
    server=""
    return "$code"
}

healthy() {
    local _
    for _ in $(seq 1 100); do
        [ "$(curl --noproxy '*' -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/api/health")" = 200 ] && return 0
        kill -0 "$server" 2> /dev/null || break
        sleep 0.1
    done
    cat "$work/pulse.log"
    return 1
}
page_is_there() { curl --noproxy '*' -sf "http://127.0.0.1:$port/" | grep -q '<script'; }
runs_as_pulse() { [ "$(stat -c %u "/proc/$server")" = "$(inside id -u pulse)" ]; }
refuses_second() {
    local code
    timeout 20 chroot --userspec=pulse:pulse "$clean" env -i "${environment[@]}" PULSE_PORT="$((port + 1))" /usr/bin/pulse serve
    code=$?
    [ "$code" = 75 ] || { echo "exit code $code"; return 1; }
}
command_line_answers() { as_pulse /usr/bin/pulse setup-code | grep -q .; }
version_is_right() { [ "$(inside pulse --version)" = "$(tr -d '[:space:]' < "$root/VERSION")" ]; }
private_data() { [ "$(stat -c %a "$clean/var/lib/pulse")" = 700 ] && [ -f "$clean/var/lib/pulse/pulse.db" ]; }
enabled() { [ -L "$clean/etc/systemd/system/multi-user.target.wants/pulse.service" ]; }
fetch() { curl --noproxy '*' -sf "http://127.0.0.1:$port$1" "${@:2}"; }
architecture=linux-$(dpkg --print-architecture)
agent_is_offered() {
    fetch /install.sh | head -n 1 | grep -q '^#!/bin/sh' || return 1
    fetch "/download/pulse-agent?arch=$architecture" -o "$clean/usr/local/bin/pulse-agent" || return 1
    chmod 0755 "$clean/usr/local/bin/pulse-agent"
    echo "$(fetch "/download/pulse-agent.sha256?arch=$architecture" | cut -d ' ' -f 1)  $clean/usr/local/bin/pulse-agent" | sha256sum -c --quiet -
}
# Machines that fetch it have nothing but the C library for certain.
agent_is_whole() {
    local needed
    needed=$(objdump -p "$clean/usr/local/bin/pulse-agent" | awk '$1 == "NEEDED" { print $2 }' | grep -vE '^(libc|libm|ld-linux.*)\.so\.[0-9]+$')
    [ -z "$needed" ] || { echo "it needs $needed too" >&2; return 1; }
}

# Enrols in the clean Debian with a code, and reports from there.
agent_reports() {
    local token code agent
    token=$(as_pulse /usr/bin/pulse token create test --scopes settings:read settings:write | grep -oE '[A-Za-z0-9_-]{32,}' | head -n 1)
    code=$(fetch /api/agents/codes -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"minutes":5}' |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["code"])') || return 1
    inside /usr/local/bin/pulse-agent enrol --url "http://127.0.0.1:$port" --code "$code" --state-dir /tmp/agent || return 1
    chroot "$clean" env -i PATH=/usr/bin:/bin RUNTIME_DIRECTORY=/tmp/agent /usr/local/bin/pulse-agent run --interval 5 --state-dir /tmp/agent &
    agent=$!
    for _ in $(seq 30); do
        sleep 1
        ! fetch /api/agents -H "Authorization: Bearer $token" | grep -q '"condition":"reporting"' || { kill "$agent"; wait "$agent"; return; }
    done
    kill "$agent"
    return 1
}
keeps_settings() {
    echo 'PULSE_LOG_LEVEL=warning' >> "$clean/etc/default/pulse"
    inside dpkg -i /tmp/pulse.deb && grep -q '^PULSE_LOG_LEVEL=warning' "$clean/etc/default/pulse"
}
sample_settings_work() {
    sed 's/^#\(PULSE_\)/\1/' "$here/debian/default" | grep -v -e PULSE_TLS_CERT -e PULSE_TLS_KEY > "$clean/tmp/settings"
    inside pulse check-config --config /tmp/settings
}
removed() { inside apt-get remove -q -y pulse && [ ! -e "$clean/usr/bin/pulse" ]; }
data_stays() { [ -f "$clean/var/lib/pulse/pulse.db" ] && [ -f "$clean/etc/default/pulse" ]; }
purged() { inside apt-get purge -q -y pulse; }
all_gone() { [ ! -e "$clean/var/lib/pulse" ] && [ ! -e "$clean/etc/default/pulse" ] && ! find "$clean/etc/systemd" -name 'pulse.service*' | grep .; }

verify_unit() { # the program need not be installed here
    local copy
    copy=$(mktemp -d)
    sed 's#^ExecStart=/usr/bin/pulse#ExecStart=/bin/true#' "$unit" > "$copy/pulse.service"
    systemd-analyze verify --man=no "$copy/pulse.service" > "$copy/complaints" 2>&1
    grep -F 'pulse.service' "$copy/complaints"
    [ $? -eq 1 ]
    local result=$?
    rm -rf "$copy"
    return "$result"
}
# systemd's own measure: 0 is closed, 10 is open. 2.0 is what this unit must stay under.
hardened_unit() { systemd-analyze security --no-pager --offline=true --threshold=20 "$unit"; }

needs_package
clean=$(mktemp -d "$work/root.XXXXXX")
chmod 0755 "$clean"

if command -v systemd-analyze > /dev/null; then
    check "the unit is correct" verify_unit
    check "the unit is hardened" hardened_unit
else
    skip "the unit is correct" "there is no systemd-analyze"
    skip "the unit is hardened" "there is no systemd-analyze"
fi

if bootstrap; then
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    check "installs in a clean Debian with its dependencies" install_package
    check "has the version of this tree" version_is_right
    check "is enabled for the next start of the machine" enabled
    check "its commented settings are valid" sample_settings_work
    start_server
    check "starts and is healthy" healthy
    check "runs as its own user" runs_as_pulse
    check "has the page" page_is_there
    check "its data is its own" private_data
    check "the command line works beside it" command_line_answers
    check "refuses a second server on the same data" refuses_second
    check "offers the agent with its checksum and the script that installs it" agent_is_offered
    check "the agent needs no library but the C library" agent_is_whole
    check "the agent enrols, reports and ends when told" agent_reports
    check "still is healthy" healthy
    check "stops when told" stop_server
    server=""
    check "an upgrade keeps the settings" keeps_settings
    check "can be removed" removed
    check "data and settings stay after removal" data_stays
    check "can be purged" purged
    check "nothing stays after a purge" all_gone
else
    not_ok "a clean Debian by debootstrap"
fi
closing
