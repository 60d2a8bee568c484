import PulseCore

/// Decides what can be said of one guest's backups.
///
/// The order is the rule: a backup that is on time protects, whatever else is hidden. Without one, what is hidden comes before what is missing,
/// so that nobody is called unprotected for a place that could not be read. Then everything that needs a look takes `protected` down to `attention`.
///
/// What is in doubt (see `StandingFailure`) is no good backup, so that a verdict stays the same between a backup and its verification.
struct GuestJudge {
    let evidence: GuestEvidence
    private(set) var row: GuestBackups
    private var base = BackupVerdict.unknown
    private let newest: RestorePoint?
    /// The newest that is complete and was not found damaged, in doubt or not.
    private let lastMade: RestorePoint?
    private let lastGood: RestorePoint?
    private let failures: [StandingFailure]

    private var isInDoubt: Bool { lastMade.map { $0.at > lastGood?.at ?? Timestamp(milliseconds: .min) } ?? false }

    init(_ evidence: GuestEvidence) {
        var points = evidence.points
        let (resource, facts) = (evidence.guest.resource, evidence.guest.facts)
        self.evidence = evidence
        newest = points.newest { _ in true }
        let lastVerified = points.newest { $0.isVerified }
        let horizon = evidence.now - evidence.limits.doubt
        let failures = points.failures(since: horizon)
        let counts: (BackupCopy) -> Bool = { copy in copy.isGood && !failures.contains { $0.doubts(copy) } }
        lastMade = newest?.isGood == true ? newest : points.newest { $0.isGood }
        lastGood = failures.isEmpty ? lastMade : points.newest { $0.copies.contains(where: counts) }
        let top = newest?.at ?? horizon
        self.failures = failures.filter { $0.stands(newest: top, verified: lastVerified?.at, since: horizon) }
        row = GuestBackups(
            id: resource.id, source: resource.source, vmid: facts.vmid, type: facts.type, name: resource.name, node: facts.node,
            isTemplate: facts.template)
        (row.restorePoints, row.bytes) = points.total
        row.lastGood = lastGood?.copies.first(where: counts)
        row.lastVerified = lastVerified?.copies.first { $0.archive.verification == .verified }
        row.jobs = evidence.jobs.map { $0.covering(facts.vmid) }
        row.ambiguous = evidence.ambiguous?.count ?? 0
        reckonSchedule()
        judgeAge()
        look()
        finish()
    }

    private var enabled: [JobTable.Row] { evidence.jobs.filter { $0.job.isEnabled } }

    private mutating func reckonSchedule() {
        row.due = enabled.compactMap(\.due).max()
        row.next = enabled.compactMap(\.next).min()
        guard let due = row.due, let lastGood, let busiest = enabled.first(where: { $0.due == due }) else { return }
        row.missedRuns = busiest.schedule?.runs(after: lastGood.at + busiest.tolerance, upTo: due, limit: 100)
    }

    private mutating func judgeAge() {
        if let lastGood, let note = onTime(lastGood) {
            base = .protected
            if let reason = note { row.reasons.append(reason) }
        } else if !evidence.hidden.isEmpty || row.ambiguous > 0 {
            base = .unknown
            if lastGood != nil { row.reasons.append(ageReason(.unknown)) }
        } else if lastGood != nil {
            judgeOld()
        } else {
            judgeNothing()
        }
    }

    /// Nil when the backup is not on time; else the note that says why an old one is, or nothing.
    private func onTime(_ point: RestorePoint) -> BackupReason?? {
        if let missed = row.missedRuns {
            if missed == 0 { return .some(nil) }
        } else if evidence.now.since(point.at) <= evidence.limits.fresh {
            return .some(nil)
        }
        if row.isTemplate {
            return BackupReason(.templateUnchanging, .protected, "A template does not change, so the age of its backup does not count.")
        }
        let state = evidence.guest.resource.state
        guard state.status == .stopped, let since = state.since, since <= point.at else { return nil }
        return BackupReason(.stoppedUnchanged, .protected, "It has been stopped since before its last backup, so the backup's age does not count.")
    }

