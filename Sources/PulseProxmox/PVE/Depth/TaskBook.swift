import PulseCore

/// The tasks of one node, gathered from lists that overlap: the newest of the whole cluster, the node's own, and its backups.
///
/// Decides which are kept, which have ended since the last list, and whose logs are worth reading. Nothing here compares the node's clock
/// with ours.
struct TaskBook: Sendable {
    static let mostTasks = 200
    /// Kept beside the newest: what became of a job that runs once a month.
    static let mostBackups = 60
    /// Kept beside the newest too: from when on a number is that of the guest that has it.
    static let mostDeeds = 60
    /// Logs that are read, newest first.
    static let mostFailureLogs = 15
    static let mostBackupLogs = 30

    private var records: [String: TaskRecord] = [:]
    private var isKnown = false
    /// Ended while Pulse watched, and what they mean was not yet found out.
    private(set) var fresh: Set<String> = []

    /// Newest first.
    var list: [TaskRecord] { records.values.sorted(by: Self.isNewer) }

    /// - Parameter isWhole: the node's own list, in which every task that runs is named.
    /// - Returns: the tasks that have ended since the last list; none the first time.
    mutating func take(_ rows: [TaskRecord], isWhole: Bool) -> [TaskRecord] {
        var ended: [TaskRecord] = []
        for row in rows {
            let before = records[row.id]
            guard before?.endedAt == nil else { continue }
            var row = row
            (row.lastLines, row.guests) = (before?.lastLines, before?.guests)
            records[row.id] = row
            if isKnown, row.endedAt != nil { ended.append(row) }
        }
        if isWhole { closeThoseGone(Set(rows.map(\.id))) }
        if isWhole || !rows.isEmpty { isKnown = true }
        prune()
        fresh.formUnion(ended.lazy.filter { $0.type == "vzdump" }.map(\.id))
        return ended
    }

    /// A task that ran and isn't listed any more has ended with its node.
    private mutating func closeThoseGone(_ listed: Set<String>) {
        for (id, record) in records where record.outcome == .running && !listed.contains(id) { records[id]?.outcome = .unknown }
    }

    private mutating func prune() {
        guard records.count > Self.mostTasks else { return }
        let sorted = list
        let backups = sorted.lazy.filter { $0.type == "vzdump" }.prefix(Self.mostBackups)
        let deeds = sorted.lazy.filter { GuestLifeTask(type: $0.type) != nil }.prefix(Self.mostDeeds)
        records = Dictionary((sorted.prefix(Self.mostTasks) + backups + deeds).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        fresh = fresh.filter { records[$0] != nil }
    }

    // MARK: Logs

    /// The tasks whose logs are to be read, newest first: those that failed, and backups, which tell of each guest only there.
    var wantedLogs: [String] {
        let ended = list.filter { $0.endedAt != nil }
        let backups = ended.filter { $0.type == "vzdump" }.prefix(Self.mostBackupLogs)
        let failures = ended.filter { $0.type != "vzdump" && $0.outcome.isFailure }.prefix(Self.mostFailureLogs)
        return (Array(backups) + Array(failures)).filter { $0.lastLines == nil && $0.guests == nil }.map(\.id)
    }

    /// What its log told. True when the task ended while Pulse watched.
    mutating func read(_ log: TaskLogDigest, of id: String) -> Bool {
        guard let record = records[id] else { return false }
        if record.type == "vzdump" { records[id]?.guests = log.guests }
        if record.outcome.isFailure || record.type != "vzdump" { records[id]?.lastLines = log.lastLines }
        return fresh.remove(id) != nil
    }

    mutating func isUnreadable(_ id: String) -> Bool { fresh.remove(id) != nil }

    private static func isNewer(_ left: TaskRecord, _ right: TaskRecord) -> Bool {
        (left.startedAt, left.id) > (right.startedAt, right.id)
    }
}

extension WorkOutcome {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
}
