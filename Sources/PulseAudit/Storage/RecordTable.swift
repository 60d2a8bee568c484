import Foundation
import GRDB
import PulseCore

/// Rows of records.
enum RecordTable {
    static let columns = "sequence, id, operation, event, actor, user, address, path, outcome, key, at, details, previous, hash, signature"

    static func insert(_ records: [AuditRecord], _ database: GRDB.Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO record (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for record in records {
            try statement.execute(arguments: [
                record.sequence, record.id, record.operation, record.event, record.actor.rawValue, record.user, record.address, record.path,
                record.outcome.rawValue, record.keyID, record.at.milliseconds, DetailsForm.data(record.details), record.previousHash, record.hash,
                record.signature,
            ])
        }
    }

    /// A row that cannot be a record is shown as far as it can be: that it was changed is said by its verification.
    static func record(_ row: Row) -> AuditRecord {
        AuditRecord(
            sequence: value(row, 0) ?? 0, id: value(row, 1) ?? "", operation: value(row, 2) ?? "",
            at: Timestamp(milliseconds: value(row, 10) ?? 0), event: value(row, 3) ?? "",
            actor: Actor.Kind(rawValue: value(row, 4) ?? "") ?? .anonymous, user: value(row, 5) ?? "", address: value(row, 6) ?? "",
            path: value(row, 7) ?? "", outcome: AuditEvent.Outcome(rawValue: value(row, 8) ?? "") ?? .failure,
            details: DetailsForm.details(value(row, 11) ?? Data()) ?? [:], previousHash: value(row, 12) ?? Data(), hash: value(row, 13) ?? Data(),
            signature: value(row, 14) ?? "", keyID: value(row, 9) ?? "")
    }

    private static func value<Value: DatabaseValueConvertible>(_ row: Row, _ index: Int) -> Value? {
        Value.fromDatabaseValue(row[index] as DatabaseValue)
    }

    static func one(_ sequence: Int64, _ database: GRDB.Database) throws -> AuditRecord? {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM record WHERE sequence = ?")
        return try Row.fetchOne(statement, arguments: [sequence]).map(record)
    }

    /// Oldest first.
    static func after(_ sequence: Int64, limit: Int, _ database: GRDB.Database) throws -> [AuditRecord] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM record WHERE sequence > ? ORDER BY sequence LIMIT ?")
        return try Row.fetchAll(statement, arguments: [sequence, limit]).map(record)
    }

    static func ends(_ database: GRDB.Database) throws -> (first: Int64, last: Int64)? {
        let first = try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM record")
        let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM record")
        return first.flatMap { first in last.map { (first, $0) } }
    }

    /// Goes through the hashes of a range in their order.
    static func eachHash(from first: Int64, _ database: GRDB.Database, _ body: (Int64, Hash256?) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT sequence, hash FROM record WHERE sequence >= ? ORDER BY sequence", arguments: [first])
        while let row = try rows.next() { try body(value(row, 0) ?? 0, value(row, 1).flatMap { Hash256($0 as Data) }) }
    }
}
