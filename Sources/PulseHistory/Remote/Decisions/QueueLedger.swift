import PulseCore

/// What waits on the disk, oldest first, and who has to make room when it becomes too much.
struct QueueLedger {
    struct Entry: Equatable, Sendable {
        /// Ascending in the order of appending.
        let sequence: Int64
        let appendedAt: Timestamp
        let bytes: Int64

        /// A file takes whole blocks of the disk.
        var cost: Int64 { (bytes + QueueLedger.block - 1) / QueueLedger.block * QueueLedger.block }
    }

    private static let block: Int64 = 4096

    let limit: Int64
    private(set) var entries: [Entry] = []
    private(set) var cost: Int64 = 0
    private(set) var nextSequence: Int64

    init(limit: Int64, entries: [Entry] = []) {
        self.limit = limit
        self.entries = entries.sorted { $0.sequence < $1.sequence }
        cost = entries.reduce(0) { $0 + $1.cost }
        nextSequence = (self.entries.last?.sequence ?? 0) + 1
    }

    var oldest: Entry? { entries.first }

    /// - Returns: those that have to go, oldest first. What was just appended stays, whatever its size.
    mutating func append(_ entry: Entry) -> [Entry] {
        entries.append(entry)
        nextSequence = entry.sequence + 1
        cost += entry.cost
        return trim()
    }

    mutating func trim() -> [Entry] {
        var surplus = 0
        while cost > limit, surplus < entries.count - 1 {
            cost -= entries[surplus].cost
            surplus += 1
        }
        defer { entries.removeFirst(surplus) }
        return Array(entries.prefix(surplus))
    }

    /// It may have gone already.
    mutating func remove(_ sequence: Int64) {
        guard let index = entries.firstIndex(where: { $0.sequence == sequence }) else { return }
        cost -= entries.remove(at: index).cost
    }
}
