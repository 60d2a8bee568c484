import Foundation
import GRDBSQLite
import PulseCore
import PulseStorage

/// A log that is only looked at: the file of a running server at one moment, or a copy of it. Nothing is written beside it either.
final class LogFile {
    private let connection: OpaquePointer
    private let path: String

    /// - Throws: `StorageError`
    init(path: String) throws {
        self.path = path
        guard FileManager.default.isReadableFile(atPath: path) else { throw StorageError.notReadable(path: path) }
        // A file of write-ahead mode that lies alone would get files beside it, or not open at all where nothing may be written.
        let isAlone = !FileManager.default.fileExists(atPath: path + "-wal")
        let address = URL(fileURLWithPath: path).absoluteString + (isAlone ? "?immutable=1" : "?mode=ro")
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(address, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close(opened)
            throw StorageError.corrupt(path: path, reason: "it cannot be opened as a database")
        }
        connection = opened
        sqlite3_busy_timeout(connection, 5000)
        // Everything is read of the same moment.
        try run("BEGIN")
        try each("SELECT count(*) FROM sqlite_schema") { _ in }
    }

    deinit { sqlite3_close_v2(connection) }

    static func notALog(_ path: String) -> StorageError { .corrupt(path: path, reason: "it is not an audit log") }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    private var failure: StorageError { .corrupt(path: path, reason: String(cString: sqlite3_errmsg(connection))) }

    /// - Parameter row: says with false that it has enough.
    private func each(_ sql: String, while row: (OpaquePointer) throws -> Bool) throws {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else { throw failure }
        defer { sqlite3_finalize(statement) }
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure }
            guard try row(statement) else { return }
        }
    }

    private func each(_ sql: String, _ row: (OpaquePointer) throws -> Void) throws {
        try each(sql) { statement in
            try row(statement)
            return true
        }
    }

    func identity() throws -> LogIdentity? {
        var found: LogIdentity?
        try each("SELECT origin, public_key FROM log") { found = LogIdentity(origin: $0.text(0), publicKey: $0.data(1)) }
        return found
    }

    func head() throws -> Head? {
        var found: Head?
        try each("SELECT size, frontier, hash, checkpoint, tombstone, at, signature FROM head WHERE id = 1") { row in
            guard let frontier = Frontier(size: row.integer(0), data: row.data(1)), let hash = Hash256(row.data(2)) else { return }
            found = Head(
                frontier: frontier, hash: hash, checkpoint: row.integer(3), tombstone: row.integer(4),
                at: Timestamp(milliseconds: row.integer(5)), signature: row.data(6))
        }
        return found
    }

    /// In the order of their numbers; nil where a row is none.
    func checkpoints() throws -> [(number: Int64, checkpoint: Checkpoint?)] {
        var found: [(Int64, Checkpoint?)] = []
        try each("SELECT number, size, root, at, reason, previous, signature FROM checkpoint ORDER BY number") { row in
            let parts = (Hash256(row.data(2)), Checkpoint.Reason(rawValue: row.text(4)), Hash256(row.data(5)))
            guard case (let root?, let reason?, let previous?) = parts else { return found.append((row.integer(0), nil)) }
            let checkpoint = Checkpoint(
                number: row.integer(0), size: row.integer(1), root: root, at: Timestamp(milliseconds: row.integer(3)), reason: reason,
                previous: previous, signature: row.data(6))
            found.append((checkpoint.number, checkpoint))
        }
        return found
    }

    /// In the order of their numbers; nil where a row is none.
    func tombstones() throws -> [(number: Int64, tombstone: Tombstone?)] {
        var found: [(Int64, Tombstone?)] = []
        try each("SELECT number, first, last, hash, frontier, at, reason, signature FROM tombstone ORDER BY number") { row in
            guard let frontier = Frontier(size: row.integer(2), data: row.data(4)), let hash = Hash256(row.data(3)) else {
                return found.append((row.integer(0), nil))
            }
            let tombstone = Tombstone(
                number: row.integer(0), first: row.integer(1), frontier: frontier, hash: hash, at: Timestamp(milliseconds: row.integer(5)),
                reason: row.text(6), signature: row.data(7))
            found.append((tombstone.number, tombstone))
        }
        return found
    }

    func count() throws -> Int64 {
        var count: Int64 = 0
        try each("SELECT count(*) FROM record") { count = $0.integer(0) }
        return count
    }

    /// All records in their order.
    ///
    /// - Parameter row: says with false that it has enough.
    func records(while row: (RecordRow) -> Bool) throws {
        try each("SELECT \(RecordTable.columns) FROM record ORDER BY sequence", while: { row(RecordRow(statement: $0)) })
    }

    func withRecord<Result>(at sequence: Int64, _ body: (RecordRow) -> Result) throws -> Result? {
        var result: Result?
        try each("SELECT \(RecordTable.columns) FROM record WHERE sequence = \(sequence)") { result = body(RecordRow(statement: $0)) }
        return result
    }

    /// Where a record stands that has this id; goes through the whole log.
    func place(ofID id: String) throws -> Int64? {
        guard RecordIdentifier.sequence(of: id) != nil else { return nil }
        var found: Int64?
        try each("SELECT sequence FROM record WHERE substr(id, 1, 13) = '\(id.prefix(13))' LIMIT 1") { found = $0.integer(0) }
        return found
    }
}

extension OpaquePointer {
    fileprivate func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(self, column) }

    fileprivate func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // The blob before its length: sqlite3.h says that the other order may convert in between.
        let start = sqlite3_column_blob(self, column)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(self, column)))
    }

    fileprivate func data(_ column: Int32) -> Data { Data(bytes(column)) }

    fileprivate func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
}

/// A row of a record where it lies; good until the next one is asked for.
struct RecordRow: StoredRecord {
    fileprivate let statement: OpaquePointer

    var sequence: Int64 { statement.integer(0) }
    var milliseconds: Int64 { statement.integer(10) }
    var previous: Hash256 { Hash256(statement.bytes(12)) ?? .zero }
    var hash: Hash256? { Hash256(statement.bytes(13)) }

    func withText<Result>(_ column: TextColumn, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(statement.bytes(column.rawValue + 1))
    }

    func withDetails<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(statement.bytes(11)) }

    func withSignature<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(statement.bytes(14)) }

    /// Every column has the type that it was written with: a text that became a blob has the same bytes and is another value.
    var isWellFormed: Bool {
        for column: Int32 in 0..<15 {
            let expected =
                switch column {
                case 0, 10: SQLITE_INTEGER
                case 11, 12, 13: SQLITE_BLOB
                default: SQLITE_TEXT
                }
            guard sqlite3_column_type(statement, column) == expected else { return false }
        }
        return statement.bytes(12).count == Hash256.byteCount
    }
}

extension RecordRow {
    /// A copy that stays good.
    var record: AuditRecord {
        AuditRecord(
            sequence: sequence, id: text(.id), operation: text(.operation), at: Timestamp(milliseconds: milliseconds), event: text(.event),
            actor: Actor.Kind(rawValue: text(.actor)) ?? .anonymous, user: text(.user), address: text(.address), path: text(.path),
            outcome: AuditEvent.Outcome(rawValue: text(.outcome)) ?? .failure, details: DetailsForm.details(withDetails { Data($0) }) ?? [:],
            previousHash: previous.data, hash: hash?.data ?? Data(), signature: withSignature { String(decoding: $0, as: UTF8.self) },
            keyID: text(.key))
    }
}
