import GRDB
import PulseCore
import PulseStorage
import Synchronization
import Testing

@testable import PulseAudit

@Suite("Tallies and words, which follow the records", .timeLimit(.minutes(5)))
struct AnswerTests {
    private func known(_ test: TestLog) throws -> Int64 { try test.log.database.read(AnswerTables.last) }

    @Test("a commit leaves them for later, and no more than a limit of events")
    func behind() throws {
        let test = try TestLog()
        defer { test.remove() }
        for number in 1..<Int(AnswerTables.mostBehind) { try test.append(number...number) }
        #expect(try known(test) == 0)
        try test.append(512...512)
        #expect(try known(test) == 512)
        try test.append(513...520)
        #expect(try known(test) == 512)
        try test.append(521...2521)
        #expect(try known(test) == 2521)
    }

    @Test("they are brought up by whoever has the time, and by a question for words")
    func broughtUp() async throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...3)
        try test.log.tidy()
        #expect(try known(test) == 3)
        try test.append(4...5)
        #expect(try await test.log.page(AuditFilter(text: "thing-5"), AuditPageRequest()).records.map(\.sequence) == [5])
        #expect(try known(test) == 5)
    }

    @Test("what they do not know yet is not removed, however old it says it is")
    func retention() throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...10)
        try test.log.tidy()
        try test.append(11...15)
        let frontier = test.log.position.withLock { $0.chain.frontier }
        let prefix = try LogPrefix(olderThan: TestLog.start + .seconds(86_400), after: nil, of: frontier, in: test.log.database)
        #expect(prefix?.frontier.size == 10)
        let removed = try test.log.removeEvents(before: TestLog.start + .seconds(12 * 60), days: 1, at: TestLog.start + .seconds(86_400))
        #expect(removed?.last == 11)
    }

    @Test("a file from before them is taken over: its tallies know all of its events")
    func takenOver() async throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...20)
        try test.log.tidy()
        try test.log.database.write { transaction in
            try transaction.database.execute(sql: "DROP TABLE answered; DELETE FROM grdb_migrations WHERE identifier LIKE '%questions answered'")
        }
        let again = try test.reopened()
        #expect(try known(again) == 20)
        let page = try await again.log.page(AuditFilter(user: "anna"), AuditPageRequest())
        #expect(page.total == 10 && page.records.count == 10)
        try again.log.close()
    }
}
