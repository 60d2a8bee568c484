/// What the set-up script does on Proxmox Backup Server.
enum BackupServerScript {
    static let head = #"""
        #!/bin/bash
        # Lets Pulse at @URL@ watch this Proxmox Backup Server.
        #
        # It makes, and nothing else:
        #   - the user pulse@pbs, without a password, so that nobody can sign in as it
        #   - its API token pulse@pbs!monitor (monitor-2 and so on where that is there); both get the roles Audit on /, RemoteAudit on /remote and
        #     TapeAudit on /tape, which come with Proxmox, read, and cannot change anything
        # Then it tells Pulse the token and the fingerprint of this server's certificate, and Pulse tries them.
        #
        # It can be run again: the user is used as it is, and a new token takes the place of the old one. The old one works until Pulse has taken
        # the new one; where it does not come to that, only the new one goes.
        # With --remove, or PULSE_SETUP_REMOVE=1, it takes away all of it again and tells Pulse nothing.
        """#

    static let body = #"""
        readonly user='pulse@pbs'

        check_product() {
            command -v proxmox-backup-manager > /dev/null && return
            if command -v pveum > /dev/null; then
                fail "This is Proxmox VE, and the script is for Proxmox Backup Server. Choose the other product in Pulse."
            fi
            fail "This is not a Proxmox Backup Server: the program proxmox-backup-manager is missing."
        }

        manager() { proxmox-backup-manager "$@"; }

        has_user() { has "$(manager user list --output-format json)" "\"userid\":\"$user\""; }

        # Older versions list a token by its name, newer ones by its whole id.
        is_listed() { has "$tokens" "\"tokenid\":\"$user!$1\"" || has "$tokens" "\"token-name\":\"$1\""; }

        list_tokens() { tokens=$(manager user list-tokens "$user" --output-format json); }

        make_user() {
            if has_user; then
                say "The user $user is there and is used"
            else
                say "Making the user $user"
                manager user create "$user" --comment "$comment"
            fi
        }

        make_token() {
            say "Making the token $user!$new"
            secret=$(text_of "$(manager user generate-token "$user" "$new" --comment "$comment")" value)
            [ -n "$secret" ] || fail "The token $user!$new was made, but its secret could not be read. Run this again."
            for who in "$user" "$user!$new"; do grant "$who"; done
        }

        drop_token() {
            withdraw "$user!$1"
            manager user delete-token "$user" "$1"
        }

        # On each path the one role that reads what is there; a role on a deeper path replaces what comes from above.
        grant() {
            manager acl update / Audit --auth-id "$1"
            manager acl update /remote RemoteAudit --auth-id "$1"
            manager acl update /tape TapeAudit --auth-id "$1"
        }

        withdraw() {
            manager acl update / Audit --auth-id "$1" --delete true
            manager acl update /remote RemoteAudit --auth-id "$1" --delete true
            manager acl update /tape TapeAudit --auth-id "$1" --delete true
        }

        fingerprint() { openssl x509 -noout -fingerprint -sha256 -in /etc/proxmox-backup/proxy.pem | sed 's/.*=//'; }

        set_up() {
            pin=$(fingerprint)
            [ -n "$pin" ] || fail "The certificate of this server could not be read: /etc/proxmox-backup/proxy.pem."
            make_user
            choose_name
            make_token
            hand_over pbs "$pin" ''
        }

        undo() {
            if has_user; then
                drop_tokens
                withdraw "$user"
                list_tokens
                if has "$tokens" '"tokenid":' || has "$tokens" '"token-name":'; then
                    say "The user $user has other tokens and stays, without the roles"
                else
                    say "Removing the user $user"
                    manager user remove "$user"
                fi
            fi
            say "Removed. In Pulse the source stays until it is removed there: Settings > Sources."
        }
        """#
}
