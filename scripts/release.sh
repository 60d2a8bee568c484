#!/bin/bash
# Builds programs as they are run and given away, with Swift's libraries inside. Everything that makes a release comes here: other flags would compile
# all of it again, for whoever builds next.
# Usage: scripts/release.sh PRODUCT...
set -euo pipefail
cd "$(dirname "$0")/.."

# What nothing reaches is left out function by function, not file by file: the agent is measured by its size.
flags=(-Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections -Xcc -fdata-sections)

# A program asks the machine it is put on for the C library, and the server for SQLite: the rest is inside. What the packages of zlib and snappy tell of
# themselves is where a linker looks first, so they are made to tell of a folder with archives only. libgcc_s has none, libgcc_eh is what it is made of.
archives=$PWD/.build/archives
mkdir -p "$archives"
for library in libstdc++ libz libsnappy; do ln -sf "$(clang -print-file-name="$library.a")" "$archives/"; done
ln -sf "$(clang -print-file-name=libgcc_eh.a)" "$archives/libgcc_s.a"
for name in zlib snappy; do
    sed -E "s|^(shared)?libdir=.*|\1libdir=$archives|" "$(pkg-config --variable=pcfiledir "$name")/$name.pc" > "$archives/$name.pc"
done
flags+=(--pkg-config-path "$archives")

for product in "$@"; do swift build -c release --static-swift-stdlib "${flags[@]}" --product "$product"; done
