import Foundation
import GRDB
import PulseCore
import PulseStorage
import Testing

/// On real files in a temporary directory.
@Suite("Database and data directory", .timeLimit(.minutes(5)))
struct DatabaseTests {
    private let directory = NSTemporaryDirectory() + "pulse-storage-\(UUID().uuidString)"
    private let notes = [Migration("2026-01-01 notes", "CREATE TABLE note (text TEXT NOT NULL)")]

    private func open() throws -> PulseStorage.Database {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        return try Database(path: "\(directory)/pulse.db", migrations: notes)
    }

    @Test("what was written is there after opening again")
    func persists() throws {
        let first = try open()
        try first.write { try $0.database.execute(sql: "INSERT INTO note VALUES ('kept')") }
        try first.close()
        // Whoever shuts down need not know whether somebody else did already.
        try first.close()
        #expect(try open().read { try String.fetchAll($0, sql: "SELECT text FROM note") } == ["kept"])
    }

    @Test("whatever the file is for, a commit returns when it is on the disk", arguments: [DatabaseProfile.settings, .history, .journal])
    func durable(profile: DatabaseProfile) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let database = try Database(path: "\(directory)/pulse.db", migrations: notes, profile: profile)
        // 2 is FULL: SQLite then waits for the disk at every commit, with NORMAL (1) only at every fold of the log.
        #expect(try database.write { try Int.fetchOne($0.database, sql: "PRAGMA synchronous") } == 2)
        #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try database.close()
    }

    @Test("a transaction that throws leaves nothing behind")
    func rollsBack() throws {
        struct Stop: Error {}
        let database = try open()
        #expect(throws: Stop.self) {
            try database.write {
                try $0.database.execute(sql: "INSERT INTO note VALUES ('half')")
                throw Stop()
            }
        }
        #expect(try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM note") } == 0)
    }

    @Test("a file of a newer version is refused and left as it was")
    func newer() throws {
        try open().close()
        let path = "\(directory)/pulse.db"
        try Database(path: path, migrations: notes + [Migration("2099-01-01 future", "CREATE TABLE future (x)")]).close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: StorageError.newerVersion(path: path, unknown: ["2099-01-01 future"])) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test("a file that is not a database, or is torn, is refused and left as it was", arguments: [0, 3000])
    func corrupt(keep: Int) throws {
        let database = try open()
        try database.write { transaction in
            for index in 0..<500 { try transaction.database.execute(sql: "INSERT INTO note VALUES (?)", arguments: ["line \(index) of some length"]) }
        }
        try database.close()
        let url = URL(fileURLWithPath: "\(directory)/pulse.db")
        var bytes = try Data(contentsOf: url)
        bytes.replaceSubrange(keep..<min(keep + 9000, bytes.count), with: Data(repeating: 0x5A, count: min(9000, bytes.count - keep)))
        try bytes.write(to: url)
        #expect {
            try open()
        } throws: { error in
            guard case StorageError.corrupt? = error as? StorageError else { return false }
            return true
        }
        #expect(try Data(contentsOf: url) == bytes)
    }

    @Test("a backup is complete while writing goes on")
    func backup() throws {
        let database = try open()
        try database.write { try $0.database.execute(sql: "INSERT INTO note VALUES ('saved')") }
        try database.backUp(to: "\(directory)/copy.db")
        let copy = try Database(path: "\(directory)/copy.db", migrations: notes)
        #expect(try copy.read { try String.fetchOne($0, sql: "SELECT text FROM note") } == "saved")
    }

    @Test("the log stays small while a large file is copied and written, and the copy has what was written meanwhile")
    func boundedLog() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var profile = DatabaseProfile.history
        profile.logSize = 1 << 20
        let database = try Database(path: "\(directory)/large.db", migrations: notes, profile: profile)
        func insert() throws { try database.write { try $0.database.execute(sql: "INSERT INTO note VALUES (hex(zeroblob(200000)))") } }
        for _ in 0..<60 { try insert() }
        var (steps, largest) = (0, Int64(0))
        try database.backUp(to: "\(directory)/copy.db") { left in
            steps += 1
            // Each step copies a megabyte; less than that comes in.
            if left > 0 { try? insert() }
            largest = max(largest, (try? database.size().log) ?? .max)
        }
        #expect(steps > 24 && largest < 4 << 20, "\(steps) steps, a log of \(largest) bytes")
        let copy = try Database(path: "\(directory)/copy.db", migrations: notes)
        #expect(try copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM note WHERE length(text) = 400000") } == 60 + steps - 1)
        #expect(try copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    }

    @Test("a second server on the same directory is told who holds it")
    func lock() throws {
        let first = try DataDirectory(path: directory)
        #expect(throws: StorageError.directoryInUse(path: directory, holder: "\(getpid())")) { try DataDirectory(path: directory) }
        withExtendedLifetime(first) {}
    }

    @Test("the lock ends with its holder")
    func unlock() throws {
        do { _ = try DataDirectory(path: directory) }
        _ = try DataDirectory(path: directory)
    }

    @Test("a directory that cannot be made is an explanation")
    func unwritable() {
        #expect(throws: StorageError.self) { try DataDirectory(path: "/proc/pulse-cannot-be-here") }
    }
}
