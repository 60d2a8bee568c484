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
        #   - its API token pulse@pve!monitor (monitor-2 and so on where that is there) with privileges of its own; both get the role on /
        # Then it tells Pulse the token and the fingerprint of this server's certificate, and Pulse tries them.
        #
        # It can be run again: user and role are used as they are, and a new token takes the place of the old one. The old one works until Pulse
        # has taken the new one; where it does not come to that, only the new one goes.
        # With --remove, or PULSE_SETUP_REMOVE=1, it takes away all of it again and tells Pulse nothing.
        """#

    static let body = #"""
        readonly user='pulse@pve' role='PulseAudit'

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

        list_tokens() { tokens=$(pveum user token list "$user" --output-format json); }

        is_listed() { has "$tokens" "\"tokenid\":\"$1\""; }

        make_token() {
            say "Making the token $user!$new"
            secret=$(text_of "$(pveum user token add "$user" "$new" --privsep 1 --comment "$comment" --output-format json)" value)
            [ -n "$secret" ] || fail "Proxmox made the token $user!$new, but its secret could not be read. Run this again."
            pveum acl modify / --users "$user" --roles "$role"
            pveum acl modify / --tokens "$user!$new" --roles "$role"
        }

        drop_token() {
            # What the token may do would be of no use without it, so it stands in nobody's way.
            pveum acl delete / --tokens "$user!$1" --roles "$role" || true
            pveum user token remove "$user" "$1"
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
            choose_name
            make_token
            hand_over pve "$pin" "$(cluster)"
        }

        undo() {
            if has "$(pveum user list --output-format json)" "\"userid\":\"$user\""; then
                drop_tokens
                list_tokens
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
