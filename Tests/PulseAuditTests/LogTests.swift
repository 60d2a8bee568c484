import Crypto
import Foundation
import GRDB
import PulseCore
import PulseStorage
import Synchronization
import Testing

@testable import PulseAudit

@Suite("The log and its file", .timeLimit(.minutes(5)))
struct LogTests {
    @Test("a log goes on where it was when it is opened again, under the same key for checkpoints")
    func reopened() throws {
        var test = try TestLog()
        defer { test.remove() }
        try test.append(1...5)
        let identity = test.log.identity
        test = try test.reopened()
        #expect(test.log.identity == identity)
        let more = try test.append(6...7)
        #expect(more.map(\.sequence) == [6, 7])
        try test.log.close()
        let report = try LogVerification(path: test.path, publicKey: identity.publicKey, keys: KeyRing(current: TestLog.key)).run()
        #expect(report.problems == [] && report.checked == 7)
    }

    @Test("with another encryption key the log is not opened, and not begun anew")
    func otherEncryptionKey() throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...2)
        try test.log.close()
        #expect(throws: StorageError.self) { try TestLog(directory: test.directory) }
    }

    @Test(
        "a log that does not end where it was signed is not gone on with: a new signature would cover the change",
        arguments: [
            "DELETE FROM record WHERE sequence = 5", "UPDATE record SET user = 'eve' WHERE sequence = 5", "DELETE FROM head",
            "UPDATE head SET size = 4", "INSERT INTO record SELECT 6, \(RecordTable.columns.dropFirst(10)) FROM record WHERE sequence = 1",
            "DELETE FROM checkpoint",
        ])
    func notLaundered(sql: String) throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...5)
        try test.log.makeCheckpoint(.hour, at: TestLog.start)
        try test.log.database.write { try $0.database.execute(sql: sql) }
        try test.log.close()
        #expect(throws: StorageError.self) { try TestLog(directory: test.directory, sealer: test.sealer) }
    }

    @Test("another writer that came between is noticed with the next event")
    func otherWriter() throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...2)
        try test.log.database.write { transaction in
            try transaction.database.execute(sql: "INSERT INTO record SELECT 3, \(RecordTable.columns.dropFirst(10)) FROM record WHERE sequence = 1")
        }
        #expect(throws: (any Error).self) { try test.append(3...3) }
    }

    private final class Follower: AuditFollower {
        struct Refusal: Error {}
        let refuses = Mutex(false)
        let told = Mutex<[Int64]>([])
        let commits = Mutex(0)

        func appended(_ records: [AuditRecord], in transaction: WriteTransaction) throws {
            if refuses.withLock({ $0 }) { throw Refusal() }
            told.withLock { $0 += records.map(\.sequence) }
        }

        func committed(_ records: [AuditRecord]) { commits.withLock { $0 += 1 } }
    }

    @Test("a follower takes part in the transaction: what it refuses is not kept, and the numbers stay without gaps")
    func followers() throws {
        let follower = Follower()
        let test = try TestLog(followers: [follower])
        defer { test.remove() }
        try test.append(1...2)
        follower.refuses.withLock { $0 = true }
        #expect(throws: Follower.Refusal.self) { try test.append(3...3) }
        follower.refuses.withLock { $0 = false }
        #expect(try test.append(3...3).map(\.sequence) == [3])
        try test.log.makeCheckpoint(.hour, at: TestLog.start)
        #expect(follower.told.withLock { $0 } == [1, 2, 3])
        #expect(follower.commits.withLock { $0 } == 2)
    }

    @Test("checkpoints are chained, and the file outside gets each once, also after a crash between the two")
    func checkpointFile() throws {
        let test = try TestLog()
        defer { test.remove() }
        let path = test.directory + "/checkpoints.jsonl"
        try test.append(1...3)
        try test.log.makeCheckpoint(.start, at: TestLog.start)
        try CheckpointFile(path: path).bringUpToDate(with: test.log)
        try CheckpointFile(path: path).bringUpToDate(with: test.log)
        try test.log.makeCheckpoint(.hour, at: TestLog.start)
        try test.append(4...4)
        try test.log.makeCheckpoint(.hour, at: TestLog.start)
        try CheckpointFile(path: path).bringUpToDate(with: test.log)
        let lines = try #require(CheckpointLine.lines(try String(contentsOfFile: path, encoding: .utf8)))
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(lines.map(\.size) == [3, 3, 4])
        #expect(lines[0].root == lines[1].root && lines[1].root != lines[2].root)
        let report = try LogVerification(path: test.path, publicKey: test.log.identity.publicKey, outside: lines).run()
        #expect(report.problems == [])
        #expect(CheckpointLine.lines("{}") == nil)
        #expect(CheckpointLine.lines("\n \n") == [])
    }

    @Test("lines of checkpoints with other bytes in them are read or refused", arguments: 0..<100)
    func fuzzedLines(seed: UInt64) throws {
        let victim = try Victim.standard.get()
        var generator = Seeded(state: seed)
        var line = try victim.outside[0].json()
        for _ in 0..<3 { line[Int(generator.next() % UInt64(line.count))] = UInt8(truncatingIfNeeded: generator.next()) }
        guard let read = CheckpointLine.lines(String(decoding: line, as: UTF8.self))?.first else { return }
        if read != victim.outside[0], let checkpoint = read.checkpoint, checkpoint != victim.outside[0].checkpoint {
            #expect(!victim.identity.signed(checkpoint))
        }
    }

    @Test("a statement says the same to whoever verifies it, and no other log can use it")
    func statements() throws {
        let signer = LogSigner(origin: "one")
        let checkpoint = try Checkpoint(
            number: 1, size: 3, root: MerkleHash.empty, at: Timestamp(seconds: 1), reason: .hour, previous: .zero
        ).signed(by: signer)
        #expect(signer.identity.signed(checkpoint))
        #expect(!LogIdentity(origin: "two", publicKey: signer.identity.publicKey).signed(checkpoint))
        #expect(!LogIdentity(origin: "one", publicKey: Data(count: 32)).signed(checkpoint))
        #expect(
            String(decoding: checkpoint.body(origin: "one"), as: UTF8.self)
                == "pulse.audit.checkpoint/v1\none\n1\n3\n\(MerkleHash.empty.hex)\n1000\nhour\n\(String(repeating: "0", count: 64))\n")
    }
}

