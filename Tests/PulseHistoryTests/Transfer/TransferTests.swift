import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHistory

@Suite("Export and import", .timeLimit(.minutes(5)))
struct TransferTests {
    private let whole = (from: Timestamp(seconds: 0), to: Timestamp(seconds: midnight + 100 * 86_400))

    /// A store with raw data, minutes and hours of several series.
    private func filled() throws -> TemporaryStore {
        let temporary = try TemporaryStore(HistoryRetention(raw: 6 * 3600, minute: 3 * 86_400, hour: 400 * 86_400, largestFile: nil))
        var random = SeededRandom(seed: 11)
        let keys = try [guest(1), guest(2, .memoryUsed), guest(2, .diskUsed, part: "/srv/a, \"b\""), guest(3, .networkIn, part: "'=x")]
        for tick in 0..<6000 {
            let at = midnight + Int64(tick) * 300
            let samples = keys.map { sample($0, at, $0.metric == .cpu ? .random(in: 0...1, using: &random) : .random(in: 1e6...1e9, using: &random)) }
            try temporary.store.append(samples, at: Timestamp(seconds: at))
            if tick % 200 == 0 { try temporary.maintain(at: at) }
        }
        try temporary.maintain(at: end)
        return temporary
    }

    private let end = midnight + 6000 * 300

    private func all(_ store: HistoryStore) async throws -> [HistoryRecord] {
        try await HistoryTransfer(store).records(of: try HistoryTransfer(store).allKeys(), from: whole.from, to: whole.to)
    }

    @Test("what one store gives, another one holds in the same tiers, to the last bit", arguments: HistoryFormat.allCases)
    func roundTrip(format: HistoryFormat) async throws {
        let source = try filled()
        let records = try await all(source.store)
        #expect(Set(records.map(\.tier)) == Set(Tier.allCases))
        var parser = HistoryParser(format)
        let lines = [format.head].compactMap { $0 } + records.map(format.line)
        let parsed = try lines.compactMap { try parser.record($0) }
        try parser.end()
        #expect(parsed == records)
        let target = try TemporaryStore()
        let outcome = try HistoryTransfer(target.store).insert(parsed, at: Timestamp(seconds: end))
        #expect(outcome.added == records.count && outcome.present == 0)
        #expect(try await all(target.store) == records)
        try target.reopen()
        #expect(try await all(target.store) == records)
        #expect(try await target.store.verify().damaged.isEmpty)
    }

    @Test("what is brought in twice counts once, and after it became minutes and hours too")
    func twice() async throws {
        let source = try filled()
        let records = try await all(source.store)
        #expect(try HistoryTransfer(source.store).insert(records, at: Timestamp(seconds: end)).present == records.count)
        let later = end + 30 * 86_400
        try source.maintain(at: later)
        let condensed = try await all(source.store)
        #expect(condensed.allSatisfy { $0.tier == .hour })
        let outcome = try HistoryTransfer(source.store).insert(records.shuffled(), at: Timestamp(seconds: later))
        #expect(outcome.added == 0 && outcome.present == records.count)
        #expect(try await all(source.store) == condensed)
    }

    @Test("a gap is filled, and what stands around it is not touched")
    func gap() async throws {
        let target = try TemporaryStore()
        let key = try guest(1)
        let ticks = (0..<60).map { midnight + $0 * 10 }
        for at in ticks where !(midnight + 200..<midnight + 400).contains(at) {
            try target.store.append([sample(key, at, 0.5)], at: Timestamp(seconds: at))
        }
        let records = try ticks.map { at throws(HistoryRecordError) in
            try HistoryRecord(key, .raw, Timestamp(seconds: at), .init(least: 0.25, average: 0.25, greatest: 0.25, count: 1))
        }
        let outcome = try HistoryTransfer(target.store).insert(records, at: Timestamp(seconds: midnight + 600))
        #expect(outcome.added == 20 && outcome.present == 40)
        let points = try await target.store.points(key, midnight, midnight + 600, step: 10)
        #expect(points.map { $0.values?.average } == ticks.map { (midnight + 200..<midnight + 400).contains($0) ? 0.25 : 0.5 })
    }

