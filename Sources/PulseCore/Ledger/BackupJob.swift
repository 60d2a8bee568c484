/// Which guests a backup job of Proxmox VE takes.
package enum BackupSelection: Hashable, Sendable {
    case all(except: Set<Int>)
    case guests(Set<Int>)
    case pool(String)
}

/// A scheduled vzdump job of a cluster.
package struct BackupJob: Hashable, Sendable {
    package var id: String
    package var isEnabled: Bool
    /// A calendar event (`mon..fri 02:30`), or the older time and days in that form.
    package var schedule: String?
    package var nextRun: Timestamp?
    package var storage: String?
    /// `snapshot`, `suspend` or `stop`.
    package var mode: String?
    package var selection: BackupSelection
    /// The only node it runs on; nil for all.
    package var node: String?
    package var comment: String?
    /// What it takes of each guest, as Proxmox VE works it out; nil until it was asked.
    package var coverage: [GuestCoverage]?

    package init(id: String, isEnabled: Bool, selection: BackupSelection) {
        self.id = id
        self.isEnabled = isEnabled
        self.selection = selection
    }
}

/// What a job takes of one guest.
package struct GuestCoverage: Hashable, Sendable {
    package struct Volume: Hashable, Sendable {
        /// `scsi0`, `rootfs`, `mp0`.
        package var name: String
        /// The volume's id, `local-lvm:vm-100-disk-0`.
        package var volume: String?
        package var isIncluded: Bool
        /// Proxmox's words: `disk`, `excluded by configuration`, `not a disk` …
        package var reason: String?

        package init(name: String, isIncluded: Bool) {
            self.name = name
            self.isIncluded = isIncluded
        }
    }

    package var vmid: Int
    package var volumes: [Volume]

    package init(vmid: Int, volumes: [Volume]) {
        self.vmid = vmid
        self.volumes = volumes
    }
}

/// How a piece of work ended. Proxmox writes `OK`, `WARNINGS: 3`, or the error itself.
package enum WorkOutcome: Hashable, Sendable {
    case running
    case succeeded
    case warnings(Int)
    case failed(String)
    /// It has ended, and nobody says how.
    case unknown

    /// - Parameter status: Proxmox's text; nil while it runs.
    package init(status: String?) {
        switch status {
        case nil: self = .running
        case "OK": self = .succeeded
        case "unknown", "": self = .unknown
        case .some(let text) where text.hasPrefix("WARNINGS:"): self = .warnings(Int(text.dropFirst(9).filter(\.isNumber)) ?? 1)
        case .some(let text): self = .failed(text)
        }
    }

    /// True when something was achieved, warnings included.
    package var isSuccess: Bool {
        switch self {
        case .succeeded, .warnings: true
        case .running, .failed, .unknown: false
        }
    }
}
