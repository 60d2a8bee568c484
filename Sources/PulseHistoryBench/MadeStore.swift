import PulseCore
import PulseHistory
import PulseStorage

/// Stores of many months that are made in a minute: a day is measured and moved through the tiers as a server does, and what became of it is
/// laid at the other days once more.
struct MadeStore {
    let bench: HistoryBench
    let store: HistoryStore
    let keys: [SeriesKey]
    /// The time for which there is something, seconds.
    private(set) var stored: Range<Int64>

    private static let day: Int64 = 86_400
    /// At the beginning of a chunk of every tier.
    static let start = HistoryBench.midnight / (10 * day) * (10 * day)

    /// Ninety days with the usual retention: raw data of two days and two hours, minutes of the 28 days before, hours of the 60 before those.
    static func ninetyDays(_ bench: HistoryBench, path: String, guests: Int) throws -> MadeStore {
        let store = try HistoryStore(path: path)
        var estate = SyntheticSeries.estate(SyntheticSeries.noisy, guests: guests, seed: bench.seed)
        try bench.fill(store, &estate, from: start, seconds: day, interval: HistoryBench.interval)
        try bench.settle(store, at: start + day + 8100)
        for stretch in stride(from: start, to: start + day, by: Int(Tier.raw.chunkSpan)) {
            try store.repeatStretch(.raw, from: stretch, at: [stretch + 88 * day, stretch + 89 * day])
        }
        try bench.settle(store, at: start + 3 * day + 7200)
        try store.repeatStretch(.minute, from: start, at: (Array(1...9) + Array(60...87)).map { start + $0 * day })
        try bench.settle(store, at: start + 41 * day)
        try store.repeatStretch(.hour, from: start, at: (1...5).map { start + $0 * Tier.hour.chunkSpan })
        let end = start + 90 * day + 7200
        try bench.fill(store, &estate, from: start + 90 * day, seconds: 7200, interval: HistoryBench.interval)
        return MadeStore(bench: bench, store: store, keys: estate.map(\.key), stored: start..<end)
    }

    /// An hour of `guests` of twelve series, sealed, and laid one after the other until the file has that many bytes; then another half hour.
    static func large(_ bench: HistoryBench, path: String, guests: Int, bytes: Int64) throws -> MadeStore {
        let store = try HistoryStore(path: path, retention: HistoryRetention(raw: 400 * day, minute: 800 * day, hour: 800 * day, largestFile: nil))
        var estate = SyntheticSeries.estate(SyntheticSeries.noisy + SyntheticSeries.slow.prefix(4), guests: guests, seed: bench.seed)
        try bench.fill(store, &estate, from: start, seconds: 3600, interval: HistoryBench.interval)
        try bench.settle(store, at: start + 8100)
        var end = start + Tier.raw.chunkSpan
        while try HistoryStatistics(of: store).size.used < bytes {
            try store.repeatStretch(.raw, from: start, at: [end])
            end += Tier.raw.chunkSpan
        }
        try bench.fill(store, &estate, from: end, seconds: 1800, interval: HistoryBench.interval)
        return MadeStore(bench: bench, store: store, keys: estate.map(\.key), stored: start..<end + 1800)
    }
}
