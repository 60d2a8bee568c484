#!/bin/bash
# Builds programs as they are run and given away, with Swift's libraries inside. Everything that makes a release comes here: other flags would compile
# all of it again, for whoever builds next.
# Usage: scripts/release.sh PRODUCT...
set -euo pipefail
cd "$(dirname "$0")/.."

# What nothing reaches is left out function by function, not file by file: the agent is measured by its size.
flags=(-Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections -Xcc -fdata-sections)
for product in "$@"; do swift build -c release --static-swift-stdlib "${flags[@]}" --product "$product"; done
