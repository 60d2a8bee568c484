import PulseCore

/// The privileges a monitor needs, and how to grant what is missing.
enum PVEPrivilege {
    /// From this version on asking guest agents has privileges of its own; before, it took the right to the whole monitor.
    private static let agentPrivilegesSince = 9

    static func agent(major: Int) -> [String] {
        major >= agentPrivilegesSince ? ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"] : ["VM.Monitor"]
    }

    /// Asking guest agents tells more about virtual machines, and before version 9 it takes a privilege that also runs commands in them. Who
    /// decides against it has a whole source all the same.
    static func isOptional(_ missing: MissingPrivilege) -> Bool {
        missing.privilege == "VM.Monitor" || missing.privilege.hasPrefix("VM.GuestAgent.")
    }

    static let guests = ["VM.Audit"]
    static let storages = ["Datastore.Audit", "Datastore.AllocateSpace"]
    static let system = ["Sys.Audit"]

    /// What the credentials lack. `major` is the version of Proxmox VE, 0 when it isn't known.
    static func missing(_ permissions: ProxmoxPermissions, major: Int, credentials: ProxmoxCredentials) -> [MissingPrivilege] {
        var result: [MissingPrivilege] = []
        func want(_ privileges: [String], _ path: String, role: String, hides: String) {
            guard !permissions.allows(privileges, everywhereBelow: path) else { return }
            result.append(
                MissingPrivilege(
                    privilege: privileges[0], path: path, hides: hides, command: command(path: path, role: role, credentials: credentials)))
        }
        want(system, "/nodes", role: "PVEAuditor", hides: "CPU, memory, load and versions of nodes")
        if !permissions.allows(system, at: "/") {
            result.append(
                MissingPrivilege(
                    privilege: "Sys.Audit", path: "/", hides: "the name, the members and the quorum of the cluster",
                    command: command(path: "/", role: "PVEAuditor", credentials: credentials)))
        }
        want(guests, "/vms", role: "PVEAuditor", hides: "virtual machines and containers; those it may not see are left out silently")
        want(storages, "/storage", role: "PVEAuditor", hides: "storages; those it may not see are left out silently")
        if major > 0, !permissions.allows(agent(major: major), everywhereBelow: "/vms") {
            result.append(agentPrivilege(major: major, credentials: credentials))
        }
        return result
    }

    private static func agentPrivilege(major: Int, credentials: ProxmoxCredentials) -> MissingPrivilege {
        let hides = "file systems, addresses and operating systems of virtual machines, which only their guest agents know"
        guard major < agentPrivilegesSince else {
            return MissingPrivilege(
                privilege: agent(major: major)[0], path: "/vms", hides: hides,
                command: command(path: "/vms", role: "PVEAuditor", credentials: credentials))
        }
        // PVEAuditor doesn't contain VM.Monitor before version 9, so a role of one's own is needed. An entry at /vms takes the place of what
        // comes down from /, so the role has to contain VM.Audit too, or every guest would vanish.
        return MissingPrivilege(
            privilege: "VM.Monitor", path: "/vms", hides: hides,
            command: "pveum role add PulseAgent --privs \"VM.Audit VM.Monitor\" && "
                + command(path: "/vms", role: "PulseAgent", credentials: credentials))
    }

    /// A token with its own privileges has what both it and its user have, so both get the role.
    static func command(path: String, role: String, credentials: ProxmoxCredentials) -> String {
        let user = "pveum acl modify \(path) --users \(quoted(credentials.user)) --roles \(role)"
        guard case .token(let id, _) = credentials else { return user }
        let token = "pveum acl modify \(path) --tokens \(quoted(id)) --roles \(role)"
        return credentials.user == "root@pam" ? token : "\(user) && \(token)"
    }

    /// For a shell: `!` and everything else is harmless between single quotes.
    private static func quoted(_ text: String) -> String {
        "'" + text.printable(limit: 128).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
