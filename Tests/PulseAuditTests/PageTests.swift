import Foundation
import PulseCore
import Testing

@testable import PulseAudit

@Suite("Pages of events", .timeLimit(.minutes(5)))
struct PageTests {
    /// Every filter is answered as a look at every event would.
    @Test(
        "pages and totals are those of a filter of all events, whatever the filter, the place, and how many events the tallies know",
        arguments: [0, 137, 300])
    func agreesWithFiltering(known: Int) async throws {
        let test = try TestLog()
        defer { test.remove() }
        var records = try known > 0 ? test.append(1...known) : []
        try test.log.tidy()
        if known < 300 { records += try test.append(known + 1...300) }
        let times: [Timestamp?] = [nil, TestLog.start + .seconds(3000), TestLog.start + .seconds(9000)]
        for event in [nil, "login", "source.add", "nothing"] {
            for user in [nil, "anna", "nobody"] {
                for outcomes in [[], [.success, .intent], [.denied]] as [Set<AuditEvent.Outcome>] {
                    for (from, to) in [(times[0], times[0]), (times[1], times[0]), (times[0], times[2]), (times[1], times[2])] {
                        let filter = AuditFilter(event: event, user: user, outcomes: outcomes, from: from, to: to)
                        let expected = records.filter { filter.lets($0) }.map(\.sequence).reversed() as [Int64]
                        try await check(test.log, filter, expected)
                    }
                }
            }
        }
    }

    @Test("they are also where clocks were set back, at either end of the time that is asked for")
    func clocksSetBack() async throws {
        let test = try TestLog()
        defer { test.remove() }
        let minutes = Array(0..<200) + Array(150..<330) + [329, 328, 331, 330] + Array(60..<90) + Array(330..<400)
        let records = try test.log.append(minutes.map { TestLog.event($0) })
        for from in [nil, 5, 61, 80, 151, 200, 326] as [Int?] {
            for to in [nil, 70, 89, 180, 240, 329, 390] as [Int?] {
                for (event, outcomes) in [(nil, []), ("login", []), (nil, [.denied])] as [(String?, Set<AuditEvent.Outcome>)] {
                    let times = [from, to].map { $0.map { TestLog.start + .seconds($0 * 60) } }
                    let filter = AuditFilter(event: event, outcomes: outcomes, from: times[0], to: times[1])
                    try await check(test.log, filter, records.filter { filter.lets($0) }.map(\.sequence).reversed())
                }
            }
        }
    }

    private func check(_ log: AuditLog, _ filter: AuditFilter, _ expected: [Int64]) async throws {
        let first = try await log.page(filter, AuditPageRequest(limit: 7))
        #expect(first.total == Int64(expected.count), "\(filter)")
        #expect(first.records.map(\.sequence) == Array(expected.prefix(7)), "\(filter)")
        #expect(first.older == (expected.count > 7 ? expected[6] : nil) && first.newer == nil)
        let offset = try await log.page(filter, AuditPageRequest(.offset(5), limit: 7))
        #expect(offset.records.map(\.sequence) == Array(expected.dropFirst(5).prefix(7)), "\(filter)")
        guard let older = first.older else { return }
        let second = try await log.page(filter, AuditPageRequest(.before(older), limit: 7))
        #expect(second.records.map(\.sequence) == Array(expected.dropFirst(7).prefix(7)), "\(filter)")
        let newer = try #require(second.newer)
        let back = try await log.page(filter, AuditPageRequest(.after(newer), limit: 7))
        #expect(back.records.map(\.sequence) == Array(expected.prefix(7)), "\(filter)")
    }

    @Test("keyset pages neither repeat nor leave out an event while others arrive")
    func stable() async throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...50)
        var seen: [Int64] = []
        var place = AuditPageRequest.Place.offset(0)
        while true {
            let page = try await test.log.page(AuditFilter(user: "anna"), AuditPageRequest(place, limit: 4))
            seen += page.records.map(\.sequence)
            try test.append(51...53)
            guard let older = page.older else { break }
            place = .before(older)
        }
        #expect(seen == (1...50).reversed().filter { $0 % 2 == 0 })
    }

    @Test("words are found, whole, by their parts and by their beginnings, with other filters, and nothing in a question is a command")
    func words() async throws {
        let test = try TestLog()
        defer { test.remove() }
        try test.append(1...60)
        func found(_ text: String, user: String? = nil, outcomes: Set<AuditEvent.Outcome> = []) async throws -> [Int64] {
            try await test.log.page(AuditFilter(user: user, outcomes: outcomes, text: text), AuditPageRequest()).records.map(\.sequence)
        }
        #expect(try await found("thing-42") == [42])
        #expect(try await found("192.0.2.42") == [42])
        #expect(try await found("THING-5") == [5])
        #expect(try await found("thing-5*") == [59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 5])
        #expect(try await found("source thing-4*") == [49, 46, 43, 40, 4])
        #expect(try await found("source") == (1...60).reversed().filter { $0 % 3 == 1 })
        #expect(try await found("thing-5*", user: "anna") == [58, 56, 54, 52, 50])
        #expect(try await found("thing-5*", outcomes: [.denied]) == [55, 50, 5])
        for hostile in ["\"", "'", "thing-4\" OR \"a", "*", "NEAR(", "text:thing", "-", "()", "\u{0}"] { _ = try await found(hostile) }
        #expect(try await found("  ") == [])
    }

    @Test("counts are by event and by user, with a time and without")
    func counts() async throws {
        let test = try TestLog()
        defer { test.remove() }
        let known = try test.append(1...60)
        try test.log.tidy()
        let records = known + (try test.append(61...100))
        for filter in [
            AuditFilter(), AuditFilter(user: "anna"), AuditFilter(outcomes: [.denied]), AuditFilter(from: TestLog.start + .seconds(3000)),
        ] {
            let counts = try await test.log.counts(filter)
            let expected = records.filter { filter.lets($0) }
            #expect(counts.total == Int64(expected.count))
            #expect(counts.successes == Int64(expected.count { $0.success }))
            #expect(counts.byEvent == Dictionary(grouping: expected, by: \.event).mapValues { Int64($0.count) })
            #expect(counts.byUser == Dictionary(grouping: expected, by: \.user).mapValues { Int64($0.count) })
        }
    }

    @Test("an event is found by its id, and by no other")
    func byID() async throws {
        let test = try TestLog()
        defer { test.remove() }
        let records = try test.append(1...3)
        #expect(try await test.log.record(id: records[1].id) == records[1])
        #expect(try await test.log.record(id: RecordIdentifier.text(sequence: 2, random: 5)) == nil)
        #expect(try await test.log.record(id: "x") == nil)
    }

    @Test("an empty log has an empty page")
    func empty() async throws {
        let test = try TestLog()
        defer { test.remove() }
        let page = try await test.log.page(AuditFilter(), AuditPageRequest())
        #expect(page.records.isEmpty && page.total == 0 && page.older == nil && page.newer == nil)
    }
}

extension AuditFilter {
    func lets(_ record: AuditRecord) -> Bool {
        (event ?? record.event) == record.event && (user ?? record.user) == record.user && (outcomes.isEmpty || outcomes.contains(record.outcome))
            && (from ?? record.at) <= record.at && record.at <= (to ?? record.at)
    }
}
