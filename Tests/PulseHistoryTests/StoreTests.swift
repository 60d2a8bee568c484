import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseHistory

@Suite("The store", .timeLimit(.minutes(5)))
struct StoreTests {
    @Test("a tick is there at once, and after a restart")
    func atOnce() async throws {
        let temporary = try TemporaryStore()
        let cpu = try guest(101)
        try temporary.store.append([sample(cpu, midnight, 0.25)], at: Timestamp(seconds: midnight))
        let expected = [HistoryPoint(start: Timestamp(seconds: midnight), values: .init(least: 0.25, average: 0.25, greatest: 0.25, count: 1))]
        #expect(try await temporary.store.points(cpu, midnight, midnight + 60, step: 60) == expected)
        try temporary.reopen()
        #expect(try await temporary.store.points(cpu, midnight, midnight + 60, step: 60) == expected)
    }

    @Test("a pause is a gap, one missed answer is not")
    func gaps() async throws {
        let temporary = try TemporaryStore()
        let cpu = try guest(101)
        for second in Array(stride(from: 0, to: 600, by: 10)) + Array(stride(from: 900, to: 1200, by: 10)) where second != 100 {
            try temporary.store.append([sample(cpu, midnight + Int64(second), 0.5)], at: Timestamp(seconds: midnight + Int64(second)))
        }
        let points = try await temporary.store.points(cpu, midnight, midnight + 1200, step: 10)
        let gaps = points.filter { $0.values == nil }
        #expect(gaps.map(\.start.seconds) == [midnight + 600])
        #expect(points.count == 59 + 30 + 1)
    }

    @Test("a late sample goes to its own time, a repeated one counts once, one from the future is refused")
    func times() async throws {
        let temporary = try TemporaryStore()
        let cpu = try guest(101)
        let now = Timestamp(seconds: midnight + 1000)
        try temporary.store.append([sample(cpu, midnight + 1000, 0.1)], at: now)
        try temporary.store.append([sample(cpu, midnight + 1000, 0.1), sample(cpu, midnight + 500, 0.9)], at: now)
        try temporary.store.append([sample(cpu, midnight + 500, 0.8), sample(cpu, midnight + 9000, 0.5)], at: now)
        let points = try await temporary.store.points(cpu, midnight, midnight + 10_000, step: 100).filter { $0.values != nil }
        #expect(points.map(\.start.seconds) == [midnight + 500, midnight + 1000])
        #expect(points.map { $0.values?.average } == [0.8, 0.1])
        #expect(points.map { $0.values?.count } == [1, 1])
        #expect(temporary.store.health.refusedFuture == 1)
    }

    @Test("what is damaged is set aside, the rest goes on")
    func damage() async throws {
        let temporary = try TemporaryStore()
        let keys = [try guest(101), try guest(102)]
        for second in stride(from: Int64(0), to: 7200, by: 10) {
            try temporary.store.append(keys.map { sample($0, midnight + second, 0.5) }, at: Timestamp(seconds: midnight + second))
        }
        let later = midnight + 8400
        try temporary.maintain(at: later)
        try temporary.store.database.write { try $0.damageFirstChunk() }
        #expect(try await temporary.store.points(keys[0], midnight, later, step: 60).isEmpty)
        #expect(try await temporary.store.points(keys[1], midnight, later, step: 60).count == 120)
        try temporary.maintain(at: later)
        #expect(temporary.store.health.quarantined == 1)
        #expect(try await temporary.store.verify().damaged.isEmpty)
    }

    @Test("a removed resource keeps its history, and a long run moves through the tiers")
    func tiers() async throws {
        let retention = HistoryRetention(raw: 6 * 3600, minute: 3 * 86_400, hour: 60 * 86_400, largestFile: nil)
        let temporary = try TemporaryStore(retention)
        let key = try guest(101)
        let start = RollUp.floor(midnight, to: Tier.hour.chunkSpan)
        var now = start
        for second in stride(from: Int64(0), to: 20 * 86_400, by: 300) {
            now = start + second
            try temporary.store.append([sample(key, now, Double(second / 300 % 12) / 20)], at: Timestamp(seconds: now))
            if second % 7200 == 0 { try temporary.maintain(at: now) }
        }
        let answer = try await temporary.store.read(query([key], start, now + 1, step: 3600))[0]
        #expect(answer.tiers == [.raw, .minute, .hour])
        #expect(answer.points.count == 20 * 24)
        #expect(answer.points.allSatisfy { $0.values?.least == 0 && abs(($0.values?.greatest ?? 0) - 0.55) < 0.0006 && $0.values?.count == 12 })
    }

    @Test("a series of which nothing is left is forgotten; one that is measured again stays")
    func forgotten() async throws {
        let temporary = try TemporaryStore(HistoryRetention(raw: 6 * 3600, minute: 86_400, hour: 20 * 86_400, largestFile: nil))
        let (gone, steady, back) = (try guest(101), try guest(102), try guest(103))
        let start = RollUp.floor(midnight, to: Tier.hour.chunkSpan)
        func append(_ keys: [SeriesKey], _ now: Int64) throws {
            try temporary.store.append(keys.map { sample($0, now, 0.5) }, at: Timestamp(seconds: now))
        }
        try append([gone, steady, back], start)
        for day in Int64(0)..<29 {
            try append([steady], start + day * 86_400 + 60)
            try temporary.maintain(at: start + day * 86_400 + 60)
        }
        #expect(try await temporary.store.keys(of: gone.resource) == [gone])
        // All of its ten days is older than twenty now. The other one came back just before.
        let later = start + 30 * 86_400 + 10
        try append([back, steady], later)
        try temporary.maintain(at: later)
        for _ in 0..<2 {
            #expect(try HistoryStatistics(of: temporary.store).series == 2)
            #expect(try await temporary.store.keys(of: gone.resource).isEmpty)
            #expect(try await temporary.store.series(of: back.resource).map(\.first.seconds) == [later])
            #expect(try await temporary.store.points(steady, start + 15 * 86_400, later + 1, step: 3600).filter { $0.values != nil }.count == 15)
            try temporary.reopen()
        }
        try append([gone], later + 10)
        #expect(try await temporary.store.points(gone, start, later + 20, step: 3600).map(\.values?.count) == [1])
    }
}
