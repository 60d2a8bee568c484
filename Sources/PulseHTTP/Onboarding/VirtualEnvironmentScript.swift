/// What the set-up script does on Proxmox VE.
enum VirtualEnvironmentScript {
    static let head = #"""
        #!/bin/bash
        # Lets Pulse at @URL@ watch this Proxmox VE server, and the cluster it belongs to.
        #
        # It makes, and nothing else:
        #   - the role PulseAudit: Sys.Audit, VM.Audit and Datastore.Audit, and from Proxmox VE 9 on VM.GuestAgent.Audit. These read and cannot
        #     change anything. (Up to version 8 guest agents answer only to VM.Monitor, which can do more than read; it is not given.)
        #   - the user pulse@pve, without a password, so that nobody can sign in as it
        #   - its API token pulse@pve!monitor with privileges of its own; both get the role on /
        # Then it tells Pulse the token and the fingerprint of this server's certificate, and Pulse tries them.
        #
        # It can be run again: what is there is used, and the token gets a new secret.
        # With --remove, or PULSE_SETUP_REMOVE=1, it takes away all of it again and tells Pulse nothing.
        """#

    static let body = #"""
        readonly user='pulse@pve' token='monitor' role='PulseAudit'

        check_product() {
            command -v pveum > /dev/null && command -v pveversion > /dev/null && return
            if command -v proxmox-backup-manager > /dev/null; then
                fail "This is a Proxmox Backup Server, and the script is for Proxmox VE. Choose the other product in Pulse."
            fi
            fail "This is not a Proxmox VE server: the program pveum is missing."
        }

        # pve-manager/9.0.10/deb1ca707ec72a89 (running kernel: 6.14.11-2-pve)
        major_version() { pveversion | sed -n 's|^pve-manager/\([0-9]*\)\..*|\1|p'; }

        privileges() {
            major=$(major_version)
            if [ "${major:-0}" -ge 9 ]; then
                echo 'Sys.Audit VM.Audit Datastore.Audit VM.GuestAgent.Audit'
            else
                echo 'Sys.Audit VM.Audit Datastore.Audit'
            fi
        }

        make_role() {
            if has "$(pveum role list --output-format json)" "\"roleid\":\"$role\""; then
                say "The role $role is there; its privileges are set to: $(privileges)"
                pveum role modify "$role" --privs "$(privileges)"
            else
                say "Making the role $role: $(privileges)"
                pveum role add "$role" --privs "$(privileges)"
            fi
        }

        make_user() {
            if has "$(pveum user list --output-format json)" "\"userid\":\"$user\""; then
                say "The user $user is there and is used"
            else
                say "Making the user $user"
                pveum user add "$user" --comment "$comment"
            fi
        }

        make_token() {
            if has "$(pveum user token list "$user" --output-format json)" "\"tokenid\":\"$token\""; then
                say "The token $user!$token is there already. It is replaced: whatever else uses its old secret is locked out from now on."
                pveum user token remove "$user" "$token"
            fi
            say "Making the token $user!$token"
            secret=$(text_of "$(pveum user token add "$user" "$token" --privsep 1 --comment "$comment" --output-format json)" value)
            [ -n "$secret" ] || fail "Proxmox made the token $user!$token, but its secret could not be read. Run this again."
            pveum acl modify / --users "$user" --roles "$role"
            pveum acl modify / --tokens "$user!$token" --roles "$role"
        }

        # The certificate that visitors are shown: one of the operator's own comes before that of the cluster.
        fingerprint() {
            certificate=/etc/pve/local/pve-ssl.pem
            if [ -s /etc/pve/local/pveproxy-ssl.pem ]; then certificate=/etc/pve/local/pveproxy-ssl.pem; fi
            openssl x509 -noout -fingerprint -sha256 -in "$certificate" | sed 's/.*=//'
        }

        cluster() { sed -n 's/^[[:space:]]*cluster_name:[[:space:]]*//p' /etc/pve/corosync.conf 2> /dev/null | head -n 1 || true; }

        set_up() {
            pin=$(fingerprint)
            [ -n "$pin" ] || fail "The certificate of this server could not be read in /etc/pve/local."
            make_role
            make_user
            make_token
            register pve "$user!$token" "$secret" "$pin" "$(cluster)" && return
            # Nobody knows its secret now, so it is of no use.
            pveum user token remove "$user" "$token"
            fail "$problem Nothing is watched yet, and the new token was removed. Mend this, then run the same command again."
        }

        undo() {
            tokens=''
            if has "$(pveum user list --output-format json)" "\"userid\":\"$user\""; then
                tokens=$(pveum user token list "$user" --output-format json)
                if has "$tokens" "\"tokenid\":\"$token\""; then
                    say "Removing the token $user!$token"
                    pveum user token remove "$user" "$token"
                    tokens=$(pveum user token list "$user" --output-format json)
                fi
                if has "$tokens" '"tokenid":'; then
                    say "The user $user has other tokens and stays; it loses the role $role"
                    pveum acl delete / --users "$user" --roles "$role"
                else
                    say "Removing the user $user"
                    pveum user delete "$user"
                fi
            fi
            if has "$(pveum role list --output-format json)" "\"roleid\":\"$role\""; then
                say "Removing the role $role"
                pveum role delete "$role"
            fi
            say "Removed. In Pulse the source stays until it is removed there: Settings > Sources."
        }
        """#
}