@Suite("Retention of events", .timeLimit(.minutes(5)))
struct RetentionTests {
    @Test("old events go, a tombstone and an event stay, and the rest verifies, again and again")
    func removed() throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...30)
        let first = try test.log.removeEvents(before: TestLog.start + .seconds(11 * 60), days: 7, at: TestLog.start + .seconds(3600))
        #expect((first?.first, first?.last, first?.count) == (1, 10, 10))
        try test.append(31...40)
        let second = try test.log.removeEvents(before: TestLog.start + .seconds(21 * 60), days: 7, at: TestLog.start + .seconds(7200))
        #expect((second?.number, second?.first, second?.last) == (2, 11, 20))
        #expect(try test.log.removeEvents(before: TestLog.start, days: 7, at: TestLog.start + .seconds(7200)) == nil)
        let outside = try test.log.checkpoints(after: 0).map { CheckpointLine($0, of: test.log.identity) }
        let report = try LogVerification(
            path: test.path, publicKey: test.log.identity.publicKey, keys: KeyRing(current: TestLog.key), outside: outside
        ).run()
        #expect(report.problems == [])
        #expect((report.removed, report.firstSequence, report.lastSequence) == (20, 21, 42))
        #expect(outside.map(\.reason) == ["retention", "retention"])
    }

    @Test("what was removed is out of pages, counts and words, and the cleanup is an event by Pulse itself")
    func gone() async throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...30)
        _ = try test.log.removeEvents(before: TestLog.start + .seconds(11 * 60), days: 7, at: TestLog.start + .seconds(3600))
        let all = try await test.log.page(AuditFilter(), AuditPageRequest(limit: 100))
        #expect(all.total == 21 && all.records.count == 21)
        #expect(all.records.first?.event == "audit_cleanup" && all.records.first?.actor == .system)
        #expect(all.records.first?.details["removed"] == "10")
        #expect(try await test.log.page(AuditFilter(text: "thing-5"), AuditPageRequest()).records.isEmpty)
        #expect(try await test.log.page(AuditFilter(text: "thing-25"), AuditPageRequest()).total == 1)
        let anna = try await test.log.page(AuditFilter(user: "anna"), AuditPageRequest())
        #expect(anna.total == 10 && anna.records.count == 10)
    }

    @Test("a clock that was wrong for a while keeps its events and those behind them")
    func clock() throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...3)
        try test.log.append([TestLog.event(10_000)])
        try test.append(4...6)
        let tombstone = try test.log.removeEvents(before: TestLog.start + .seconds(3600), days: 7, at: TestLog.start + .seconds(7200))
        #expect(tombstone?.last == 3)
    }

    @Test("from a log whose hashes are not those that were signed nothing is removed")
    func tampered() throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...10)
        try test.log.database.write { try $0.database.execute(sql: "UPDATE record SET hash = zeroblob(32) WHERE sequence = 3") }
        #expect(throws: StorageError.self) {
            try test.log.removeEvents(before: TestLog.start + .seconds(300), days: 7, at: TestLog.start + .seconds(3600))
        }
        #expect(try test.log.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM record") } == 10)
    }

    @Test("checkpoints are due every hour, removal five minutes after the start and then in its interval, and never with 0 days")
    func schedule() {
        let start = TestLog.start
        var schedule = AuditSchedule(AuditRetention(days: 30, interval: .seconds(7200)), startedAt: start)
        #expect(schedule.due(at: start + .seconds(299)) == [])
        #expect(schedule.due(at: start + .seconds(300)) == [.cleanup])
        #expect(schedule.due(at: start + .seconds(3600)) == [.checkpoint])
        #expect(schedule.due(at: start + .seconds(3601)) == [])
        #expect(schedule.due(at: start + .seconds(7500)) == [.checkpoint, .cleanup])
        var forever = AuditSchedule(AuditRetention(days: 0, interval: .seconds(7200)), startedAt: start)
        #expect(forever.due(at: start + .seconds(100_000)) == [.checkpoint])
        #expect(AuditRetention(days: 0, interval: .seconds(1)).cutoff(at: start) == nil)
        #expect(AuditRetention(days: 1, interval: .seconds(1)).cutoff(at: start) == start - .seconds(86_400))
    }
}
