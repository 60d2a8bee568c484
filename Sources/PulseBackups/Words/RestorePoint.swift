package import PulseCore

/// How Pulse knows that an archive is of a guest.
package enum BackupProof: String, Hashable, Sendable, CaseIterable {
    /// It lies on a storage of the guest's own cluster and of no other.
    case storage
    /// It is of the same guest and second as one that is proven: a copy made by a sync job.
    case copy
    /// Several clusters use the place; the name in the comment is that of exactly one of the guests.
    case name
    /// A backup task of exactly one cluster worked on the number at that time.
    case task
    /// There is only one cluster that it could be from.
    case only
}

/// A restore point in one place, as the board names it.
package struct BackupCopy: Hashable, Sendable {
    package let archive: BackupArchive
    /// Where it is listed: the storage of Proxmox VE, the datastore, or both when they are the same place.
    package let places: [BackupPlace]
    package let proof: BackupProof

    /// What can be restored: complete, and not found to be damaged.
    package var isGood: Bool { archive.isGood }

    /// `local:backup/vzdump-….vma.zst`, or `vm/100/2026-11-24T02:00:04Z`.
    package var name: String { archive.name }
}

extension BackupArchive {
    package var isGood: Bool { (size ?? 0) > 0 && verification != .failed }

    package var name: String {
        volume ?? "\(type.rawValue)/\(backupID)/\(at.description.prefix(19))Z"
    }
}

/// All copies of the backup of one moment.
package struct RestorePoint: Hashable, Sendable {
    package let at: Timestamp
    package let copies: [BackupCopy]

    package var isGood: Bool { copies.contains { $0.isGood } }
    package var isVerified: Bool { copies.contains { $0.archive.verification == .verified } }
}
