import Foundation
import GRDB
import PulseAudit
import PulseCore
import PulseStorage

/// What the audit log is compared with: the same columns in a table without index, chain or signature.
struct PlainTable {
    private let database: PulseStorage.Database

    init(path: String) throws {
        let table = "CREATE TABLE plain (sequence INTEGER PRIMARY KEY, id, operation, event, actor, user, address, path, outcome, at, details)"
        database = try PulseStorage.Database(path: path, migrations: [Migration("2026-11-26 plain", table)], profile: .journal)
    }

    func insert(_ events: [AuditEvent], from sequence: Int64) throws {
        try database.write { transaction in
            let statement = try transaction.database.cachedStatement(sql: "INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for (index, event) in events.enumerated() {
                try statement.execute(arguments: [
                    sequence + Int64(index), event.id, event.id, event.event, event.actor.kind.rawValue, event.actor.name, event.address, event.path,
                    event.outcome.rawValue, event.at.milliseconds, DetailsForm.data(event.details),
                ])
            }
        }
    }

    func close() throws { try database.close() }

    /// Reads a whole log once, as the cheapest thing that can be done with it; seconds.
    static func read(log path: String, _ clock: ContinuousClock) throws -> Double {
        let queue = try DatabaseQueue(path: path)
        let begin = clock.now
        _ = try queue.read { try Int64.fetchOne($0, sql: "SELECT sum(length(details) + length(hash) + length(signature) + at) FROM record") }
        return (clock.now - begin).seconds
    }

    /// A page and its count by looking at every row; milliseconds.
    static func scan(log path: String, _ clock: ContinuousClock) throws -> Double {
        let queue = try DatabaseQueue(path: path)
        let begin = clock.now
        _ = try queue.read { try Int64.fetchOne($0, sql: "SELECT count(*) FROM record NOT INDEXED WHERE event = 'login' AND user = 'nobody'") }
        return (clock.now - begin).milliseconds
    }
}