    @Test("times ahead and before what is kept are refused and counted")
    func refused() throws {
        let target = try TemporaryStore()
        let key = try guest(1)
        let records = try [midnight - 3 * 365 * 86_400, midnight, midnight + 3600].map { at throws(HistoryRecordError) in
            try HistoryRecord(key, .hour, Timestamp(seconds: at), .init(least: 0, average: 0.5, greatest: 1, count: 360))
        }
        let outcome = try HistoryTransfer(target.store).insert(records, at: Timestamp(seconds: midnight))
        #expect(outcome.added == 1 && outcome.refused == 2)
    }

    @Test("of one time only the first record counts, whatever its tier")
    func overlapping() {
        var known = KnownTimes()
        let outcomes = [
            known.note(midnight + 70, .raw), known.note(midnight + 71, .raw), known.note(midnight + 70, .raw), known.note(midnight + 60, .minute),
            known.note(midnight + 120, .minute), known.note(midnight + 130, .raw), known.note(midnight, .hour), known.note(midnight + 3600, .hour),
            known.note(midnight + 3600, .minute), known.note(midnight + 3601, .raw), known.note(midnight + 3600, .hour),
        ]
        #expect(outcomes == [true, true, false, false, true, false, false, true, false, false, false])
    }
}

@Suite("Lines of records", .timeLimit(.minutes(5)))
struct HistoryParserTests {
    private func failure(_ format: HistoryFormat, _ lines: [String]) -> String? {
        var parser = HistoryParser(format)
        do throws(HistoryParser.Failure) {
            for line in lines { _ = try parser.record(line) }
            try parser.end()
            return nil
        } catch { return error.sentence }
    }

    @Test("columns are found by name; value alone is a raw value")
    func foreign() throws {
        var parser = HistoryParser(.csv)
        #expect(try parser.record("value,note,metric,resource,time\r") == nil)
        let record = try #require(try parser.record("0.5,\"said \"\"hm\"\"\",cpu,guest:homelab/1,2026-11-25T01:00:00+01:00\r"))
        #expect(record.key.metric == .cpu && record.tier == .raw && record.start == Timestamp(seconds: midnight))
        #expect(try parser.record("") == nil)
    }

    @Test(
        "what cannot be used is said with its line",
        arguments: [
            ["time,metric,avg"], ["time,resource,metric,avg", "x,guest:homelab/1,cpu,1"],
            ["time,resource,metric,avg", "2026-11-25T00:00:00Z,guest:homelab/1,cpu"],
            ["time,resource,metric,avg", "2026-11-25T00:00:00Z,guest:homelab/1,cpu,nan"],
            ["time,resource,metric,avg", "2026-11-25T00:00:00Z,guest:homelab/1,heat,1"],
            ["time,resource,metric,avg", "2026-11-25T00:00:00Z,nonsense,cpu,1"],
            ["time,tier,resource,metric,avg", "2026-11-25T00:00:01Z,minute,guest:homelab/1,cpu,1"],
            ["time,tier,resource,metric,avg", "2026-11-25T00:00:00Z,week,guest:homelab/1,cpu,1"],
            ["time,resource,metric,avg,min", "2026-11-25T00:00:00Z,guest:homelab/1,cpu,1,2"], ["time,resource,metric,avg", "\"open"],
        ])
    func bad(lines: [String]) throws {
        let sentence = try #require(failure(.csv, lines))
        #expect(sentence.hasPrefix("Line \(lines.count) cannot be used: "), "\(sentence)")
    }

    @Test("bytes of every kind end in a sentence or a record, never worse", arguments: HistoryFormat.allCases)
    func fuzz(format: HistoryFormat) throws {
        var random = SeededRandom(seed: 5)
        let record = try HistoryRecord(
            try guest(1, part: "/a \"b\""), .hour, Timestamp(seconds: midnight), .init(least: 0, average: 0.5, greatest: 1, count: 3))
        for _ in 0..<3000 {
            var bytes = Array(format.line(record).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            var parser = HistoryParser(format)
            if let head = format.head { _ = try parser.record(head) }
            _ = try? parser.record(String(decoding: bytes, as: UTF8.self))
        }
    }
}
