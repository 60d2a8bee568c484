import GRDB
import PulseCore
package import PulseStorage

/// The endpoints of an outbox, as far as delivery knows them: by their id, and how they are.
package struct OutboxEndpoints: Sendable {
    private let database: DatabaseSource

    package init(database: DatabaseSource) { self.database = database }

    package func add(_ id: String, isPaused: Bool, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "INSERT INTO outbox_endpoint (id, paused) VALUES (?, ?)", arguments: [id, isPaused])
    }

    /// With everything that waits for it.
    package func remove(_ id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM outbox_endpoint WHERE id = ?", arguments: [id])
    }

    package func setPaused(_ isPaused: Bool, of id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "UPDATE outbox_endpoint SET paused = ? WHERE id = ?", arguments: [isPaused, id])
    }

    /// Forgets that the receiver wanted nothing any more, and that it has to be waited for: somebody changed something.
    package func reset(_ id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "UPDATE outbox_endpoint SET disabled_reason = NULL, disabled_at = NULL, disabled_told = 1, retry_at = NULL WHERE id = ?",
            arguments: [id])
    }

    package func all() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT id FROM outbox_endpoint ORDER BY id") }
    }

    package func status(of id: String) throws -> EndpointStatus? {
        try database.read { database in
            guard
                let row = try Row.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT *, (SELECT created_at FROM outbox_message WHERE endpoint = outbox_endpoint.id AND state = 0
                                ORDER BY position LIMIT 1) AS oldest
                            FROM outbox_endpoint WHERE id = ?
                            """), arguments: [id])
            else { return nil }
            return EndpointStatus(row: row)
        }
    }

    /// Endpoints and messages whose end has not been told yet.
    func untold() throws -> [DeliveryEvent] {
        try database.read { database in
            let disabled = try Row.fetchAll(database, sql: "SELECT id, disabled_reason FROM outbox_endpoint WHERE disabled_told = 0").map {
                DeliveryEvent.disabled(endpoint: $0["id"], reason: $0["disabled_reason"] ?? "")
            }
            // Where nothing is dead the index of the message table is not touched.
            let dead = try Row.fetchAll(
                database,
                sql: """
                    SELECT message.* FROM outbox_endpoint JOIN outbox_message AS message ON message.endpoint = outbox_endpoint.id AND message.state = 2
                    WHERE outbox_endpoint.dead > 0 AND message.told = 0 ORDER BY message.position LIMIT 100
                    """
            ).map { DeliveryEvent.dead(OutboxMessage(row: $0)) }
            return disabled + dead
        }
    }

    func markTold(_ event: DeliveryEvent) throws {
        try database.write { transaction in
            switch event {
            case .disabled(let endpoint, _):
                try transaction.database.execute(sql: "UPDATE outbox_endpoint SET disabled_told = 1 WHERE id = ?", arguments: [endpoint])
            case .dead(let message):
                try transaction.database.execute(sql: "UPDATE outbox_message SET told = 1 WHERE position = ?", arguments: [message.position])
            }
        }
    }
}

extension EndpointStatus {
    fileprivate init(row: Row) {
        func time(_ name: String) -> Timestamp? { (row[name] as Int64?).map { Timestamp(milliseconds: $0) } }
        let (reason, skipped) = (row["disabled_reason"] as String?, row["skipped"] as Int)
        self.init(
            isPaused: row["paused"], disabled: reason.flatMap { reason in time("disabled_at").map { Disabled(reason: reason, at: $0) } },
            waiting: row["waiting"], dead: row["dead"], oldestWaitingAt: time("oldest"), lastDeliveryAt: time("delivered_at"),
            lastError: row["error"],
            nextAttemptAt: time("retry_at"), deliveredNumber: row["delivered_number"],
            skipped: skipped > 0 ? Skipped(count: skipped, first: row["skipped_first"], last: row["skipped_last"]) : nil)
    }
}
