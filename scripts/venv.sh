#!/bin/sh
# Makes .venv, with what Tests/Browser/requirements.txt names in it; does nothing when it is there.
set -eu
cd "$(dirname "$0")/.."

wanted=Tests/Browser/requirements.txt
stamp=.venv/requirements.installed
[ -x .venv/bin/python ] || python3 -m venv .venv
cmp -s "$wanted" "$stamp" || {
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps -r "$wanted"
    cp "$wanted" "$stamp"
}
