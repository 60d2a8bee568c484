import Foundation
import GRDB
package import PulseCore
package import PulseStorage

/// The messages that wait, and what becomes of them.
package struct OutboxQueue: Sendable {
    private let database: DatabaseSource
    private let limits: OutboxLimits

    package init(database: DatabaseSource, limits: OutboxLimits = .standard) {
        self.database = database
        self.limits = limits
    }

    /// Queues messages in the caller's transaction, in their order; where an endpoint has no room they are counted as skipped.
    ///
    /// - Returns: how many were queued.
    @discardableResult
    package func add(_ drafts: [OutboxDraft], to endpoint: String, at now: Timestamp, in transaction: WriteTransaction) throws -> Int {
        let waiting = try Int.fetchOne(
            transaction.database.cachedStatement(sql: "SELECT waiting FROM outbox_endpoint WHERE id = ?"), arguments: [endpoint])
        guard let waiting else { return 0 }
        let room = max(0, min(drafts.count, limits.waiting - waiting))
        for draft in drafts.prefix(room) { try insert(draft, endpoint, now, transaction) }
        if room < drafts.count { try skip(Array(drafts.dropFirst(room)), endpoint, transaction) }
        return room
    }

    private func insert(_ draft: OutboxDraft, _ endpoint: String, _ now: Timestamp, _ transaction: WriteTransaction) throws {
        try transaction.database.cachedStatement(
            sql: "INSERT INTO outbox_message (endpoint, id, number, label, created_at, body) VALUES (?, ?, ?, ?, ?, ?)"
        )
        .execute(arguments: [endpoint, draft.id, draft.number, draft.label, now.milliseconds, Data(draft.body)])
    }

    private func skip(_ drafts: [OutboxDraft], _ endpoint: String, _ transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                UPDATE outbox_endpoint
                SET skipped = skipped + ?, skipped_first = coalesce(skipped_first, ?), skipped_last = coalesce(?, skipped_last)
                WHERE id = ?
                """, arguments: [drafts.count, drafts.first?.number, drafts.last?.number, endpoint])
    }

    /// The first messages that wait, in their order.
    package func waiting(_ endpoint: String, limit: Int) throws -> [OutboxMessage] {
        try database.read { database in
            try Row.fetchAll(
                database.cachedStatement(sql: "SELECT * FROM outbox_message WHERE endpoint = ? AND state = 0 ORDER BY position LIMIT ?"),
                arguments: [endpoint, limit]
            ).map(OutboxMessage.init(row:))
        }
    }

    /// Keeps what became of messages, in one transaction, and lets the oldest of the delivery log go.
    package func settle(_ receipts: [Receipt], of endpoint: String, at now: Timestamp) throws {
        try database.write { transaction in
            for receipt in receipts { try settle(receipt, transaction) }
            if let last = receipts.last { try note(last, endpoint, transaction) }
            if receipts.contains(where: { $0.verdict == .delivered }) { try prune(endpoint, at: now, transaction) }
        }
    }

    private func settle(_ receipt: Receipt, _ transaction: WriteTransaction) throws {
        let state: OutboxMessage.State =
            switch receipt.verdict {
            case .delivered: .delivered
            case .dead: .dead
            case .again, .disabled: .waiting
            }
        try transaction.database.cachedStatement(
            sql: "UPDATE outbox_message SET state = ?, attempts = ?, attempted_at = ?, status = ?, error = ? WHERE position = ?"
        )
        .execute(arguments: [
            state.rawValue, receipt.attempt, receipt.at.milliseconds, receipt.outcome.status, receipt.outcome.reason, receipt.position,
        ])
        if receipt.verdict == .delivered {
            try transaction.database.cachedStatement(
                sql: "UPDATE outbox_endpoint SET delivered_at = ?, delivered_number = coalesce(?, delivered_number) WHERE id = ?"
            )
            .execute(arguments: [receipt.at.milliseconds, receipt.number, receipt.endpoint])
        }
    }

    /// What the last attempt says about the endpoint itself.
    private func note(_ receipt: Receipt, _ endpoint: String, _ transaction: WriteTransaction) throws {
        var retryAt: Int64?
        if case .again(let at) = receipt.verdict { retryAt = at.milliseconds }
        try transaction.database.execute(
            sql: "UPDATE outbox_endpoint SET retry_at = ?, error = ? WHERE id = ?", arguments: [retryAt, receipt.outcome.reason, endpoint])
        guard receipt.verdict == .disabled else { return }
        try transaction.database.execute(
            sql: "UPDATE outbox_endpoint SET disabled_reason = ?, disabled_at = ?, disabled_told = 0 WHERE id = ?",
            arguments: [receipt.outcome.reason ?? "", receipt.at.milliseconds, endpoint])
    }

    private func prune(_ endpoint: String, at now: Timestamp, _ transaction: WriteTransaction) throws {
        let newestToGo = try Int64.fetchOne(
            transaction.database.cachedStatement(
                sql: "SELECT position FROM outbox_message WHERE endpoint = ? AND state = 1 ORDER BY position DESC LIMIT 1 OFFSET ?"),
            arguments: [endpoint, limits.delivered])
        if let newestToGo {
            try transaction.database.cachedStatement(sql: "DELETE FROM outbox_message WHERE endpoint = ? AND state = 1 AND position <= ?")
                .execute(arguments: [endpoint, newestToGo])
        }
        // The oldest ones first, so that this stops at the first that is young enough.
        try transaction.database.cachedStatement(
            sql: """
                DELETE FROM outbox_message WHERE position IN
                (SELECT position FROM outbox_message WHERE endpoint = ? AND state = 1 ORDER BY position LIMIT 100) AND attempted_at < ?
                """
        )
        .execute(arguments: [endpoint, (now - limits.deliveredAge).milliseconds])
    }
}

/// What became of one attempt.
package struct Receipt: Sendable, Equatable {
    package let endpoint: String
    package let position: Int64
    package let number: Int64?
    package let attempt: Int
    package let at: Timestamp
    package let outcome: DeliveryOutcome
    package let verdict: EndpointState.Verdict

    package init(_ message: OutboxMessage, attempt: Int, at: Timestamp, outcome: DeliveryOutcome, verdict: EndpointState.Verdict) {
        endpoint = message.endpoint
        position = message.position
        number = message.draft.number
        self.attempt = attempt
        self.at = at
        self.outcome = outcome
        self.verdict = verdict
    }
}

extension OutboxMessage {
    init(row: Row) {
        func time(_ name: String) -> Timestamp? { (row[name] as Int64?).map { Timestamp(milliseconds: $0) } }
        self.init(
            endpoint: row["endpoint"], position: row["position"],
            draft: OutboxDraft(id: row["id"], number: row["number"], label: row["label"], body: [UInt8](row["body"] as Data)),
            createdAt: time("created_at") ?? Timestamp(seconds: 0), attempts: row["attempts"], state: State(rawValue: row["state"]) ?? .waiting,
            lastAttemptAt: time("attempted_at"), status: row["status"], error: row["error"])
    }
}
