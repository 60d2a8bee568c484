import PulseCore

/// The privileges a monitor needs on a backup server, and how to grant what is missing.
enum PBSPrivilege {
    static let datastores = ["Datastore.Audit"]

    /// Tapes and remotes are not everywhere, and have roles of their own; a source without them is whole.
    static func isOptional(_ missing: MissingPrivilege) -> Bool {
        missing.privilege == "Tape.Audit" || missing.privilege == "Remote.Audit"
    }

    static func missing(_ permissions: ProxmoxPermissions, credentials: ProxmoxCredentials) -> [MissingPrivilege] {
        let wanted: [(privilege: String, below: String, path: String, role: String, hides: String)] = [
            (
                "Datastore.Audit", "/datastore", "/datastore", "DatastoreAudit",
                "datastores and their backups; those it may not see are left out silently"
            ),
            ("Sys.Audit", "/system", "/", "Audit", "figures of the server, disks and pools, services, updates, traffic, and the tasks of others"),
            ("Remote.Audit", "/remote", "/remote", "RemoteAudit", "sync jobs with other servers, which are left out silently"),
            ("Tape.Audit", "/tape", "/tape", "TapeAudit", "tape jobs and media, which are left out silently"),
        ]
        return wanted.filter { !permissions.allows([$0.privilege], everywhereBelow: $0.below) }.map { want in
            MissingPrivilege(
                privilege: want.privilege, path: want.path, hides: want.hides,
                command: command(path: want.path, role: want.role, credentials: credentials))
        }
    }

    /// What can be read, in the order in which it is shown.
    static func features(_ permissions: ProxmoxPermissions, credentials: ProxmoxCredentials) -> [FeatureAccess] {
        let missing = missing(permissions, credentials: credentials)
        return [
            ("datastores and their backups", "Datastore.Audit"), ("prune, verify and garbage collection", "Datastore.Audit"),
            ("figures of the server, services, updates, traffic", "Sys.Audit"), ("tasks of others", "Sys.Audit"),
            ("sync jobs with other servers", "Remote.Audit"), ("tape jobs and media", "Tape.Audit"),
        ].map { feature, privilege in FeatureAccess(feature, missing: missing.first { $0.privilege == privilege }) }
            + [certificates(permissions, credentials)]
    }

    /// No role that only reads lists them.
    private static func certificates(_ permissions: ProxmoxPermissions, _ credentials: ProxmoxCredentials) -> FeatureAccess {
        let (feature, path) = ("certificates and when they end", "/system/certificates")
        guard !permissions.allows(["Sys.Modify"], at: path) else { return FeatureAccess(feature, missing: nil, changes: true) }
        let missing = MissingPrivilege(
            privilege: "Sys.Modify", path: path, hides: feature, command: command(path: path, role: "Admin", credentials: credentials))
        return FeatureAccess(feature, missing: missing, changes: true)
    }

    /// A token has what both it and its user have, so both get the role.
    private static func command(path: String, role: String, credentials: ProxmoxCredentials) -> String {
        func grant(_ id: String) -> String { "proxmox-backup-manager acl update \(path) \(role) --auth-id \(quoted(id))" }
        guard case .token(let id, _) = credentials else { return grant(credentials.user) }
        return credentials.user == "root@pam" ? grant(id) : "\(grant(credentials.user)) && \(grant(id))"
    }

    /// For a shell: `!` and everything else is harmless between single quotes.
    private static func quoted(_ text: String) -> String {
        "'" + text.printable(limit: 128).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
