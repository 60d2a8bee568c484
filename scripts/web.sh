#!/bin/sh
# Builds the web page into Sources/CWebAssets/bundle/, from Debian's packages alone:
#   esbuild node-react node-react-dom node-typescript nodejs
# Usage: scripts/web.sh          type-check and bundle; does nothing when nothing changed
#        scripts/web.sh test     type-check and run the unit tests
#        scripts/web.sh check    type-check only
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
web=$root/web
bundle=$root/Sources/CWebAssets/bundle
# Where Debian keeps React; a node_modules folder in web/ goes first when there is one.
export NODE_PATH=/usr/share/nodejs

for tool in esbuild tsc node gzip sha256sum python3; do
    command -v "$tool" > /dev/null || {
        echo "scripts/web.sh: '$tool' is missing. apt-get install esbuild node-react node-react-dom node-typescript nodejs" >&2
        exit 1
    }
done

check() {
    python3 "$root/scripts/api-types.py" check
    (cd "$web" && tsc --noEmit -p .)
}

run_tests() {
    check
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
    (cd "$web" && esbuild test/*.test.ts --bundle --platform=node --format=esm --jsx=automatic --outdir="$out" --out-extension:.js=.mjs \
        --define:WORKER_URL='"./worker.js"' --log-level=warning)
    node --test "$out"
}

fingerprint() {
    (cd "$root" && find web scripts/web.sh -type f -not -path '*/node_modules/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
}

short_hash() { sha256sum "$1" | cut -c1-16; }

content_type() {
    case $1 in
        *.html) echo "text/html; charset=utf-8" ;;
        *.js) echo "text/javascript; charset=utf-8" ;;
        *.css) echo "text/css; charset=utf-8" ;;
        *.svg) echo "image/svg+xml" ;;
        *.webmanifest) echo "application/manifest+json" ;;
        *) echo "scripts/web.sh: no content type for $1" >&2; exit 1 ;;
    esac
}

bundle_script() { # source, target, further options
    source=$1 target=$2
    shift 2
    (cd "$web" && esbuild "$source" --bundle --minify --format=iife --target=chrome105,firefox110,safari16 --jsx=automatic \
        --define:process.env.NODE_ENV='"production"' --legal-comments=eof --charset=utf8 --log-level=warning --outfile="$target" "$@")
}

# The page: what every visit needs, as app.js and the parts it shares, and what is fetched once somebody looks at it (the charts).
bundle_page() { # folder, further options
    target=$1
    shift
    (cd "$web" && esbuild app/main.tsx --bundle --splitting --minify --format=esm --target=chrome105,firefox110,safari16 --jsx=automatic \
        --define:process.env.NODE_ENV='"production"' --legal-comments=eof --charset=utf8 --log-level=warning \
        --outdir="$target" --entry-names=app --chunk-names='[name]-[hash]' "$@")
}

# The scripts that app.js imports at once, one a line.
shared_scripts() { grep -o 'from"\./[^"]*\.js"' "$1/app.js" | cut -d/ -f2 | tr -d '"' | sort -u; }

# index.html, asking for the shared scripts together with app.js and not after it.
write_index() {
    preloads=$(for name in $(shared_scripts "$1"); do printf '<link rel="modulepreload" href="%s">\\n' "$name"; done)
    sed "s|^<script type=\"module\"|$preloads&|" "$web/app/index.html" > "$1/index.html"
}

# Bytes of script that the first visit loads.
first_load() {
    total=0
    for name in app.js theme.js $(shared_scripts "$1"); do total=$((total + $(wc -c < "$1/$name.gz"))); done
    echo "$total"
}

# The list that assets.c includes: an array per file, then the table of all.
write_list() {
    list=$1/assets.inc
    table=""
    number=0
    echo "// Written by scripts/web.sh." > "$list"
    for path in "$1"/*; do
        name=${path##*/}
        case $name in *.gz | assets.inc) continue ;; esac
        printf 'static const unsigned char file%d[] = {\n#embed "%s"\n};\nstatic const unsigned char zip%d[] = {\n#embed "%s.gz"\n};\n' \
            "$number" "$name" "$number" "$name" >> "$list"
        table="$table    {\"$name\", \"$(content_type "$name")\", \"\\\"$(short_hash "$path")\\\"\", file$number, sizeof file$number, zip$number, sizeof zip$number},
"
        number=$((number + 1))
    done
    printf 'static const PulseWebAsset assets[] = {\n%s};\n' "$table" >> "$list"
}

build() {
    now=$(fingerprint)
    if [ -f "$bundle/.stamp" ] && [ "$(cat "$bundle/.stamp")" = "$now" ]; then
        return
    fi
    check
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
    bundle_script app/worker.ts "$made/worker.js"
    # A new page must not talk to the worker of an old one, which lives as long as any tab of it.
    worker="./worker.js?v=$(short_hash "$made/worker.js")"
    bundle_script app/theme.ts "$made/theme.js"
    bundle_page "$made" --define:WORKER_URL="\"$worker\""
    write_index "$made"
    cp "$web/app/icon.svg" "$web/app/manifest.webmanifest" "$made/"
    for file in "$made"/*; do gzip -9 -n -k "$file"; done
    initial=$(first_load "$made")
    [ "$initial" -le 150000 ] || { echo "scripts/web.sh: the first load has $initial bytes of script, compressed; 150000 are the budget" >&2; exit 1; }
    write_list "$made"
    echo "$now" > "$made/.stamp"
    mkdir -p "$bundle"
    find "$bundle" -mindepth 1 -delete
    cp "$made"/* "$made/.stamp" "$bundle/"
    touch "$root/Sources/CWebAssets/assets.c"
    echo "web: $initial bytes of script at first and $(wc -c < "$bundle/app.css.gz") of style, compressed"
}

case ${1:-build} in
    build) build ;;
    check) check ;;
    test) run_tests ;;
    *) sed -n '2,6p' "$0"; exit 2 ;;
esac
