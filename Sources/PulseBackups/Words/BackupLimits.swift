/// From when on a backup counts as old, a listing as out of date, a datastore as nearly full.
package struct BackupLimits: Hashable, Sendable {
    /// Without a schedule that Pulse knows, a backup is on time up to this age: a weekly run and a day.
    package var fresh = Duration.seconds(8 * 86_400)
    /// Without a schedule, a backup older than this protects nothing any more.
    package var stale = Duration.seconds(30 * 86_400)
    /// With a schedule, so many runs without a backup …
    package var lapsedRuns = 3
    /// … and at least this age together make a guest unprotected.
    package var lapsedAge = Duration.seconds(7 * 86_400)
    /// How long a run may take until its backup is missed, at most: a job works through its guests one after the other.
    package var patience = Duration.seconds(12 * 3600)
    /// A backup may begin this long before its run was due: clocks differ, and a schedule is reckoned without summer time.
    package var tolerance = Duration.seconds(70 * 60)
    /// How long backups that nobody verified are in doubt after an older one in the same place failed: verify jobs run daily or weekly, and what
    /// was not verified by then nobody will verify.
    package var doubt = Duration.seconds(7 * 86_400)
    /// A listing that was not renewed for this long vouches for nothing new.
    package var listing = Duration.seconds(86_400)
    /// A datastore that holds this share of what it can hold.
    package var nearlyFull = 0.9
    package var fullSoon = Duration.seconds(14 * 86_400)
    /// Verification and garbage collection without a schedule of their own.
    package var verifyAge = Duration.seconds(40 * 86_400)
    package var collectAge = Duration.seconds(8 * 86_400)

    package init() {}
}

extension Duration {
    /// `3 days`, `5 hours`, `12 minutes`: one unit, rounded down, as people say it.
    var spoken: String {
        let minutes = max(0, components.seconds) / 60
        let (count, unit) =
            switch minutes {
            case ..<60: (minutes, "minute")
            case ..<(48 * 60): (minutes / 60, "hour")
            default: (minutes / 1440, "day")
            }
        return count == 1 ? "1 \(unit)" : "\(count) \(unit)s"
    }
}

extension Int {
    /// `1 place`, `3 places`.
    func counted(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
