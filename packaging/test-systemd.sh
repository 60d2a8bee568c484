#!/bin/bash
# Boots a clean Debian with systemd in a container (systemd-nspawn), without any network but its own loopback, and lives there as an administrator
# does: installs the package, adds the machine by the install command, kills, reboots, updates the agent, and removes everything.
# Takes the package of dist/ and the clean Debian of packaging/test-package.sh.
# Prints "ok - …", "not ok - …" or "skip - …: reason" for each check, and "N passed, N failed, N skipped". Needs root; asks sudo for it.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
if [ "$(id -u)" -ne 0 ]; then exec sudo "$0" "$@"; fi

machine=""
container=""
. "$here/testing.sh"

finish() {
    [ -z "$container" ] || { kill -TERM "$container" 2> /dev/null; wait "$container" 2> /dev/null; }
    [ -z "$machine" ] || rm -rf --one-file-system "$machine"
}
trap finish EXIT

# The Debian

plain=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
furnish() {
    clean_debian "$machine" || return 1
    cp "$deb" "$machine/root/pulse.deb"
    local needed
    needed=$(dpkg-deb -f "$deb" Depends)
    chroot "$machine" "${plain[@]}" apt-get update -q &&
        chroot "$machine" "${plain[@]}" apt-get install -q -y --no-install-recommends systemd systemd-sysv dbus curl procps iproute2 &&
        chroot "$machine" "${plain[@]}" apt-get satisfy -q -y --no-install-recommends "$needed" && echo pulse-test > "$machine/etc/hostname"
}
boot() {
    systemd-nspawn -q -D "$machine" --boot --private-network --register=no --keep-unit --link-journal=no > "$work/machine.log" 2>&1 < /dev/null &
    container=$!
    until_true 60 is_up || { tail -5 "$work/machine.log"; return 1; }
}
# The first process inside. After a reboot it is another one.
leader() { pgrep -P "$container" | head -n 1; }
inside() { nsenter --all --target "$(leader)" "${plain[@]}" "$@"; }
# Some units of a machine do not start in a container, which makes it "degraded".
is_up() { inside systemctl is-system-running 2> /dev/null | grep -qE '^(running|degraded)$'; }

# The server

base=http://127.0.0.1:7655
fetch() { inside curl -sf "$base$1" "${@:2}"; }
install_package() { inside dpkg -i /root/pulse.deb; }
healthy() { fetch /api/health | grep -F '"status":"healthy"'; }
becomes_healthy() { until_true 20 healthy || { inside journalctl --no-pager -u pulse -n 20; return 1; }; }
runs_as_its_user() { [ "$(inside ps -o user= -C "$1" | tr -d ' ')" = "$1" ]; }
says_what_to_do() { inside journalctl --no-pager -o cat -u pulse | grep -F 'Set-up code'; }
holds_it() { # what the unit closes: folders it must not write, privileges it must not have
    local pid
    pid=$(inside systemctl show -P MainPID pulse)
    inside grep -E '^CapEff:[[:space:]]*0+$' "/proc/$pid/status" && inside grep -E '^Seccomp:[[:space:]]*2$' "/proc/$pid/status" &&
        inside nsenter --target "$pid" --mount sh -c 'touch /var/lib/pulse/probe && rm /var/lib/pulse/probe && ! touch /etc/probe'
}
by_token() { fetch "$1" -H "Authorization: Bearer $token" "${@:2}"; }
make_token() {
    token=$(inside runuser -u pulse -- pulse token create test --scopes settings:read settings:write monitoring:read --data-dir /var/lib/pulse |
        grep -oE '[A-Za-z0-9_-]{32,}' | head -n 1)
    [ -n "$token" ]
}
knows_this_machine() { by_token "/api/resources?kind=host" | grep -F '"pulse-test"'; }

# The agent

agents() { by_token /api/agents; }
# field NAME: of the only agent.
field() { agents | python3 -c 'import json, sys; [agent] = json.load(sys.stdin)["agents"]; print(agent[sys.argv[1]])' "$1" 2> /dev/null; }
reports() { [ "$(field condition)" = reporting ]; }
starts_reporting() { until_true 40 reports || { inside journalctl --no-pager -u pulse-agent -n 20; return 1; }; }
install_agent() {
    local code
    code=$(by_token /api/agents/codes -H 'Content-Type: application/json' -d '{"minutes":5}' | python3 -c 'import json, sys; print(json.load(sys.stdin)["code"])')
    inside mkdir -p /etc/pulse-agent
    echo '{"settings":{"interval":5,"selfUpdate":true,"containers":"off"}}' > "$machine/etc/pulse-agent/config.json"
    inside sh -c "curl -fsS $base/install.sh | sh -s -- --url $base --code $code"
}
tells_how_it_does() { inside pulse-agent status | tee /dev/stderr | grep -q delivering; }
agent_pid() { inside systemctl show -P MainPID pulse-agent; }
comes_back_when_killed() {
    local before
    before=$(agent_pid)
    inside systemctl kill -s KILL pulse-agent
    until_true 20 other_process "$before" && starts_reporting
}
other_process() { local now; now=$(agent_pid); [ "$now" != "$1" ] && [ "$now" != 0 ]; }

# A reboot

