import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHistory

@Suite("Hours of days that are kept as minutes", .timeLimit(.minutes(5)))
struct HourDigestTests {
    private let precision = Metric.cpu.precision

    /// Three days of one value each `distance` minutes, with stretches left out.
    private func minutes(every distance: Int64, _ random: inout SeededRandom) -> [SummaryRecord] {
        let gaps = (0..<6).map { _ in
            let from = midnight + Int64(random.whole(0...4000)) * 60
            return from..<from + Int64(random.whole(1...900)) * 60
        }
        return stride(from: midnight, to: midnight + 3 * 86_400, by: Int(distance * 60)).compactMap { start in
            guard !gaps.contains(where: { $0.contains(start) }) else { return nil }
            let least = Int64(random.whole(0...500))
            let greatest = least + Int64(random.whole(0...500))
            return SummaryRecord(start: start, least: least, average: (least + greatest) / 2, greatest: greatest, count: Int64(random.whole(1...6)))
        }
    }

    private func days(_ minutes: [SummaryRecord]) -> [[UInt8]] {
        Dictionary(grouping: minutes, by: { RollUp.floor($0.start, to: 86_400) }).sorted { $0.key < $1.key }.map {
            SummaryChunk.encoded($0.value, start: $0.key, tier: .minute, precision)
        }
    }

    @Test("say the same as their minutes: points, gaps, distance", arguments: [1, 2, 5] as [Int64], [3600, 7200, 14_400, 86_400] as [Int64])
    func agree(distance: Int64, step: Int64) throws {
        for seed in UInt64(1)...8 {
            var random = SeededRandom(seed: seed)
            let all = minutes(every: distance, &random)
            let starts = Set(all.map { RollUp.floor($0.start, to: 86_400) }).sorted()
            let chunks = days(all)
            let query = query([try guest(1)], midnight, midnight + 3 * 86_400, step: step)
            var (byHours, byMinutes) = (Buckets(query, .standard(precision)), Buckets(query, .standard(precision)))
            byHours.add(try zip(chunks, starts).map { try #require(try SummaryChunk.hours($0, start: $1)) })
            byMinutes.add(try zip(chunks, starts).map { try SummaryChunk.decoded($0, start: $1, tier: .minute).records }, .minute)
            let (found, wanted) = (byHours.points(), byMinutes.points())
            #expect(byHours.cadence == byMinutes.cadence && byHours.tiers == byMinutes.tiers)
            #expect(found.map(\.start) == wanted.map(\.start), "seed \(seed)")
            for (one, other) in zip(found, wanted) {
                #expect(one.values?.least == other.values?.least && one.values?.greatest == other.values?.greatest)
                #expect(one.values?.count == other.values?.count)
                #expect(abs((one.values?.average ?? 0) - (other.values?.average ?? 0)) <= Quantiser.standard(precision).value(1))
            }
        }
    }

    @Test("a time that ends within an hour is not answered with the whole hour")
    func endsWithin() async throws {
        let temporary = try TemporaryStore(HistoryRetention(raw: 3600, minute: 30 * 86_400, hour: 400 * 86_400, largestFile: nil))
        let key = try guest(1)
        for at in stride(from: midnight, to: midnight + 86_400, by: 60) {
            try temporary.store.append([sample(key, at, at < midnight + 5400 ? 0.25 : 0.75)], at: Timestamp(seconds: at))
        }
        try temporary.maintain(at: midnight + 3 * 86_400)
        let points = try await temporary.store.points(key, midnight, midnight + 5400, step: 3600)
        #expect(points.map { $0.values?.greatest } == [0.25, 0.25] && points.last?.values?.count == 30)
        let whole = try await temporary.store.points(key, midnight, midnight + 7200, step: 3600)
        #expect(whole.map { $0.values?.greatest } == [0.25, 0.75] && whole.last?.values?.count == 60)
    }

    @Test("days that were written before there were digests are read by their minutes")
    func before() throws {
        var random = SeededRandom(seed: 1)
        let records = Array(minutes(every: 1, &random).prefix(200))
        let old = SummaryChunk.plain(records, start: midnight, tier: .minute, precision)
        #expect(try SummaryChunk.hours(old, start: midnight) == nil)
        #expect(try SummaryChunk.decoded(old, start: midnight, tier: .minute).records == records)
    }

    @Test("cut or changed bytes are refused or read, and never stop the process")
    func damaged() throws {
        var random = SeededRandom(seed: 2)
        let bytes = SummaryChunk.encoded(Array(minutes(every: 5, &random).prefix(200)), start: midnight, tier: .minute, precision)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= UInt8(random.whole(1...255))
            for damaged in [Array(bytes.prefix(index)), changed] {
                _ = try? SummaryChunk.hours(damaged, start: midnight)
                _ = try? SummaryChunk.decoded(damaged, start: midnight, tier: .minute)
            }
        }
    }
}
