import PulseCore

/// Everything that a verdict on one guest rests on.
struct GuestEvidence {
    let guest: GuestDirectory.Guest
    let points: GuestPoints
    let jobs: [JobTable.Row]
    /// Why the jobs are not known; nil when they are.
    let jobsProblem: Problem?
    let hidden: HiddenReasons
    let tasks: TaskIndex
    /// Backups of its number that may be another's.
    let ambiguous: (count: Int, newest: Int64)?
    /// How many backups of its number are of a guest that is gone.
    let former: Int
    /// When it began to exist, as far as that is known.
    let since: Timestamp?
    /// The places that are in maintenance, with Proxmox's word.
    let maintenance: [ResourceID: String]
    /// How many places were looked into.
    let places: Int
    let limits: BackupLimits
    let now: Timestamp
}
