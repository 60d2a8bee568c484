import Foundation
package import GRDB

/// One SQLite file, opened once: write-ahead log, foreign keys, one connection.
package struct Database: Sendable {
    package let path: String
    private let queue: DatabaseQueue

    /// How long a statement waits for another process (`pulse backup`) that holds the file, seconds.
    private static let busyTimeout: Double = 5

    /// Opens or creates the file and brings its schema up to date.
    ///
    /// - Throws: ``StorageError`` when the file is damaged, newer than this program, or not writable. It is left as it was.
    package init(path: String, migrations: [Migration]) throws {
        self.path = path
        do {
            if FileManager.default.fileExists(atPath: path) { try Self.inspect(path, migrations) }
            queue = try Self.open(path)
            try Self.migrator(migrations).migrate(queue)
        } catch let error as DatabaseError {
            throw Self.explain(error, path)
        }
    }

    package func read<Value>(_ body: (GRDB.Database) throws -> Value) throws -> Value {
        try explained { try queue.read(body) }
    }

    /// Runs `body` in one transaction: all of it is kept, or nothing.
    package func write<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
        try explained { try queue.write { try body(WriteTransaction(database: $0)) } }
    }

    /// Copies the whole database to another file while it stays in use, in steps, so that writers wait milliseconds at most.
    package func backUp(to destination: String) throws {
        try explained {
            let copy = try DatabaseQueue(path: destination)
            try queue.backup(to: copy, pagesPerStep: 256)
            try copy.close()
        }
    }

    /// True when the file can be read and written now.
    package func isHealthy() -> Bool {
        (try? queue.write { try $0.execute(sql: "UPDATE heartbeat SET beats = beats + 1") }) != nil
    }

    /// Waits for what is being written, folds the log into the file and closes it.
    package func close() throws {
        try explained {
            _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try queue.close()
        }
    }

    /// Looks at an existing file without being able to change it: every page, and whether this program knows its schema.
    private static func inspect(_ path: String, _ migrations: [Migration]) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard verdict == "ok" else { throw StorageError.corrupt(path: path, reason: verdict ?? "no answer to quick_check") }
        let known = migrator(migrations)
        let unknown = try queue.read { try known.appliedIdentifiers($0) }.subtracting(known.migrations)
        guard unknown.isEmpty else { throw StorageError.newerVersion(path: path, unknown: unknown.sorted()) }
        try queue.close()
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.prepareDatabase { database in
            // Before WAL, or it reads back as none.
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            // Survives a crash of the process in any case; a power cut may cost the last transactions unless FULL.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cache_size = -512")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        chmod(path, 0o600)
        return queue
    }

    private static func migrator(_ migrations: [Migration]) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        let heartbeat = Migration("2026-11-24 heartbeat", "CREATE TABLE heartbeat (beats INTEGER NOT NULL); INSERT INTO heartbeat VALUES (0)")
        for migration in [heartbeat] + migrations {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        return migrator
    }

    private func explained<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw Self.explain(error, path) }
    }

    private static func explain(_ error: DatabaseError, _ path: String) -> any Error {
        let reason = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return StorageError.corrupt(path: path, reason: reason)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_BUSY:
            return StorageError.notWritable(path: path, reason: reason)
        // A constraint that failed is an answer, not a fault: the store that asked knows what it means.
        default: return error
        }
    }
}
