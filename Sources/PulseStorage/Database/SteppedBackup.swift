import GRDB
import GRDBSQLite

/// A copy of a database that is made in steps on the connection that writes.
///
/// GRDB's own `backup` reads in one transaction from begin to end: until it is over the log of a large file cannot be folded back and grows
/// with every tick. Between these steps nothing is held. What the same connection writes meanwhile SQLite puts into the copy as well
/// (sqlite3_backup_step: a change by another connection would begin the copy anew), so the copy is of the moment of the last step.
struct SteppedBackup {
    /// Of SQLite's pages: the writer waits about a millisecond for that many.
    private static let pages: Int32 = 256

    private let source: any DatabaseWriter
    private let copy: DatabaseQueue
    private let handle: OpaquePointer

    init(of source: any DatabaseWriter, to destination: String) throws {
        self.source = source
        copy = try DatabaseQueue(path: destination)
        let target = copy.inDatabase { $0.sqliteConnection }
        let begun = source.unsafeReentrantWrite { sqlite3_backup_init(target, "main", $0.sqliteConnection, "main") }
        guard let begun else { throw copy.inDatabase { DatabaseError(resultCode: $0.lastErrorCode, message: $0.lastErrorMessage) } }
        handle = begun
    }

    /// - Parameter progress: called between steps with the pages that are left.
    func run(_ progress: (Int) throws -> Void) throws {
        do {
            while try step() { try progress(Int(sqlite3_backup_remaining(handle))) }
        } catch {
            finish()
            throw error
        }
        try progress(0)
        let result = finish()
        guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
        try copy.close()
    }

    /// - Returns: whether something is left to do.
    private func step() throws -> Bool {
        let result = try source.writeWithoutTransaction { database in
            // Closed meanwhile.
            guard database.sqliteConnection != nil else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "The database was closed") }
            return sqlite3_backup_step(handle, Self.pages)
        }
        guard result == SQLITE_OK || result == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: result), message: copy.inDatabase { $0.lastErrorMessage })
        }
        return result == SQLITE_OK
    }

    @discardableResult
    private func finish() -> Int32 { source.unsafeReentrantWrite { _ in sqlite3_backup_finish(handle) } }
}
