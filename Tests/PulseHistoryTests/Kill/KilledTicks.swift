import PulseCore

@testable import PulseHistory

/// What the writer that is killed writes: tick after tick, each a function of its number, so that one number says what the file must hold.
///
/// Six ticks ten seconds apart, then nothing for six hours: within a hundred ticks data are sealed, condensed twice, and deleted.
enum KilledTicks {
    static let retention = HistoryRetention(raw: 12 * 3600, minute: 5 * 86_400, hour: 20 * 86_400, largestFile: nil)
    /// Seconds from one burst of ticks to the next.
    static let pause: Int64 = 6 * 3600
    static let burst = 6
    /// At the beginning of a stretch of every tier.
    static let start = RollUp.floor(midnight, to: Tier.hour.chunkSpan)

    /// Of two sources, and so of two groups.
    static let keys = ["homelab", "branch"].flatMap { source in
        (101...112).map { SeriesKey(.guest(SourceSlug(source)!, vmid: $0), .cpu) }
    }

    /// What a burst of one series came to. Averages are left out: they are rounded once more in every tier.
    struct Kept: Equatable {
        let least: Double
        let greatest: Double
        let count: Int64
    }

    static func time(_ tick: Int) -> Int64 { start + Int64(tick / burst) * pause + Int64(tick % burst) * 10 }

    static func samples(_ tick: Int) -> [Sample] {
        keys.indices.map { sample(keys[$0], time(tick), value(tick, $0)) }
    }

    /// The bursts that retention still promises once this tick was written, seconds.
    static func promised(at tick: Int) -> Range<Int64> {
        let now = time(tick)
        return max(start, RollUp.floor(now - retention.hour, to: pause) + pause)..<now + 1
    }

    /// Of every series, what a file must show that holds the ticks before `end` and no others.
    static func expected(_ seconds: Range<Int64>, before end: Int) -> [[Kept]] {
        let bursts = Dictionary(grouping: (0..<end).filter { seconds.contains(time($0)) }) { $0 / burst }.sorted { $0.key < $1.key }
        return keys.indices.map { index in
            bursts.map { _, ticks in
                let values = ticks.map { Quantiser.standard(.thousandth).rounded(value($0, index)) }
                return Kept(least: values.min()!, greatest: values.max()!, count: Int64(values.count))
            }
        }
    }

    /// The same as the store answers it, from whichever tiers it lies in.
    static func read(_ store: HistoryStore, _ seconds: Range<Int64>) async throws -> [[Kept]] {
        try await store.read(query(keys, seconds.lowerBound, seconds.upperBound, step: pause)).map { history in
            history.points.compactMap(\.values).map { Kept(least: $0.least, greatest: $0.greatest, count: $0.count) }
        }
    }

    private static func value(_ tick: Int, _ index: Int) -> Double { Double((tick * 37 + index * 101) % 1000) / 1000 }
}
