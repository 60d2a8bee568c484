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

    init(_ ledger: SourceLedger?) {
        var tasks: [String: TaskRecord] = [:]
        for node in ledger?.nodes.values.map({ $0 }) ?? [] {
            for task in node.tasks.value ?? [] where Self.makers.contains(task.type) || task.type == "vzdump" { tasks[task.id] = task }
        }
        let newestFirst = tasks.values.sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) }
        var mentions: [Int: [Mention]] = [:]
        for task in newestFirst where task.type == "vzdump" {
            for mention in Self.mentions(of: task) { mentions[mention.vmid, default: []].append(Mention(task: task, outcome: mention.outcome)) }
        }
        self.mentions = mentions
        unread = newestFirst.filter { Self.isUnreadFailure($0) }
        madeAt = Dictionary(newestFirst.compactMap(Self.made)) { newest, _ in newest }
    }

    private static let makers: Set<String> = ["qmcreate", "vzcreate", "qmrestore", "vzrestore"]

    private static func mentions(of task: TaskRecord) -> [(vmid: Int, outcome: WorkOutcome)] {
        if let guests = task.guests { return guests.map { ($0.vmid, $0.outcome) } }
        return task.subject.flatMap { Int($0) }.map { [($0, task.outcome)] } ?? []
    }

    private static func isUnreadFailure(_ task: TaskRecord) -> Bool {
        guard task.type == "vzdump", task.guests == nil, task.subject.flatMap({ Int($0) }) == nil, case .failed = task.outcome else { return false }
        return true
    }

    private static func made(_ task: TaskRecord) -> (Int, Timestamp)? {
        guard makers.contains(task.type), task.outcome.isSuccess, let vmid = task.subject.flatMap({ Int($0) }) else { return nil }
        return (vmid, task.startedAt)
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
