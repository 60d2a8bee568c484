import Crypto
import Foundation
import GRDB
import PulseCore
import PulseStorage
import Synchronization
import Testing

@testable import PulseAudit

@Suite("The audit trail of a running server", .timeLimit(.minutes(5)))
struct ServiceTests {
    private final class Clock: Sendable {
        private let at = Mutex(TestLog.start)
        func advance(_ duration: Duration) { at.withLock { $0 = $0 + duration } }
        var now: Timestamp { at.withLock { $0 } }
    }

    private let sealer = Sealer(key: SymmetricKey(size: .bits256))
    private let directory: String
    private let clock = Clock()

    init() throws {
        directory = NSTemporaryDirectory() + "pulse-audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func service(keys: KeyRing = KeyRing(current: TestLog.key), told: @escaping @Sendable (String?) -> Void = { _ in }) -> AuditService {
        let (directory, sealer, clock) = (directory, sealer, clock)
        return AuditService(
            now: { clock.now }, told: told, open: { try TestLog(keys: keys, directory: directory, sealer: sealer).log })
    }

    private var path: String { directory + "/audit.db" }

    @Test("events of callers that wait together are all kept, in few transactions, and the chain is whole")
    func together() async throws {
        let service = service()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...200 { group.addTask { try await service.record(TestLog.event(number)) } }
            try await group.waitForAll()
        }
        let log = try service.log()
        #expect(try await log.state().events == 200)
        try await service.close()
        #expect(try LogVerification(path: path, keys: KeyRing(current: TestLog.key)).run().problems == [])
    }

    @Test("callers that arrive while a commit runs share the next one")
    func grouped() async throws {
        let batches = Mutex<[Int]>([])
        let gate = DispatchSemaphore(value: 0)
        let commits = GroupCommit { events in
            let isFirst = batches.withLock { batches in
                batches.append(events.count)
                return batches.count == 1
            }
            if isFirst { gate.wait() }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await commits.record(TestLog.event(1)) }
            while batches.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
            for number in 2...50 { group.addTask { try await commits.record(TestLog.event(number)) } }
            // The first commit ends when all others wait.
            while commits.waitingCount < 49 { try await Task.sleep(for: .milliseconds(1)) }
            gate.signal()
            try await group.waitForAll()
        }
        #expect(batches.withLock { $0 } == [1, 49])
    }

    @Test("after stopping nothing is recorded, and whoever tries is told")
    func closed() async throws {
        let service = service()
        try await service.close()
        await #expect(throws: AuditUnavailable.self) { try await service.record(TestLog.event(1)) }
    }

    @Test("a damaged file is left as it is, and refuses with a sentence until it is gone")
    func damaged() async throws {
        let garbage = Data(repeating: 7, count: 8192)
        try garbage.write(to: URL(fileURLWithPath: path))
        let told = Mutex<[String?]>([])
        let service = service { reason in told.withLock { $0.append(reason) } }
        await #expect(throws: AuditUnavailable.self) { try await service.record(TestLog.event(1)) }
        #expect(service.problem?.contains("audit.db is damaged") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: AuditUnavailable.self, "not tried again at once") { try await service.record(TestLog.event(1)) }
        clock.advance(AuditService.retryInterval)
        try await service.record(TestLog.event(1))
        #expect(service.problem == nil)
        let reasons = told.withLock { $0.map { $0 ?? "works" } }
        #expect(reasons.count == 2 && reasons.last == "works")
        try await service.close()
    }

    @Test("a newer file is left alone")
    func newer() async throws {
        try await service().close()
        let database = try Database(path: path, migrations: AuditSchema.migrations + [Migration("2099-01-01 later", "SELECT 1")], profile: .journal)
        try database.close()
        let service = service()
        #expect(service.problem?.contains("newer version") == true)
    }

    @Test("a file that refuses to be written refuses events, and takes them when it can be written again")
    func fullDisk() async throws {
        let service = service()
        try await service.record(TestLog.event(1))
        let database = try service.log().database
        // As a full disk: SQLite may not have another page.
        try database.write { try $0.database.execute(sql: "PRAGMA max_page_count = 1") }
        var failed = 0
        for number in 2...400 where (try? await service.record(TestLog.event(number))) == nil { failed += 1 }
        #expect(failed > 0)
        #expect(service.problem?.contains("Cannot write") == true)
        try database.write { try $0.database.execute(sql: "PRAGMA max_page_count = 1073741823") }
        await service.check()
        #expect(service.problem == nil)
        try await service.record(TestLog.event(401))
        try await service.close()
        let report = try LogVerification(path: path, keys: KeyRing(current: TestLog.key)).run()
        #expect(report.problems == [])
        #expect(report.checked == Int64(401 - failed))
    }

    @Test("a new signing key is an event that names both, and the past still verifies with the old one")
    func rotation() async throws {
        let old = service()
        try await old.record(TestLog.event(1))
        try await old.close()
        let newKey = SigningKey(bytes: Array("another signing key of 32 bytes and more".utf8))
        let keys = KeyRing(current: newKey, previous: [TestLog.key])
        let new = service(keys: keys)
        try await new.record(TestLog.event(2))
        let page = try await new.log().page(AuditFilter(), AuditPageRequest())
        #expect(page.records.map(\.event) == ["token.create", KeyChange.eventName, "source.add"])
        let change = page.records[1]
        #expect(change.details["from"] == TestLog.key.id && change.details["to"] == newKey.id && change.details["previousKeyKnown"] == "yes")
        #expect(change.keyID == newKey.id)
        #expect(page.records.allSatisfy { $0.verdict(keys) == .verified })
        #expect(try new.log().checkpoints(limit: 1).first?.reason == .key)
        try await new.close()
        #expect(try LogVerification(path: path, keys: keys).run().problems == [])
        let unsigned = service(keys: .empty)
        try await unsigned.record(TestLog.event(3))
        let last = try await unsigned.log().page(AuditFilter(event: KeyChange.eventName), AuditPageRequest(limit: 1)).records
        #expect(last.first?.details["to"] == "none" && last.first?.details["previousKeyKnown"] == "no")
        try await unsigned.close()
        let report = try LogVerification(path: path, keys: keys).run()
        #expect(report.problems == [] && report.unsigned == 2)
    }
}
