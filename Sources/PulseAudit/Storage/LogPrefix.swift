import GRDB
import PulseCore
import PulseStorage

/// The oldest events of a log, as far as they are to be removed.
struct LogPrefix {
    /// How many events are removed at once: whoever wants to append waits meanwhile.
    static let most: Int64 = 20_000

    /// The tree up to and with the last of them.
    let frontier: Frontier
    let hash: Hash256

    /// Looks at the hashes of the whole log: only when they give the tree that was signed may anything be removed.
    ///
    /// - Returns: nil when no event is old enough.
    init?(olderThan cutoff: Timestamp, after tombstone: Tombstone?, of tree: Frontier, in database: PulseStorage.Database) throws {
        let (start, path) = (tombstone?.frontier ?? Frontier(), database.path)
        let found: (Frontier, Hash256)? = try database.read { database in
            guard let last = try Self.last(olderThan: cutoff, from: start.size + 1, database) else { return nil }
            var whole = start
            var cut: (Frontier, Hash256)?
            try RecordTable.eachHash(from: start.size + 1, database) { sequence, hash in
                guard let hash, sequence == whole.size + 1, sequence <= tree.size else { return }
                whole.append(hash)
                if sequence == last { cut = (whole, hash) }
            }
            guard whole == tree else { throw Self.damaged(path) }
            return cut
        }
        guard let found else { return nil }
        (frontier, hash) = found
    }

    private static func damaged(_ path: String) -> StorageError {
        .corrupt(path: path, reason: "its events are not those that were signed, so none is removed; 'pulse audit verify' says more")
    }

    /// The last of the events from `first` on that are all older.
    private static func last(olderThan cutoff: Timestamp, from first: Int64, _ database: GRDB.Database) throws -> Int64? {
        let hour = TallyTable.hour(cutoff.milliseconds)
        // Events of that hour or later begin here at the earliest; only from here on times have to be compared.
        let near = try Int64.fetchOne(database, sql: "SELECT min(first) FROM hour WHERE hour >= ?", arguments: [hour])
        let kept = try near.flatMap { near in
            try Int64.fetchOne(
                database, sql: "SELECT sequence FROM record WHERE sequence >= ? AND at >= ? ORDER BY sequence LIMIT 1",
                arguments: [near, cutoff.milliseconds])
        }
        // What the hours do not know yet is kept.
        let known = try AnswerTables.last(database)
        let last = min(kept.map { $0 - 1 } ?? known, known, first + most - 1)
        return last >= first ? last : nil
    }

    func remove(_ transaction: WriteTransaction) throws {
        let database = transaction.database
        try TallyTable.remove(upTo: frontier.size, database)
        try WordTable.remove(upTo: frontier.size, database)
        try database.execute(sql: "DELETE FROM record WHERE sequence <= ?", arguments: [frontier.size])
    }
}
