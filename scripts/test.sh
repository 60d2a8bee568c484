#!/bin/bash
# Runs every test there is, one runner after the other, whatever an earlier one said, and adds up what they reported.
# Ends with one line "N passed, N failed, N skipped". Logs: .build/test/NAME.log
# Usage: scripts/test.sh [STEP...]      without steps all of them; see the list at the end of this file
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

logs=$PWD/.build/test
rm -rf "$logs" && mkdir -p "$logs"
child=""
keeper=""
trap '[ -z "$child" ] || { kill -TERM "$child"; end_session "$child"; }; exit 130' INT TERM
trap '[ -z "$keeper" ] || kill "$keeper"' EXIT

# Asked once at the beginning: a step runs in the background, where sudo could not ask.
if [ "$(id -u)" -ne 0 ]; then
    echo "Installing Debian packages and the clean root of the package test need root, so sudo may ask for your password."
    sudo -v && { while sleep 60; do sudo -n -v || exit; done & keeper=$!; }
fi

packages() { scripts/packages.sh run package test; }
# Some tests in Swift hold what we write to documents that come from PyPI, so it is not for the browser alone.
python() { scripts/venv.sh; }
format() { swift format lint --strict --parallel --recursive Sources Tests Package.swift; }
page() { scripts/web.sh; }
page_tests() { scripts/web.sh test; }
debug_build() { swift build --build-tests; }

# watched SECONDS COMMAND...: runs it, and ends it after so long with the stacks of its threads in the log: what blocks for ever is the only kind of
# failure that cannot report itself.
watched() {
    local limit=$1 began=$SECONDS pid runner
    shift
    "$@" & pid=$!
    while kill -0 "$pid" 2> /dev/null && [ $((SECONDS - began)) -lt "$limit" ]; do sleep 1; done
    kill -0 "$pid" 2> /dev/null || { wait "$pid"; return; }
    echo "STOPPED after $limit seconds: $*"
    for runner in $(pgrep -s 0 -f 'PackageTests\.xctest --'); do
        timeout 120 gdb --batch -p "$runner" -ex 'thread apply all backtrace 60' 2> /dev/null | swift demangle --simplified > "$logs/stacks.$runner.txt"
        grep -E '^Thread|Tests/[A-Za-z]' "$logs/stacks.$runner.txt" | grep -B 1 'Tests/' | cut -c 1-220 | sed 's/^/STACK /'
        kill -KILL "$runner"
    done
    kill -KILL "$pid" 2> /dev/null
    wait "$pid"
    return 124
}

# Three runs. The mathematics and the store keep both cores busy for long; tests with real sockets and deadlines would time out beside them. Programs are
# started one at a time: two that start at once inherit each other's pipes, and then one of them seems to live as long as the other does. And hundreds of
# tests that all begin at once would each have a share of the processor that no deadline expects.
swift_tests() {
    local run=(swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width) status=0
    local busy='^Pulse(Analysis|Evaluation|History)Tests\.' programs='^Pulse(Server|Audit|HTTP|AgentRuntime|HostProbe)Tests\.([A-Za-z0-9]*(Program|Process)Tests)'
    watched 900 "${run[@]}" $((4 * $(nproc))) --skip "$busy" --skip "$programs" || status=1
    watched 600 "${run[@]}" 1 --filter "$programs" || status=1
    watched 600 "${run[@]}" $((4 * $(nproc))) --filter "$busy" || status=1
    return $status
}

release_build() { scripts/release.sh pulse pulse-agent; }

browser_tests() { .venv/bin/python -m pytest Tests/Browser -n 2 --dist loadfile --junit-xml="$logs/browser_tests.xml"; }

package_tests() { packaging/build-package.sh .build/release/pulse .build/release/pulse-agent dist && packaging/test-package.sh; }
container_tests() { packaging/test-container.sh; }
systemd_tests() { packaging/test-systemd.sh; }

# Ends what a step left running: test runners make process groups of their own, which `timeout` does not reach.
end_session() {
    local stat rest fields
    for stat in /proc/[0-9]*/stat; do
        { read -r rest < "$stat"; } 2> /dev/null || continue
        read -ra fields <<< "${rest##*) }" # state, parent, group, session
        [ "${fields[3]:-}" != "$1" ] || kill -KILL "${rest%% *}" 2> /dev/null
    done
}

# step NAME LIMIT: runs the function NAME in a shell of its own. The closing lines of the runners are indented here, so that whoever
# counts closing lines finds only ours.
step() {
    local name=$1 limit=$2 began=$SECONDS code session=(setsid)
    # sudo remembers by terminal that it was allowed, and a new session has none.
    case $name in packages | package_tests | container_tests | systemd_tests) session=() ;; esac
    echo "== $name"
    : > "$logs/$name.log"
    "${session[@]}" timeout --kill-after=30 "$limit" bash -c "set -uo pipefail; $(declare -f watched "$name"); logs='$logs'; $name" > "$logs/$name.log" 2>&1 < /dev/null &
    child=$!
    tail -n +1 -f -s 0.2 --pid="$child" "$logs/$name.log" | sed -uE '/^\[[0-9]+\/[0-9]+\] /d; /^[◇↳] /d; s/^/    /'
    wait "$child"
    code=$?
    end_session "$child"
    child=""
    [ "$code" -ne 124 ] || echo "    $name was stopped after $limit."
    echo "$code $((SECONDS - began))" > "$logs/$name.status"
}

# In this order: the web page is part of both builds, the browser drives what was built, the package is made of the release.
steps=("packages 15m" "python 10m" "format 5m" "page 5m" "page_tests 5m" "debug_build 40m" "swift_tests 40m" "release_build 40m" "browser_tests 35m" "package_tests 15m" "container_tests 10m" "systemd_tests 10m")
for entry in "${steps[@]}"; do
    read -r name limit <<< "$entry"
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    step "$name" "$limit"
done
python3 scripts/summary.py "$logs"