    private mutating func judgeOld() {
        guard let lastGood else { return }
        let age = evidence.now.since(lastGood.at)
        let isLapsed = row.missedRuns.map { $0 >= evidence.limits.lapsedRuns && age > evidence.limits.lapsedAge } ?? (age > evidence.limits.stale)
        base = isLapsed ? .unprotected : .attention
        row.reasons.append(ageReason(base))
    }

    private func ageReason(_ weight: BackupVerdict) -> BackupReason {
        let age = evidence.now.since(lastGood?.at ?? evidence.now).spoken
        let archive = row.lastGood.map { [BackupEvidence(.archive, $0.name)] } ?? []
        let doubt = isInDoubt ? " Newer ones are in doubt until they are verified." : ""
        guard let missed = row.missedRuns else {
            return BackupReason(
                weight == .unprotected ? .lapsed : .old, weight, "Its newest good backup is \(age) old.\(doubt)",
                nextStep: isInDoubt ? Self.verify : "Make a backup, and put the guest into a job.", evidence: archive)
        }
        return BackupReason(
            weight == .unprotected ? .lapsed : .late, weight,
            "Its newest good backup is \(age) old; \(missed.counted("run")) should have made a newer one.\(doubt)",
            nextStep: isInDoubt ? Self.verify : "Look at the last tasks of its job.",
            evidence: archive + enabled.map { BackupEvidence(.job, $0.job.id) })
    }

    private static let verify = "Verify the newest backup; if it fails too, look at the disks of the datastore."

    private func nothingGood(_ newest: RestorePoint) -> BackupReason {
        let why =
            isInDoubt
            ? "verification of them failed, and the others are in doubt until they are verified"
            : newest.copies.contains { $0.archive.verification == .failed } ? "they failed verification" : "they are incomplete"
        return BackupReason(
            .noGoodBackup, .unprotected, "None of its \(row.restorePoints.counted("backup")) can be relied on: \(why).",
            nextStep: isInDoubt ? Self.verify : "Make a backup now, and verify it.",
            evidence: newest.copies.map { BackupEvidence(.archive, $0.name) })
    }

    private mutating func judgeNothing() {
        if let newest {
            base = .unprotected
            row.reasons.append(nothingGood(newest))
        } else if row.isTemplate {
            base = .attention
            row.reasons.append(BackupReason(.templateWithoutBackup, .attention, "There is no backup of this template.", nextStep: "Back it up once."))
        } else if let since = evidence.since, let next = row.next, row.due.map({ $0 < since }) ?? true {
            base = .attention
            row.reasons.append(
                BackupReason(
                    .waitsForFirstRun, .attention,
                    "It is \(evidence.now.since(since).spoken) old and its first backup is yet to come, in \(next.since(evidence.now).spoken).",
                    evidence: enabled.map { BackupEvidence(.job, $0.job.id) }))
        } else {
            base = .unprotected
            row.reasons.append(
                BackupReason(
                    .neverBackedUp, .unprotected, "There is no backup of it in any of \(evidence.places.counted("place")).",
                    nextStep: enabled.isEmpty ? "Put it into a backup job." : "Look at the last tasks of its job."))
        }
    }

    private mutating func look() {
        let looks = GuestLooks(evidence: evidence, row: row, newest: newest, lastMade: lastMade, lastGood: lastGood, failures: failures)
        row.failing = looks.failing
        row.reasons += looks.reasons(isDecided: base != .unknown)
    }

    private mutating func finish() {
        row.verdict = base == .protected && row.reasons.contains { $0.weight == .attention } ? .attention : base
        // What decided the verdict first, notes last.
        let order: (BackupReason) -> Int = { [row] reason in
            reason.weight == row.verdict ? 0 : 1 + (BackupVerdict.allCases.firstIndex(of: reason.weight) ?? 0)
        }
        row.reasons = row.reasons.enumerated().sorted { (order($0.element), $0.offset) < (order($1.element), $1.offset) }.map(\.element)
    }
}
