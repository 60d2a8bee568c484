import PulseCore

/// What the tasks of one cluster say about each guest's backups.
struct TaskIndex {
    /// One task as far as one guest is concerned.
    struct Mention {
        let task: TaskRecord
        let outcome: WorkOutcome
    }

    /// Newest first.
    private let mentions: [Int: [Mention]]
    /// Failed ones of several guests whose log was not read, newest first.
    let unread: [TaskRecord]
    /// When a guest was made or restored, as far as tasks are kept.
    let madeAt: [Int: Timestamp]
    /// The guests that had a number before the one that has it now, as far as tasks are kept.
    let formers: FormerGuests

    init(_ ledger: SourceLedger?) {
        var tasks: [String: TaskRecord] = [:]
        for node in ledger?.nodes.values.map({ $0 }) ?? [] {
            for task in node.tasks.value ?? [] where task.type == "vzdump" || GuestDeed(task) != nil { tasks[task.id] = task }
        }
        let newestFirst = tasks.values.sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) }
        let deeds = newestFirst.compactMap(GuestDeed.init)
        formers = FormerGuests(newestFirst: deeds)
        mentions = Self.mentions(in: newestFirst, formers)
        unread = newestFirst.filter { Self.isUnreadFailure($0) }
        madeAt = Dictionary(deeds.filter { $0.kind != .destroyed }.map { ($0.vmid, $0.at) }) { newest, _ in newest }
    }

    /// A backup of the guest that had a number before says nothing of the one that has it now.
    private static func mentions(in tasks: [TaskRecord], _ formers: FormerGuests) -> [Int: [Mention]] {
        var mentions: [Int: [Mention]] = [:]
        for task in tasks where task.type == "vzdump" {
            for mention in Self.mentions(of: task) where !formers.didTask(mention.vmid, at: task.startedAt) {
                mentions[mention.vmid, default: []].append(Mention(task: task, outcome: mention.outcome))
            }
        }
        return mentions
    }

    private static func mentions(of task: TaskRecord) -> [(vmid: Int, outcome: WorkOutcome)] {
        if let guests = task.guests { return guests.map { ($0.vmid, $0.outcome) } }
        return task.subject.flatMap { Int($0) }.map { [($0, task.outcome)] } ?? []
    }

    private static func isUnreadFailure(_ task: TaskRecord) -> Bool {
        guard task.type == "vzdump", task.guests == nil, task.subject.flatMap({ Int($0) }) == nil, case .failed = task.outcome else { return false }
        return true
    }

    /// The latest word about a guest.
    func newest(_ vmid: Int) -> Mention? { mentions[vmid]?.first }

    /// True when a backup of the guest was being made at a moment; clocks may differ by two minutes.
    func worked(on vmid: Int, at moment: Timestamp) -> Bool {
        let slack = Duration.seconds(120)
        return (mentions[vmid] ?? []).contains { mention in
            mention.task.startedAt - slack <= moment && moment <= (mention.task.endedAt ?? mention.task.startedAt + .seconds(86_400)) + slack
        }
    }

    /// All mentions of failures, for the calendar.
    func failures(of vmid: Int) -> [Mention] {
        (mentions[vmid] ?? []).filter { if case .failed = $0.outcome { true } else { false } }
    }
}
