package import PulseCore

/// A job that takes a guest.
package struct CoveringJob: Hashable, Sendable {
    package let job: BackupJob
    /// The last run that should be done by now; nil without a schedule that Pulse understands.
    package let due: Timestamp?
    package let next: Timestamp?
    package let excludedDisks: [ExcludedDisk]
}

/// A disk of a guest that its job leaves out.
package struct ExcludedDisk: Hashable, Sendable {
    package let name: String
    package let volume: String?
    package let reason: String?
    package let job: String
}

/// A backup task that failed, as far as one guest is concerned.
package struct FailedTask: Hashable, Sendable {
    package let task: TaskRecord
    package let error: String
}

/// Snapshots of a guest, which are no backups: they are lost with its disks.
package struct SnapshotSummary: Hashable, Sendable {
    package let count: Int
    package let oldest: Timestamp?
}

/// The row of one guest on the board.
package struct GuestBackups: Hashable, Sendable, Identifiable {
    package let id: ResourceID
    package let source: SourceSlug
    package let vmid: Int
    package let type: GuestType
    package let name: String
    package let node: String
    package let isTemplate: Bool
    package internal(set) var verdict: BackupVerdict = .unknown
    /// Those that decide the verdict first.
    package internal(set) var reasons: [BackupReason] = []
    package internal(set) var lastGood: BackupCopy?
    package internal(set) var lastVerified: BackupCopy?
    /// Restore points, however many copies each has.
    package internal(set) var restorePoints = 0
    /// Of all copies, before deduplication.
    package internal(set) var bytes: Int64 = 0
    package internal(set) var jobs: [CoveringJob] = []
    /// The last run that should be done by now, of all its jobs.
    package internal(set) var due: Timestamp?
    package internal(set) var next: Timestamp?
    /// Runs since the last good backup that should be done by now; nil without a schedule or without a backup.
    package internal(set) var missedRuns: Int?
    package internal(set) var failing: FailedTask?
    /// Nil when they are not known.
    package internal(set) var snapshots: SnapshotSummary?
    /// Backups of its number that may be another guest's.
    package internal(set) var ambiguous = 0

    package var excludedDisks: [ExcludedDisk] { jobs.flatMap(\.excludedDisks) }
}
