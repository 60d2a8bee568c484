package import PulseAccess
package import PulseCore

/// The script that a Proxmox server runs to be watched: a text for bash, written to be read before it is run.
package enum SetupScript {
    /// Nil for what has no script: the mail gateway knows no API tokens, and this machine needs no set-up.
    package static func text(for product: SourceKind, at address: SetupAddress) -> String? {
        guard let own = own(product) else { return nil }
        // Both are of characters that mean nothing to a shell: SetupAddress takes no others.
        return own.head.replacing("@URL@", with: address.url) + "\n"
            + frame.replacing("@URL@", with: address.url).replacing("@PIN@", with: address.publicKey.map { "sha256//\($0)" } ?? "") + "\n\n"
            + own.body + "\n\n" + end + "\n"
    }

    private static func own(_ product: SourceKind) -> (head: String, body: String)? {
        switch product {
        case .proxmoxVE: (VirtualEnvironmentScript.head, VirtualEnvironmentScript.body)
        case .backupServer: (BackupServerScript.head, BackupServerScript.body)
        case .mailGateway, .thisHost, .agent, .kubernetes: nil
        }
    }

    /// What both products have in common: how to say something, how to read JSON without tools that Proxmox lacks, how to reach Pulse.
    private static let frame = #"""
        set -eu

        readonly pulse_url='@URL@'
        # The public key that Pulse showed when this script was made. With it curl accepts that key and no other, whoever signed the certificate:
        # --insecure below switches off the question who signed it, and never this comparison. Empty where the system has to trust the certificate.
        readonly pulse_key='@PIN@'
        readonly comment='Reads only. Made by the set-up script of Pulse.'

        say() { printf 'pulse: %s\n' "$*"; }

        fail() {
            printf 'pulse: %s\n' "$*" >&2
            exit 1
        }

        # Blanks and line ends away, so that a pair of name and value can be looked for.
        packed() { printf '%s' "$1" | tr -d ' \n'; }

        # True when the JSON in $1 has the pair in $2.
        has() { case $(packed "$1") in *"$2"*) return 0 ;; *) return 1 ;; esac; }

        # The text that is called $2 in the JSON in $1.
        text_of() {
            printf '%s' "$1" | tr '\n' ' ' | sed -n "s/.*\"$2\"[[:space:]]*:[[:space:]]*\"\(\([^\"\\\\]\|\\\\.\)*\)\".*/\1/p" | sed 's/\\\(["\\/]\)/\1/g'
        }

        # Only characters that need no escaping in JSON.
        plain() { printf '%s' "$1" | tr -cd 'A-Za-z0-9._:@!/-'; }

        # Where Pulse may find this server: the address of its own name first, then its other addresses, then the name itself.
        addresses() {
            {
                hostname --ip-address || true
                hostname --all-ip-addresses || true
                hostname --fqdn || true
            } 2> /dev/null | tr ' ' '\n' | grep -v -e '^127\.' -e '^::1$' -e '^fe80' -e '^localhost' -e '^$' | awk '!seen[$0]++' | head -n 6 || true
        }

        # The same as a list in JSON.
        address_list() {
            list=''
            for one in $(addresses); do list="$list${list:+,}\"$(plain "$one")\""; done
            printf '[%s]' "$list"
        }

        # Sends standard input to Pulse. The answer is printed, with its status on a line of its own. Neither code nor secret is an argument of
        # a program, where every user of this machine could read it.
        send() {
            set -- --silent --show-error --globoff --max-time 180 --write-out '\n%{http_code}' --header 'Content-Type: application/json' --data-binary @-
            if [ -n "$pulse_key" ]; then set -- "$@" --insecure --pinnedpubkey "$pulse_key"; fi
            curl --config <(printf 'header = "X-Setup-Code: %s"\n' "$PULSE_SETUP_CODE") "$@" "$pulse_url/api/auto-register"
        }

        # Tells Pulse of this server: $1 the product, $2 the token, $3 its secret, $4 the fingerprint of the certificate, $5 the cluster.
        # Ends with 0 when Pulse has taken it, with 1 when it has not, and with 2 when nobody can tell: it was sent, and no answer came.
        register() {
            say "Asking Pulse at $pulse_url to watch this server"
            status=0
            answer=$(printf '{"type":"%s","addresses":%s,"tokenId":"%s","tokenSecret":"%s","fingerprint":"%s","node":"%s","cluster":"%s"}' \
                "$1" "$(address_list)" "$(plain "$2")" "$(plain "$3")" "$(plain "$4")" "$(plain "$(hostname)")" "$(plain "$5")" | send) || status=$?
            case $status in
                0) ;;
                # The connection was there, and ended before the whole answer came.
                18 | 28 | 52 | 55 | 56 | 92)
                    problem="Pulse at $pulse_url did not answer to the end. curl says why above."
                    return 2
                    ;;
                *)
                    problem="Pulse at $pulse_url could not be asked. curl says why above."
                    return 1
                    ;;
            esac
            case ${answer##*$'\n'} in
                200 | 201) say "Done: Pulse watches this as '$(text_of "$answer" name)'." ;;
                # What a proxy says of a Pulse that it waited for in vain.
                502 | 504)
                    problem="The proxy before Pulse answered with status ${answer##*$'\n'}, and not Pulse."
                    return 2
                    ;;
                *)
                    problem=$(text_of "$answer" error)
                    problem=${problem:-Pulse answered with status ${answer##*$'\n'}.}
                    return 1
                    ;;
            esac
        }

        # The names that this script gives to tokens. A run makes one of a name that is free, so that the one before works until Pulse has the new one.
        readonly names='monitor monitor-2 monitor-3 monitor-4 monitor-5 monitor-6 monitor-7 monitor-8 monitor-9'

        # Those of them that are there, and as new the first that is not.
        look_for_tokens() {
            list_tokens
            old='' new=''
            for name in $names; do
                if is_listed "$name"; then old="$old $name"; else new=${new:-$name}; fi
            done
        }

        choose_name() {
            look_for_tokens
            [ -n "$new" ] || fail "All names that this script gives to tokens of $user are taken:$old. Remove those that nothing uses, then run this again."
            if [ -n "$old" ]; then say "There is a token already:$old. It stays until Pulse has taken the new one, and is removed then."; fi
        }

        # Tells Pulse of the new token, and then leaves one that works: the new one, or what was there before.
        hand_over() {
            outcome=0
            register "$1" "$user!$new" "$secret" "$2" "$3" || outcome=$?
            case $outcome in
                0)
                    for name in $old; do
                        say "Removing the token $user!$name that was there before: whatever else uses it is locked out from now on"
                        drop_token "$name" || say "It could not be removed. Nothing of Pulse needs it any more; remove it by hand."
                    done
                    ;;
                1)
                    # Nobody knows its secret now, so it is of no use.
                    drop_token "$new"
                    kept="Nothing is watched yet"
                    if [ -n "$old" ]; then kept="The token that was there before stays and works as it did"; fi
                    fail "$problem $kept, and the new token was removed. Mend this, then run the same command again."
                    ;;
                *)
                    fail "$problem Whether Pulse has taken the new token $user!$new is not known, so every token stays. Look at the source in" \
                        "Pulse (Settings > Sources), then run a new command from there: it removes what is not needed any more."
                    ;;
            esac
        }

        # Takes away every token that a run of this script has made.
        drop_tokens() {
            look_for_tokens
            for name in $old; do
                say "Removing the token $user!$name"
                drop_token "$name"
            done
        }

        check_machine() {
            [ "$(id -u)" = 0 ] || fail "This has to be run as root: only root may make users here."
            for tool in curl openssl hostname sed awk; do
                command -v "$tool" > /dev/null || fail "The program '$tool' is missing here. Install it with: apt-get install $tool"
            done
        }

        check_code() {
            case ${PULSE_SETUP_CODE:-} in
                '') fail "There is no code in PULSE_SETUP_CODE. Copy the whole command from Pulse: Settings > Sources > Add a source." ;;
                *[!A-Z2-7]*) fail "What is in PULSE_SETUP_CODE is not a code of Pulse. Copy the whole command from Pulse: Settings > Sources > Add a source." ;;
            esac
        }
        """#

    /// Everything is a function until here, so that half a script does nothing.
    private static let end = #"""
        main() {
            check_machine
            check_product
            if [ "${1:-}" = --remove ] || [ "${PULSE_SETUP_REMOVE:-}" = 1 ]; then
                undo
            else
                check_code
                set_up
            fi
        }

        main "$@"
        """#
}