reboots() {
    id=$(field id)
    inside systemctl reboot
    wait "$container"
    # So systemd-nspawn says that the machine wants to come up again.
    [ $? -eq 133 ] && boot
}
is_the_same_agent() { [ "$(field id)" = "$id" ] && starts_reporting; }
# The machine was away for seconds: its reports of before were not forgotten.
history_goes_on() { by_token /api/agents | grep -F '"lostReports":0'; }

# Newer versions. The version stands in both programs as a constant of eight bytes; another one is written in its place.

version=$(tr -d '[:space:]' < "$root/VERSION")
newer() { # FILE DIGIT: the same with its last digit replaced
    python3 - "$1" "$version" "$2" << 'PYTHON'
import sys
path, version, digit = sys.argv[1:]
old = version.encode().ljust(8, b"\0")
program = open(path, "rb").read()
assert old in program, f"{path} does not hold its version"
new = (version[:-1] + digit).encode().ljust(8, b"\0")
open(path, "wb").write(program.replace(old, new))
PYTHON
}
offered=/usr/lib/pulse/agents/pulse-agent-linux-$(dpkg --print-architecture)
# serve DIGIT: a server of that version, which offers its agent.
serve() {
    inside systemctl stop pulse
    cp "$machine/root/pulse" "$machine/usr/bin/pulse" && newer "$machine/usr/bin/pulse" "$1" && inside systemctl start pulse && until_true 20 healthy
}
offer_newer() {
    cp "$machine/usr/bin/pulse" "$machine/root/pulse"
    newer "$machine$offered" 8 && serve 8
}
# By what the server knows of it, and by what the installed program says.
has_version() { [ "$(field version)" = "${version%?}$1" ] && [ "$(inside pulse-agent version)" = "pulse-agent ${version%?}$1" ]; }
updates_itself() { until_true 60 has_version 8 || { inside journalctl --no-pager -n 30 -u pulse-agent -u pulse-agent-update; return 1; }; }
# It says its version and does nothing else.
offer_broken() {
    printf '#!/bin/sh\n[ "$1" = version ] && echo "pulse-agent %s" && exit 0\necho broken >&2\nexit 78\n' "${version%?}9" > "$machine$offered"
    serve 9
}
gave_up() { inside journalctl --no-pager -o cat -u pulse-agent-update | grep -F 'did not come up'; }
takes_it_back() { { until_true 60 gave_up && has_version 8 && starts_reporting; } || { inside journalctl --no-pager -n 40; return 1; }; }
is_not_tried_again() {
    sleep 12 # two reports, each of which is offered it
    [ "$(inside journalctl --no-pager -o cat -u pulse-agent-update | grep -cF 'did not come up')" = 1 ] && reports
}

# The end

uninstalls() { inside pulse-agent uninstall; }
nothing_of_it() {
    inside true && ! inside systemctl cat pulse-agent.service pulse-agent-update.path && ! inside id pulse-agent && ! inside pgrep pulse-agent &&
        [ -z "$(find "$machine"/var/lib/pulse-agent "$machine"/etc/pulse-agent "$machine"/usr/local/bin -name '*pulse*' 2> /dev/null)" ]
}
is_missed() { [ "$(field condition)" = overdue ]; }
removes() { inside apt-get remove -q -y pulse && ! inside systemctl is-active -q pulse && [ -f "$machine/var/lib/pulse/pulse.db" ]; }
install_again() { install_package && becomes_healthy && agents | grep -F "\"$id\""; }
purges() { inside apt-get purge -q -y pulse && [ ! -e "$machine/var/lib/pulse" ] && ! inside systemctl cat pulse.service; }

nowhere() { skip "systemd boots in a container" "$1"; closing; exit 0; }

needs_package
command -v systemd-nspawn > /dev/null || nowhere "there is no systemd-nspawn"
machine=$(mktemp -d "$work/machine.XXXXXX")
chmod 0755 "$machine"
check "a clean Debian with systemd" furnish
[ "$failed" -eq 0 ] || { closing; exit 1; }
boot > "$work/check.log" 2>&1 || nowhere "$(tr '\n' ' ' < "$work/check.log" | cut -c 1-200)"
ok "systemd boots in a container"

check "the package installs and starts" install_package
check "the server becomes healthy" becomes_healthy
check "it runs as its own user" runs_as_its_user pulse
check "the journal says how to sign in for the first time" says_what_to_do
check "its unit holds: no capability, a filter of system calls, nothing of /etc to write" holds_it
check "a token is made beside it" make_token
check "it knows the machine it runs on" until_true 20 knows_this_machine
check "the install command adds the agent" install_agent
check "the agent reports" starts_reporting
check "it runs as a user of its own" runs_as_its_user pulse-agent
check "it tells how it does" tells_how_it_does
check "killed, it comes back" comes_back_when_killed
check "the machine reboots" reboots
[ "$failed" -eq 0 ] || { closing; exit 1; }
check "the server comes back by itself" becomes_healthy
check "and the agent, as the same one" is_the_same_agent
check "no report was lost" history_goes_on
check "a newer server offers a newer agent" offer_newer
check "the agent replaces itself" updates_itself
check "a server offers an agent that does not work" offer_broken
check "the one before is taken back" takes_it_back
check "the broken one is not tried again" is_not_tried_again
check "the agent is uninstalled" uninstalls
check "nothing of it stays" nothing_of_it
check "the server says that it is missing" until_true 60 is_missed
check "the package is removed and leaves its data" removes
check "installed again, it goes on with them" install_again
check "nothing stays after a purge" purges
closing
