import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory

/// Seven days of history for the series that a server has begun to keep: two hours of what is measured every ten seconds, laid one after the other, and
/// disks that really grow.
struct PatrolPast {
    static let days: Int64 = 7
    private static let day: Int64 = 86_400
    private static let interval: Int64 = 10
    /// Disks do not change every ten seconds.
    private static let diskInterval: Int64 = 300

    private let seed: UInt64
    private let now: Int64
    /// The value each series has now.
    private let present: [(key: SeriesKey, value: Double)]

    private init(seed: UInt64, now: Int64, present: [(key: SeriesKey, value: Double)]) {
        (self.seed, self.now, self.present) = (seed, now, present)
    }

    /// Reads what a server has kept of some resources in `path` and replaces it by a file with the past before `now`.
    ///
    /// - Returns: how many series it has.
    static func make(_ path: String, of resources: [ResourceID], at now: Int64, seed: UInt64) async throws -> Int {
        let present = try await Self.present(path, resources, now)
        guard !present.isEmpty else { throw BenchError("the server kept nothing of \(resources.count) resources") }
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        let store = try HistoryStore(path: path)
        let past = PatrolPast(seed: seed, now: now, present: present)
        try past.repeatHours(store)
        try past.growDisks(store)
        try store.close()
        return present.count
    }

    private static func present(_ path: String, _ resources: [ResourceID], _ now: Int64) async throws -> [(key: SeriesKey, value: Double)] {
        let store = try HistoryStore(path: path)
        defer { try? store.close() }
        var present: [(key: SeriesKey, value: Double)] = []
        for resource in resources {
            let keys = try await store.keys(of: resource)
            guard let query = HistoryQuery(keys, from: Timestamp(seconds: now - 3600), to: Timestamp(seconds: now + 60), step: 60) else { continue }
            present += try await store.read(query).compactMap { series in
                series.points.last { $0.values != nil }?.values.map { (series.key, $0.average) }
            }
        }
        return present
    }

    private func repeatHours(_ store: HistoryStore) throws {
        let start = Self.midnight(now - Self.days * Self.day)
        let chunk = Tier.raw.chunkSpan
        var random = SeededRandom(seed: seed)
        let lively = present.filter { $0.key.metric != .diskUsed }
        for second in stride(from: start, to: start + chunk, by: Int(Self.interval)) {
            let at = Timestamp(seconds: second)
            try store.append(lively.compactMap { Sample($0.key, at: at, value: Self.noisy($0.key.metric, $0.value, &random)) }, at: at)
        }
        try settle(store, start + chunk + 900)
        let firstRaw = Self.midnight(now - 2 * Self.day)
        let raw = Array(stride(from: start + chunk, to: start + Self.day, by: Int(chunk))) + stride(from: firstRaw, to: now - chunk, by: Int(chunk))
        try store.repeatStretch(.raw, from: start, at: raw)
        try settle(store, start + 3 * Self.day + 900)
        try store.repeatStretch(.minute, from: start, at: Array(stride(from: start + Self.day, to: firstRaw, by: Int(Self.day))))
    }

    private func growDisks(_ store: HistoryStore) throws {
        let disks = present.filter { $0.key.metric == .diskUsed }
        for second in stride(from: now - Self.days * Self.day, to: now - Self.diskInterval, by: Int(Self.diskInterval)) {
            let left = Double(now - second) / Double(Self.day)
            let samples = disks.enumerated().compactMap { index, disk in
                // Up to half a percent a day, most of them much less.
                Sample(disk.key, at: Timestamp(seconds: second), value: disk.value * (1 - 0.005 * left / Double(1 + index % 10)))
            }
            try store.append(samples, at: Timestamp(seconds: second))
        }
        try settle(store, now)
    }

    private static func midnight(_ second: Int64) -> Int64 { second / day * day }

    private func settle(_ store: HistoryStore, _ second: Int64) throws {
        while try store.maintain(at: Timestamp(seconds: second)) {}
    }

    private static func noisy(_ metric: Metric, _ value: Double, _ random: inout SeededRandom) -> Double {
        switch metric {
        case .memoryTotal, .diskTotal, .swapTotal, .metadataTotal, .uptime: value
        default: value * (0.97 + 0.06 * random.unit())
        }
    }
}
