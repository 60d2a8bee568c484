import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHistory

/// Every answer against a table of samples that is searched from end to end.
@Suite("Answers equal those of a naive store", .timeLimit(.minutes(5)))
struct NaiveComparisonTests {
    /// Series, second, value; a later one of the same second replaces it.
    private struct Naive {
        var samples: [SeriesKey: [Int64: Double]] = [:]

        func points(_ key: SeriesKey, from: Int64, to: Int64, step: Int64) -> [Int64: HistoryPoint.Values] {
            let inside = (samples[key] ?? [:]).filter { $0.key >= RollUp.floor(from, to: step) && $0.key < to }
            return Dictionary(grouping: inside, by: { RollUp.floor($0.key, to: step) }).mapValues { bucket in
                let values = bucket.map(\.value)
                return .init(
                    least: values.min()!, average: values.reduce(0, +) / Double(values.count), greatest: values.max()!, count: Int64(values.count))
            }
        }
    }

    @Test("over random ticks, late data, restarts, sealing and roll-up", arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func random(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let temporary = try TemporaryStore(HistoryRetention(raw: 10 * 86_400, minute: 20 * 86_400, hour: 400 * 86_400, largestFile: nil))
        let metrics: [Metric] = [.cpu, .memoryUsed, .diskUsed, .networkIn, .temperature, .uptime]
        let keys = try (1...5).flatMap { vmid in try metrics.map { try guest(vmid, $0) } }
        var naive = Naive()
        var now = midnight
        for _ in 0..<400 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0: try temporary.reopen()
            case 1: try temporary.maintain(at: now)
            case 2: now += Int64.random(in: 1...40_000, using: &random)
            case 3: try tick(at: now - Int64.random(in: 1...3000, using: &random), now: now)
            default:
                now += Int64.random(in: 1...300, using: &random)
                try tick(at: now, now: now)
            }
        }
        try await compare()
        try temporary.maintain(at: now + 12 * 86_400)
        try await compare(least: 60)
        try temporary.maintain(at: now + 32 * 86_400)
        try await compare(least: 3600)

        func tick(at time: Int64, now: Int64) throws {
            let chosen = keys.filter { _ in Bool.random(using: &random) }
            let samples = chosen.map { sample($0, time, value($0.metric, &random)) }
            for each in samples { naive.samples[each.key, default: [:]][time] = Quantiser.standard(each.key.metric.precision).rounded(each.value) }
            try temporary.store.append(samples, at: Timestamp(seconds: now))
        }

        func compare(least: Int64 = 1) async throws {
            for _ in 0..<40 {
                let key = keys.randomElement(using: &random)!
                let step = max(least, [1, 10, 60, 300, 3600].randomElement(using: &random)!)
                let from = Int64.random(in: midnight...now, using: &random) / 3600 * 3600
                let to = min(from + step * 5000, now + 1)
                guard from < to else { continue }
                let expected = naive.points(key, from: from, to: to, step: step)
                let points = try await temporary.store.points(key, from, to, step: step).filter { $0.values != nil }
                #expect(points.map(\.start.seconds) == expected.keys.sorted(), "seed \(seed) \(key) step \(step)")
                for point in points {
                    guard let found = point.values, let wanted = expected[point.start.seconds] else { continue }
                    #expect(found.least == wanted.least && found.greatest == wanted.greatest && found.count == wanted.count)
                    #expect(isNear(found.average, wanted.average, key.metric), "\(key.metric) \(found.average) \(wanted.average)")
                }
            }
        }
    }

    private func value(_ metric: Metric, _ random: inout SeededRandom) -> Double {
        switch metric.unit {
        case .ratio: Double.random(in: 0...1, using: &random)
        case .celsius: Double.random(in: -20...90, using: &random)
        case .seconds: Double(Int.random(in: 0...10_000_000, using: &random))
        default: Bool.random(using: &random) ? 0 : Double.random(in: 0...1e12, using: &random)
        }
    }

    /// An average was rounded once more by each tier that it went through.
    private func isNear(_ found: Double, _ wanted: Double, _ metric: Metric) -> Bool {
        switch metric.precision {
        case .whole, .thousandth, .hundredth, .half: abs(found - wanted) <= 2 * Quantiser.standard(metric.precision).value(1)
        case .perMille, .halfPercent, .fine: abs(found - wanted) <= 0.02 * abs(wanted) + 0.01
        }
    }
}
