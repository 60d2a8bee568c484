import PulseCore

/// What one group of reasons of the backup board leads to. The board decides; this says how soon somebody should look.
struct BackupRule: Sendable {
    /// Reasons that are so by the clock alone.
    private static let ages: Set<String> = ["lapsed", "late", "old"]

    let severities: [String: FindingSeverity]
    /// What does not run is left out, as its owner may have put it away for good.
    let runningOnly: Bool
    let title: String
    let recommendation: String
    /// It is about the last task, which is known without a look into all places that a backup could be in.
    let isOfTasks: Bool

    init(_ severities: [String: FindingSeverity], runningOnly: Bool, isOfTasks: Bool = false, _ title: String, _ recommendation: String) {
        self.isOfTasks = isOfTasks
        (self.severities, self.runningOnly, self.title, self.recommendation) = (severities, runningOnly, title, recommendation)
    }

    var words: String {
        let codes = severities.sorted { $0.key < $1.key }.map { "\($0.value.rawValue) for `\($0.key)`" }.joined(separator: ", ")
        return "By the reasons of the backup board (docs/backups.md): \(codes). "
            + (runningOnly ? "Only of guests that run. " : "") + "Not of templates, and not while "
            + (isOfTasks
                ? "the tasks of its node, or the log of one of several guests that failed, can't be read, nor for tasks of a former guest with its number."
                : "the board can't tell because something is hidden.")
            + " Not while it is locked for a backup and one runs or has run within \(Words.duration(GuestFacts.lockPatience)); a lock that is left behind "
            + "hides nothing."
    }

    func judge(_ look: Look) throws -> Answer {
        guard let facts = try look.guest() else { return .clear }
        guard let board = look.estate.backups.guests[look.id] else { throw NotEvaluable("Its backups are not known yet.") }
        let found = board.reasons.compactMap { reason in severities[reason.code].map { (reason, $0) } }
        guard let (reason, severity) = found.max(by: { $0.1 < $1.1 }) else {
            if isOfTasks, let unread = board.reasons.first(where: { $0.code == "task_unread" }) { throw NotEvaluable(unread.sentence) }
            if board.verdict == "unknown", !(isOfTasks && Self.areTasksKnown(of: facts.node, look)) {
                throw NotEvaluable(board.reasons.first?.whole ?? "Its backups can't be judged now.")
            }
            return .clear
        }
        // A backup that runs may be the one that is missing.
        guard !runningOnly || look.resource.state.status == .running else { return .clear }
        if facts.lock == "backup", try look.isWorkedOn(facts.vmid, within: GuestFacts.lockPatience) { throw NotEvaluable("A backup of it runs.") }
        if Self.ages.contains(reason.code) { try look.trustClockOfPulse() }
        return .raised(raised(look, facts, board, reason, severity))
    }

    /// They were read lately, and all of them.
    private static func areTasksKnown(of node: String, _ look: Look) -> Bool {
        guard let tasks = look.ledger?.nodes[node]?.tasks, tasks.problem == nil else { return false }
        return (try? look.told(tasks, "Tasks")) != nil
    }

    private func raised(
        _ look: Look, _ facts: GuestFacts, _ board: BackupOutlook.Guest, _ reason: BackupOutlook.Reason, _ severity: FindingSeverity
    ) -> Raised {
        Raised(
            severity, title, description: "\(look.name): \(reason.sentence)\(board.formerWords)",
            recommendation: reason.nextStep ?? recommendation, evidence: board.evidence,
            items: [.record(look.id, "backup reason", reason.code, reason.sentence, at: board.lastGoodAt)]
                + reason.references.prefix(5).map { .record(look.id, $0.kind, $0.id, $0.id) },
            dependsOn: look.backupStorages(facts)
        ).at(reason.at.map { .event($0) } ?? .state(since: nil))
    }
}

extension BackupOutlook.Guest {
    /// Of what can't be judged as a whole only what is known of its backups.
    fileprivate var evidence: String {
        let last = lastGoodAt.map { "Last good backup \(Words.minute($0))." }
        return verdict == "unknown" ? last ?? "No good backup is known." : "Verdict \(verdict). \(last ?? "No good backup.")"
    }

    /// Backups that somebody may count on and that are another's.
    fileprivate var formerWords: String { reasons.first { $0.code == "number_reused" }.map { " \($0.sentence)" } ?? "" }
}

extension Look {
    /// Where the jobs that take the guest write to.
    fileprivate func backupStorages(_ facts: GuestFacts) -> [ResourceID] {
        let jobs = (ledger?.jobs.value ?? []).filter { $0.takes(facts) }
        let found = jobs.compactMap { job in job.storage.flatMap { Topology.storage(resource.source, $0, node: facts.node, in: estate.fleet) } }
        return Array(Set(found)).sorted()
    }
}

extension BackupJob {
    fileprivate func takes(_ guest: GuestFacts) -> Bool {
        guard isEnabled, node == nil || node == guest.node else { return false }
        switch selection {
        case .all(let except): return !except.contains(guest.vmid)
        case .guests(let vmids): return vmids.contains(guest.vmid)
        case .pool(let pool): return guest.pool == pool
        }
    }
}

extension BackupOutlook.Reason {
    fileprivate var whole: String { [sentence, nextStep].compactMap { $0 }.joined(separator: " ") }
}
