import GRDB
package import PulseCore
package import PulseStorage

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
            let chosen = found.prefix(try room(endpoint, transaction))
            for position in chosen { try queueAgain(position, at: now, transaction) }
            return chosen.count
        }
    }

    /// The same for a range, where what is not here any more is made anew by the caller.
    ///
    /// - Parameter missing: gets the numbers that are here and the most messages that may be queued.
    package func replay(
        _ range: ClosedRange<Int64>, of endpoint: String, at now: Timestamp,
        missing: (_ held: Set<Int64>, _ most: Int, WriteTransaction) throws -> [OutboxDraft]
    ) throws -> Int {
        try database.write { transaction in
            let held = try Int64.fetchSet(
                transaction.database, sql: "SELECT number FROM outbox_message WHERE endpoint = ? AND number BETWEEN ? AND ?",
                arguments: [endpoint, range.lowerBound, range.upperBound])
            let room = try room(endpoint, transaction)
            let kept = try numbered(range, endpoint, transaction).map {
                (number: $0.number, position: Optional($0.position), draft: OutboxDraft?.none)
            }
            let made = try missing(held, room, transaction).map { (number: $0.number ?? 0, position: Int64?.none, draft: Optional($0)) }
            let chosen = (kept + made).sorted { $0.number < $1.number }.prefix(room)
            for message in chosen {
                if let position = message.position { try queueAgain(position, at: now, transaction) }
                if let draft = message.draft {
                    try OutboxQueue(database: database, limits: limits).add([draft], to: endpoint, at: now, in: transaction)
                }
            }
            return chosen.count
        }
    }

    private func numbered(
        _ range: ClosedRange<Int64>, _ endpoint: String, _ transaction: WriteTransaction
    ) throws -> [(number: Int64, position: Int64)] {
        try Row.fetchAll(
            transaction.database,
            sql: """
                SELECT number, max(position) AS position FROM outbox_message
                WHERE endpoint = ? AND state IN (1, 2) AND number BETWEEN ? AND ? GROUP BY id
                """, arguments: [endpoint, range.lowerBound, range.upperBound]
        ).map { (number: $0["number"], position: $0["position"]) }
    }

    private func room(_ endpoint: String, _ transaction: WriteTransaction) throws -> Int {
        let waiting = try Int.fetchOne(transaction.database, sql: "SELECT waiting FROM outbox_endpoint WHERE id = ?", arguments: [endpoint]) ?? 0
        return max(0, min(limits.replay, limits.waiting - waiting))
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
