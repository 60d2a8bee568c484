import GRDB
package import PulseCore
import PulseStorage

/// What to send once more.
package enum ReplaySelection: Sendable, Equatable {
    case ids([String])
    case numbers(ClosedRange<Int64>)
    /// Every dead letter.
    case dead
}

/// What was delivered, what waits, what was given up; and the way back into the queue.
package struct DeliveryLog: Sendable {
    private let database: DatabaseSource
    private let limits: OutboxLimits

    package init(database: DatabaseSource, limits: OutboxLimits = .standard) {
        self.database = database
        self.limits = limits
    }

    /// The newest first.
    package func messages(of endpoint: String, in state: OutboxMessage.State?, limit: Int) throws -> [OutboxMessage] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM outbox_message WHERE endpoint = ? AND state IN (\(state.map { "\($0.rawValue)" } ?? "0, 1, 2"))
                    ORDER BY position DESC LIMIT ?
                    """, arguments: [endpoint, limit]
            ).map(OutboxMessage.init(row:))
        }
    }

    /// Queues messages once more, behind everything that waits, in their old order and under their old ids. A dead letter is none any more.
    ///
    /// - Returns: how many were queued; never more than a replay may queue or the endpoint has room for.
    package func replay(_ selection: ReplaySelection, of endpoint: String, at now: Timestamp) throws -> Int {
        try database.write { transaction in
            let found = try positions(selection, endpoint, transaction)
            let waiting = try Int.fetchOne(transaction.database, sql: "SELECT waiting FROM outbox_endpoint WHERE id = ?", arguments: [endpoint]) ?? 0
            let chosen = found.prefix(max(0, min(limits.replay, limits.waiting - waiting)))
            for position in chosen { try queueAgain(position, at: now, transaction) }
            return chosen.count
        }
    }

    private func positions(_ selection: ReplaySelection, _ endpoint: String, _ transaction: WriteTransaction) throws -> [Int64] {
        let (condition, arguments): (String, StatementArguments) =
            switch selection {
            case .ids(let ids): ("id IN (\(ids.map { _ in "?" }.joined(separator: ", ")))", StatementArguments(ids))
            case .numbers(let range): ("number BETWEEN ? AND ?", [range.lowerBound, range.upperBound])
            case .dead: ("state = 2", [])
            }
        // Once each, though a message may have been replayed before.
        return try Int64.fetchAll(
            transaction.database,
            sql:
                "SELECT max(position) FROM outbox_message WHERE endpoint = ? AND state IN (1, 2) AND \(condition) GROUP BY id ORDER BY min(position)",
            arguments: [endpoint] + arguments)
    }

    private func queueAgain(_ position: Int64, at now: Timestamp, _ transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO outbox_message (endpoint, id, number, label, created_at, body)
                SELECT endpoint, id, number, label, ?, body FROM outbox_message WHERE position = ?
                """, arguments: [now.milliseconds, position])
        try transaction.database.execute(sql: "DELETE FROM outbox_message WHERE position = ? AND state = 2", arguments: [position])
    }
}
