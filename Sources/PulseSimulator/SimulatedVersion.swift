/// Which Proxmox VE the simulated servers claim to be, and what follows from it.
package struct SimulatedVersion: Sendable, Equatable {
    /// `8.4`, as in the `release` field.
    package let release: String
    /// `8.4.14`, as in the `version` field.
    package let version: String
    package let major: Int

    package static let pve7 = SimulatedVersion(release: "7.4", version: "7.4-20", major: 7)
    package static let pve8 = SimulatedVersion(release: "8.4", version: "8.4.14", major: 8)
    package static let pve9 = SimulatedVersion(release: "9.2", version: "9.2.10", major: 9)

    /// From `7.4`, `8.4` or `9.2`, the versions that are imitated.
    package init?(_ release: String) {
        switch release {
        case "7.4", "7": self = .pve7
        case "8.4", "8": self = .pve8
        case "9.2", "9": self = .pve9
        default: return nil
        }
    }

    private init(release: String, version: String, major: Int) {
        self.release = release
        self.version = version
        self.major = major
    }

    var is9: Bool { major >= 9 }
    var repository: String { is9 ? "43df2e01f27a1a19" : "3a7f1c60b2d4e885" }
    var kernel: String { is9 ? "7.0.2-3-pve" : major == 8 ? "6.8.12-15-pve" : "5.15.158-2-pve" }

    /// What the built-in role PVEAuditor contains: the guest agent's privilege exists since 9 (facts, section 4).
    var auditor: Set<String> {
        var role: Set<String> = ["Datastore.Audit", "Pool.Audit", "SDN.Audit", "Sys.Audit", "VM.Audit"]
        if major >= 8 { role.insert("Mapping.Audit") }
        if is9 { role.insert("VM.GuestAgent.Audit") }
        return role
    }

    var administrator: Set<String> {
        auditor.union([
            "Sys.Modify", "Sys.Syslog", "Sys.PowerMgmt", "Datastore.Allocate", "Datastore.AllocateSpace", "VM.PowerMgmt", "VM.Migrate",
            "VM.Backup", "VM.Snapshot", "VM.Config.Options", "Pool.Allocate", "User.Modify", "Permissions.Modify",
            is9 ? "VM.GuestAgent.Unrestricted" : "VM.Monitor",
        ])
    }
}

/// Which Proxmox Backup Server the simulated servers claim to be.
package struct SimulatedBackupVersion: Sendable, Equatable {
    /// `4.2`, as in the `version` field.
    package let version: String
    /// `6`: the patch, unlike on the other products.
    package let release: String
    package let major: Int

    package static let pbs3 = SimulatedBackupVersion(version: "3.4", release: "2", major: 3)
    package static let pbs4 = SimulatedBackupVersion(version: "4.2", release: "6", major: 4)

    package init?(_ version: String) {
        switch version {
        case "3.4", "3": self = .pbs3
        case "4.2", "4": self = .pbs4
        default: return nil
        }
    }

    private init(version: String, release: String, major: Int) {
        self.version = version
        self.release = release
        self.major = major
    }

    var is4: Bool { major >= 4 }
    var repository: String { is4 ? "0c1d9f7ab2e64538" : "5e8b1c44a0f7d921" }
    var kernel: String { is4 ? "6.17.4-1-pve" : "6.8.12-15-pve" }
}
