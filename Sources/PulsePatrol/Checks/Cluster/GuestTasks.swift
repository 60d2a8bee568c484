import PulseCore

extension Check {
    private static let window = Duration.seconds(86_400)
    private static let failures = 3
    private static let types: [String: String] = [
        "qmstart": "Start", "vzstart": "Start", "qmigrate": "Migration", "vzmigrate": "Migration", "hamigrate": "Migration", "hastart": "Start",
        "qmsnapshot": "Snapshot", "vzsnapshot": "Snapshot", "qmdelsnapshot": "Deletion of a snapshot", "vzdelsnapshot": "Deletion of a snapshot",
        "qmresize": "Resize", "qmclone": "Clone", "vzclone": "Clone", "imgcopy": "Copy of a disk", "qmmove": "Move of a disk",
        "move_volume": "Move of a disk",
    ]

    static let guestTasksFailing = Check(
        "PVE-GUEST-TASKS", key: "guest-tasks-failing", "The same task of a guest fails again and again", .reliability, on: [.guest],
        needs: [.ledger("tasks")],
        page: CheckPage(
            why: "Somebody or something keeps trying, and nobody looks at the error.",
            decides:
                "Watch when starts, migrations, snapshots or moves of disks of a guest have failed \(failures) times within "
                + "\(Words.duration(window)) with no success "
                + "after the last failure, for each type of task. Backups have findings of their own; what was stopped by hand does not count.",
            advice: "Read the log of the last one: it says why."),
        role: CausalRole(symptoms: [.jobFails, .unavailable])
    ) { look in
        guard let facts = try look.guest(), look.source?.kind == .proxmoxVE else { return .clear }
        _ = try look.told(look.ledger(of: facts.node).tasks, "Tasks") as [TaskRecord]
        let all = look.estate.guestTasks.tasks(of: facts.vmid, in: look.resource.source)
        let own = all.filter { types[$0.type] != nil && look.now.since($0.startedAt) <= window }
        let groups = Dictionary(grouping: own) { types[$0.type] ?? $0.type }.sorted { $0.key < $1.key }
        return Answer(raised: groups.compactMap { kind, tasks in TaskStreak(tasks, atLeast: failures)?.raised(look, kind) })
    }
}

/// Failures of one type of task with no success after them.
private struct TaskStreak {
    private let failed: [TaskRecord]
    private let error: String

    init?(_ tasks: [TaskRecord], atLeast: Int) {
        let ended = tasks.filter { $0.outcome.isSuccess || $0.outcome.error != nil }.sorted { $0.startedAt > $1.startedAt }
        failed = Array(ended.prefix { !$0.outcome.isSuccess })
        guard failed.count >= atLeast, let error = failed.first?.outcome.error else { return nil }
        self.error = error.printable(limit: 160)
    }

    func raised(_ look: Look, _ kind: String) -> Raised {
        let count = Words.count(failed.count, "time")
        return Raised(
            instance: kind, .watch, "\(kind) fails again and again",
            description: "\(kind) of \(look.name) has failed \(count) since \(failed.last.map { Words.minute($0.startedAt) } ?? ""): \(error)",
            recommendation: "Read the log of the last task of \(look.name) and mend what it names.", evidence: "\(count) in a row, last: \(error)",
            items: failed.prefix(3).map { .record(look.id, "task", $0.id, $0.outcome.error ?? "", at: $0.startedAt) }
        ).at(failed.first.map { .event($0.endedAt ?? $0.startedAt) } ?? .state(since: nil))
    }
}

extension WorkOutcome {
    /// What went wrong; nil of what was stopped by hand.
    fileprivate var error: String? {
        guard case .failed(let text) = self, !text.contains("interrupted by signal"), !text.contains("received interrupt") else { return nil }
        return text
    }
}
