/// What `/install.sh` answers: a script that checks the machine, fetches the agent from the server it came from, compares its SHA-256, and lets the
/// agent install itself. Everything is in functions that the last line calls, so that a script which was cut off does nothing.
enum InstallScript {
    static let text = #"""
        #!/bin/sh
        # Installs pulse-agent on this machine: sh install.sh --url https://pulse.lan:7655 --code CODE [options]
        # All options are handed to `pulse-agent install`, whose --help lists them; --url and --pin BASE64 (SHA-256 of the public key of the server's
        # certificate, as in the command of the page) are used here too.
        set -eu

        fail() { echo "install.sh: $1" >&2; [ -z "${2:-}" ] || echo "$2" >&2; exit 1; }

        check_machine() {
            [ "$(uname -s)" = Linux ] || fail "pulse-agent runs on Linux, and this is $(uname -s)."
            case $(uname -m) in
                x86_64) arch=linux-amd64 ;;
                aarch64) arch=linux-arm64 ;;
                *) fail "There is no pulse-agent for $(uname -m)." "Agents of Pulse 5 report to this server too; see docs/agents.md." ;;
            esac
            libc=$(getconf GNU_LIBC_VERSION 2> /dev/null | cut -d ' ' -f 2 || true)
            [ -n "$libc" ] || fail "pulse-agent needs the GNU C library, and this system has another one." \
                "Agents of Pulse 5 run here and report to this server too; see docs/agents.md."
            oldest=$(printf '%s\n2.35\n' "$libc" | sort -V | head -n 1)
            [ "$oldest" = 2.35 ] || fail "pulse-agent needs glibc 2.35 or newer, and this system has $libc." \
                "Debian 12, Ubuntu 22.04, Fedora 36, RHEL 10 or newer have it. Agents of Pulse 5 run here and report to this server too."
            [ "$(id -u)" -eq 0 ] || fail "Installing needs root." "Run it again with: sudo sh install.sh …"
            for tool in sha256sum mktemp; do command -v "$tool" > /dev/null || fail "$tool is missing." "Install the package coreutils."; done
            command -v curl > /dev/null || command -v wget > /dev/null || fail "curl and wget are both missing." "Install one of them."
        }

        # fetch PATH FILE
        fetch() {
            if command -v curl > /dev/null; then
                set -- "$url$1" "$2"
                if [ -n "$pin" ]; then curl -fsS --globoff -k --pinnedpubkey "sha256//$pin" "$1" -o "$2"
                else curl -fsS --globoff "$1" -o "$2"; fi
            else
                [ -z "$pin" ] || fail "--pin needs curl." "Install curl."
                wget -q -O "$2" "$url$1"
            fi
        }

        install_agent() {
            url='' pin=''
            count=$#
            while [ "$count" -gt 0 ]; do
                word=$1 && shift && count=$((count - 1))
                case $word in
                    --url) url=${1%/} && set -- "$@" --url "$url" && shift && count=$((count - 1)) ;;
                    --pin) pin=$1 && set -- "$@" --pin "$pin" && shift && count=$((count - 1)) ;;
                    *) set -- "$@" "$word" ;;
                esac
            done
            [ -n "$url" ] || fail "--url is missing." "Copy the whole command from Settings > Agents."
            check_machine
            folder=$(mktemp -d)
            trap 'rm -rf "$folder"' EXIT
            echo "Fetching pulse-agent for $arch from $url"
            fetch "/download/pulse-agent?arch=$arch" "$folder/pulse-agent" ||
                fail "The agent could not be fetched from $url." "Does this machine reach the server? Does the server hold an agent for $arch?"
            fetch "/download/pulse-agent.sha256?arch=$arch" "$folder/sum" || fail "The checksum could not be fetched from $url."
            expected=$(cut -d ' ' -f 1 "$folder/sum")
            echo "$expected  $folder/pulse-agent" | sha256sum -c --quiet - || fail "What was fetched is not what the server holds." "Try again."
            chmod 0755 "$folder/pulse-agent"
            "$folder/pulse-agent" version > /dev/null || fail "pulse-agent does not start on this system."
            "$folder/pulse-agent" install "$@"
        }

        install_agent "$@"

        """#
}
