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
format() { swift format lint --strict --parallel --recursive Sources Tests Package.swift; }
page() { scripts/web.sh; }
page_tests() { scripts/web.sh test; }
debug_build() { swift build --build-tests; }

# The mathematics and the store keep both cores busy for long, and so do whole programs that start; tests with real sockets and deadlines would time
# out beside them. So would hundreds of tests that all begin at once, each with a share of the processor that no deadline expects.
swift_tests() {
    scripts/venv.sh || return 1 # some hold what we write to documents that come from PyPI
    local width=$((4 * $(nproc))) run status=0
    run=(swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width "$width")
    local busy='^Pulse(Analysis|Evaluation|History)Tests\.' programs='^PulseServerTests\.(EngineTests|[A-Za-z]*ProgramTests|[A-Za-z]*ProcessTests)'
    "${run[@]}" --skip "$busy" --skip "$programs" || status=1
    "${run[@]}" --filter "$programs" || status=1
    "${run[@]}" --filter "$busy" || status=1
    return $status
}

release_build() { swift build -c release --static-swift-stdlib --product pulse; }

browser_tests() { scripts/venv.sh && .venv/bin/python -m pytest Tests/Browser -n 2 --dist loadfile --junit-xml="$logs/browser_tests.xml"; }

package_tests() { packaging/build-package.sh .build/release/pulse dist && packaging/test-package.sh; }
container_tests() { packaging/test-container.sh; }

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
    [[ $name != packages && $name != package_tests && $name != container_tests ]] || session=()
    echo "== $name"
    : > "$logs/$name.log"
    "${session[@]}" timeout --kill-after=30 "$limit" bash -c "set -uo pipefail; $(declare -f "$name"); logs='$logs'; $name" > "$logs/$name.log" 2>&1 < /dev/null &
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
steps=("packages 15m" "format 5m" "page 5m" "page_tests 5m" "debug_build 40m" "swift_tests 30m" "release_build 40m" "browser_tests 35m" "package_tests 15m" "container_tests 10m")
for entry in "${steps[@]}"; do
    read -r name limit <<< "$entry"
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    step "$name" "$limit"
done
python3 scripts/summary.py "$logs"
