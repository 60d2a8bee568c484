/// What a backup is of, in the words of Proxmox Backup Server.
package enum BackupType: String, Hashable, Sendable, CaseIterable {
    /// A virtual machine.
    case machine = "vm"
    case container = "ct"
    /// A physical machine or a directory tree; never a guest.
    case host
}

/// What a check of a backup's chunks found.
package enum Verification: String, Hashable, Sendable {
    case verified = "ok"
    case failed
}

/// One restore point: a vzdump archive on a storage or a snapshot in a datastore.
///
/// There may be hundreds of thousands, so texts that repeat (owner, note) should be one shared string, and where it lies is not repeated
/// here: see ``BackupPlace``.
package struct BackupArchive: Hashable, Sendable {
    package var type: BackupType
    /// The vmid, or the name of a host.
    package var backupID: String
    /// When the backup began, which is its name too.
    package var at: Timestamp
    /// Bytes before deduplication; nil while it is being written, and of a broken one.
    package var size: Int64?
    /// Nil when it was never verified, or when nobody says.
    package var verification: Verification?
    package var isProtected: Bool?
    package var isEncrypted: Bool?
    package var owner: String?
    /// The comment; Proxmox VE writes the guest's name into it unless told otherwise.
    package var note: String?
    /// `local:backup/vzdump-qemu-100-….vma.zst`; nil in a datastore, where type, id and time are the name.
    package var volume: String?

    package init(type: BackupType, backupID: String, at: Timestamp) {
        self.type = type
        self.backupID = backupID
        self.at = at
    }

    /// The guest's number; nil for a host.
    package var vmid: Int? { type == .host ? nil : Int(backupID) }
}

/// Where archives lie: a storage of Proxmox VE, or a namespace of a datastore.
package struct BackupPlace: Hashable, Sendable, Comparable {
    /// `storage:…` or `datastore:…`.
    package let resource: ResourceID
    /// `a/b`; empty for the root, and on storages.
    package let namespace: String

    package init(_ resource: ResourceID, namespace: String = "") {
        self.resource = resource
        self.namespace = namespace
    }

    package static func < (left: BackupPlace, right: BackupPlace) -> Bool {
        (left.resource, left.namespace) < (right.resource, right.namespace)
    }
}

/// What a storage of Proxmox VE that lies on a backup server is called there: how its archives are recognised as the server's snapshots.
package struct BackupTarget: Hashable, Sendable {
    package var storage: ResourceID
    /// The host name or address Proxmox VE was given.
    package var server: String?
    package var port: Int?
    package var fingerprint: String?
    package var datastore: String?
    package var namespace: String?

    package init(storage: ResourceID) {
        self.storage = storage
    }
}
