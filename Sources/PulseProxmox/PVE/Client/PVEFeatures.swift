import PulseCore

/// What of Proxmox VE credentials let Pulse read, thing by thing, each with the privilege that would open what is hidden.
struct PVEFeatures {
    let permissions: ProxmoxPermissions
    /// The version, 0 when it isn't known.
    let major: Int
    let credentials: ProxmoxCredentials

    var all: [FeatureAccess] {
        let missing = PVEPrivilege.missing(permissions, major: major, credentials: credentials)
        func access(_ feature: String, _ privilege: String, _ path: String) -> FeatureAccess {
            FeatureAccess(feature, missing: missing.first { $0.privilege == privilege && $0.path == path })
        }
        return [
            access("CPU, memory, load and versions of nodes", "Sys.Audit", "/nodes"),
            access("name, members and quorum of the cluster", "Sys.Audit", "/"),
            access("tasks, backup jobs, high availability, disks, ZFS and Ceph", "Sys.Audit", "/"),
            access("virtual machines and containers", "VM.Audit", "/vms"),
            access("snapshots and replication of guests", "VM.Audit", "/vms"),
            access("storages", "Datastore.Audit", "/storage"),
        ] + agents(missing) + [updates, backups]
    }

    private func agents(_ missing: [MissingPrivilege]) -> [FeatureAccess] {
        guard major > 0 else { return [] }
        let privileges = PVEPrivilege.agent(major: major)
        return [
            FeatureAccess(
                "file systems, addresses and operating systems of virtual machines, from their guest agents",
                missing: missing.first { privileges.contains($0.privilege) }, changes: privileges == ["VM.Monitor"])
        ]
    }

    private var updates: FeatureAccess {
        let feature = "pending updates of nodes"
        guard !permissions.allows(["Sys.Modify"], everywhereBelow: "/nodes") else { return FeatureAccess(feature, missing: nil, changes: true) }
        let missing = MissingPrivilege(
            privilege: "Sys.Modify", path: "/nodes", hides: feature, command: Self.updateCommand(path: "/nodes", credentials))
        return FeatureAccess(feature, missing: missing, changes: true)
    }

    private var backups: FeatureAccess {
        let feature = "backups on storages that are no Proxmox Backup Server"
        let reads =
            permissions.allows(["VM.Backup"], everywhereBelow: "/vms")
            && permissions.allows(["Datastore.AllocateSpace", "Datastore.Allocate"], everywhereBelow: "/storage")
        guard !reads else { return FeatureAccess(feature, missing: nil, changes: true) }
        let missing = MissingPrivilege(privilege: "VM.Backup", path: "/vms", hides: feature, command: Self.backupCommand(credentials))
        return FeatureAccess(feature, missing: missing, changes: true)
    }

    /// An entry below / takes the place of what comes down from there, so the role holds Sys.Audit too.
    static func updateCommand(path: String, _ credentials: ProxmoxCredentials) -> String {
        "pveum role add PulseUpdates --privs \"Sys.Audit Sys.Modify\" && "
            + PVEPrivilege.command(path: path, role: "PulseUpdates", credentials: credentials)
    }

    /// For the same reason the auditor's role is given again beside the new one.
    static func backupCommand(_ credentials: ProxmoxCredentials) -> String {
        let roles = "PVEAuditor,PulseBackups"
        return "pveum role add PulseBackups --privs \"VM.Backup Datastore.AllocateSpace\" && "
            + PVEPrivilege.command(path: "/storage", role: roles, credentials: credentials) + " && "
            + PVEPrivilege.command(path: "/vms", role: roles, credentials: credentials)
    }
}
