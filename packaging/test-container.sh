#!/bin/bash
# Builds packaging/Containerfile with the package of dist/ and starts what came of it. No registry is asked: the base image is the clean Debian that
# packaging/test-package.sh made in .build/package. Images lie in a store of their own, and containers run by chroot, which needs no more than root.
# Prints "ok - …", "not ok - …" or "skip - …: reason" for each check, and "N passed, N failed, N skipped". Needs root; asks sudo for it.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
if [ "$(id -u)" -ne 0 ]; then exec sudo "$0" "$@"; fi

store=""
server=""
. "$here/testing.sh"

no_container() { skip "the container" "$1"; closing; exit 0; }
finish() {
    [ -z "$server" ] || stops
    [ -z "$store" ] || rm -rf --one-file-system "$store"
}
trap finish EXIT

tool() { buildah --root "$store/images" --runroot "$store/run" --storage-driver vfs "$@"; }
base_image() {
    local container
    container=$(tool from scratch) && tool add -q "$container" "$archive" / && tool commit -q "$container" docker.io/library/debian:12-slim
}
build_image() {
    # The host's own sources of packages and its way to them; the Containerfile uses what the base image has.
    debian_sources > "$store/sources.list"
    debian_way > "$store/99host"
    tool build --isolation=chroot --pull-never --network=host --format docker \
        -v "$store/sources.list:/etc/apt/sources.list:ro" -v "$store/99host:/etc/apt/apt.conf.d/99host:ro" \
        -f "$here/Containerfile" -t pulse "$root"
}
said() { tool inspect --type image --format "$1" localhost/pulse; }
is_described() {
    [ "$(said '{{.Docker.Config.User}} {{.Docker.Config.Entrypoint}} {{.Docker.Config.Cmd}}')" = 'pulse [/usr/bin/pulse] [serve]' ] &&
        said '{{.Docker.Config.Volumes}} {{.Docker.Config.ExposedPorts}}' | grep -F '/data' | grep -F '7655/tcp'
}
in_container() { tool run --isolation=chroot --user pulse "$container" -- "$@"; }
health() {
    local command
    # As the container engine runs it: without a shell, by the words of the image.
    command=$(said '{{index .Docker.Config.Healthcheck.Test 3}}') && in_container env PULSE_PORT="$port" bash -c "$command"
}
becomes_healthy() {
    local _
    for _ in $(seq 1 50); do
        health && return 0
        kill -0 "$server" || break
        sleep 0.2
    done
    cat "$work/container.log"
    return 1
}
answers() { curl --noproxy '*' -sf "http://127.0.0.1:$port/api/health" | grep -F '"status":"healthy"'; }
keeps_data() { [ "$(in_container stat -c '%U %a' /data)" = 'pulse 700' ] && in_container test -f /data/pulse.db; }
stops() {
    pkill -TERM -f "^/usr/bin/pulse serve --port $port"
    wait "$server"
    local code=$?
    server=""
    return "$code"
}
no_health() { ! health; }

command -v buildah > /dev/null || no_container "buildah is not installed"
[ -f "$archive" ] || no_container "packaging/test-package.sh made no clean Debian"
store=$(mktemp -d "$work/images.XXXXXX")
check "a base image of the clean Debian" base_image
check "the Containerfile builds with the package of dist/" build_image
check "user, command, volume and port are what the documents say" is_described
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
if container=$(tool from --pull-never localhost/pulse); then
    in_container /usr/bin/pulse serve --port "$port" > "$work/container.log" 2>&1 &
    server=$!
    check "starts, and its own check of health agrees" becomes_healthy
    check "answers from outside" answers
    check "keeps its data in the volume, for its user only" keeps_data
    check "stops when told" stops
    check "its own check of health says so" no_health
fi
closing
