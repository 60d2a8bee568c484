import Foundation
package import GRDB

/// One SQLite file, opened once: write-ahead log, foreign keys, one connection that writes.
package struct Database: Sendable {
    package let path: String
    private let queue: any DatabaseWriter

    /// How long a statement waits for another process (`pulse backup`) that holds the file, seconds.
    private static let busyTimeout: Double = 5

    /// Opens or creates the file and brings its schema up to date.
    ///
    /// - Throws: ``StorageError`` when the file is damaged, newer than this program, or not writable. It is left as it was.
    package init(path: String, migrations: [Migration], profile: DatabaseProfile = .settings) throws {
        self.path = path
        do {
            if FileManager.default.fileExists(atPath: path) { try Self.inspect(path, migrations, profile) }
            queue = try Self.open(path, profile)
            try Self.migrator(migrations).migrate(queue)
        } catch let error as DatabaseError {
            throw Self.explain(error, path)
        }
    }

    package func read<Value>(_ body: (GRDB.Database) throws -> Value) throws -> Value {
        try explained { try queue.read(body) }
    }

    /// The same beside the caller's thread, for what may take a while; with a profile that has readers it does not keep the writer waiting.
    package func readAside<Value: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> Value) async throws -> Value {
        do { return try await queue.read(body) } catch let error as DatabaseError { throw Self.explain(error, path) }
    }

    /// Runs `body` in one transaction: all of it is kept, or nothing.
    package func write<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
        try explained { try queue.write { try body(WriteTransaction(database: $0)) } }
    }

    /// The same beside the caller's thread.
    package func writeAside<Value: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> Value) async throws -> Value {
        do { return try await queue.write { try body(WriteTransaction(database: $0)) } } catch let error as DatabaseError {
            throw Self.explain(error, path)
        }
    }

    /// Copies the whole database to another file while it stays in use, in steps, so that writers wait milliseconds at most and the log
    /// stays as small as it is otherwise.
    ///
    /// - Parameter progress: called after each step with what is left, bytes.
    package func backUp(to destination: String, progress: (_ left: Int64) -> Void = { _ in }) throws {
        try explained {
            let pageSize = try queue.read { try Int64.fetchOne($0, sql: "PRAGMA page_size") ?? 0 }
            try SteppedBackup(of: queue, to: destination).run { progress(Int64($0) * pageSize) }
        }
    }

    /// What the file and its log take on disk, and how much of the file is free for new data, bytes.
    package func size() throws -> DatabaseSize {
        let (pages, free, pageSize) = try read { database in
            (
                try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0, try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0,
                try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            )
        }
        let log = (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int64) ?? 0
        return DatabaseSize(file: pages * pageSize, free: free * pageSize, log: log)
    }

    /// Gives at most `bytes` of free pages back to the file system.
    package func shrink(by bytes: Int64) throws {
        try explained {
            try queue.writeWithoutTransaction { database in
                let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
                // Each row that comes back is a page that was freed; the statement has to be run to its end.
                let rows = try Row.fetchCursor(database, sql: "PRAGMA incremental_vacuum(\(max(1, bytes / pageSize)))")
                while try rows.next() != nil {}
            }
        }
    }

    /// Folds into the file what of the log nobody reads any more; a commit that finds the log full would have to do it.
    package func fold() throws {
        try explained { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") } }
    }

    /// True when the file can be read and written now.
    package func isHealthy() -> Bool {
        (try? queue.write { try $0.execute(sql: "UPDATE heartbeat SET beats = beats + 1") }) != nil
    }

    /// Waits for what is being written, folds the log into the file and closes it. A second time does nothing.
    package func close() throws {
        try explained {
            // As a statement: on a closed connection it throws, where GRDB's `checkpoint` hands SQLite a null pointer.
            try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try queue.close()
        }
    }

    /// Looks at an existing file without being able to change it: every page, and whether this program knows its schema.
    private static func inspect(_ path: String, _ migrations: [Migration], _ profile: DatabaseProfile) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        if profile.readsAllOnOpen {
            let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else { throw StorageError.corrupt(path: path, reason: verdict ?? "no answer to quick_check") }
        }
        let known = migrator(migrations)
        let unknown = try queue.read { try known.appliedIdentifiers($0) }.subtracting(known.migrations)
        guard unknown.isEmpty else { throw StorageError.newerVersion(path: path, unknown: unknown.sorted()) }
        try queue.close()
    }

    private static func open(_ path: String, _ profile: DatabaseProfile) throws -> any DatabaseWriter {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = max(1, profile.readers)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -\(profile.cacheSize / 1024)")
            guard !database.configuration.readonly else { return }
            // Both before WAL, or they read back as the defaults.
            try database.execute(sql: "PRAGMA page_size = \(profile.pageSize)")
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(profile.logSize / profile.pageSize)")
            try database.execute(sql: "PRAGMA secure_delete = \(profile.erasesDeleted ? "ON" : "OFF")")
            // After a large transaction or backup the log goes back to what is usual.
            try database.execute(sql: "PRAGMA journal_size_limit = \(profile.logSize)")
        }
        let opened: any DatabaseWriter =
            profile.readers > 0
            ? try DatabasePool(path: path, configuration: configuration) : try DatabaseQueue(path: path, configuration: configuration)
        // Here and not in `prepareDatabase`: behind it GRDB's pool sets NORMAL, and then a commit returns before it is on the disk.
        try opened.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        chmod(path, 0o600)
        return opened
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
