import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory
import PulseStorage

/// The measurements of the store, each on a new file in a temporary folder.
struct HistoryBench {
    let seed: UInt64

    /// 2026-11-25T00:00:00Z
    static let midnight: Int64 = 1_795_564_800
    static let interval: Int64 = 10

    /// Bytes a sample takes: everything in the file, after `hours` at ten seconds, counted in the middle of a period, with its unsealed tail.
    @discardableResult
    func size(_ name: String, _ metrics: [Metric], guests: Int, hours: Int64, budget: Double, _ table: inout Table) throws -> Double {
        try inFolder { folder in
            let path = "\(folder)/metrics.db"
            var estate = SyntheticSeries.estate(metrics, guests: guests, seed: seed)
            let store = try HistoryStore(path: path)
            let samples = try fill(store, &estate, from: Self.midnight, seconds: hours * 3600, interval: Self.interval)
            try store.close()
            let size = Double(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64 ?? 0) / Double(samples)
            let rows = try RowTable.size(folder: folder, metrics: metrics, guests: guests, seed: seed, seconds: hours * 3600)
            table.add(
                Row(
                    "\(name), \(guests * metrics.count) series, \(hours) h", n: "\(samples)", figure: size, unit: "B/sample",
                    below: budget, baseline: rows, baselineIs: "row per sample"))
            return size
        }
    }

    /// The same when every sample is old enough to be in minutes and again in hours: what a minute and an hour take.
    func tiers(_ table: inout Table) throws {
        try inFolder { folder in
            let path = "\(folder)/metrics.db"
            let store = try HistoryStore(
                path: path, retention: HistoryRetention(raw: 3600, minute: 400 * 86_400, hour: 800 * 86_400, largestFile: nil))
            var estate = SyntheticSeries.estate(SyntheticSeries.noisy, guests: 70, seed: seed)
            let samples = try fill(store, &estate, from: Self.midnight, seconds: 2 * 86_400, interval: Self.interval)
            try settle(store, at: Self.midnight + 4 * 86_400)
            let used = Double(try HistoryStatistics(of: store).size.used)
            try store.close()
            table.add(
                Row(
                    "  the same data once more as minutes", n: "\(samples)", figure: used / Double(samples), unit: "B/sample", below: nil,
                    baseline: nil, baselineIs: ""))
        }
    }

    /// The largest error of every metric, as a share of what its precision allows.
    func errors(_ table: inout Table) throws {
        var worst = 0.0
        for metric in SyntheticSeries.noisy + SyntheticSeries.slow {
            var series = SyntheticSeries.estate([metric], guests: 1, seed: seed)[0]
            let quantiser = Quantiser(metric.precision)
            for second in stride(from: Self.midnight, to: Self.midnight + 86_400, by: 10) {
                let value = series.next(at: second)
                worst = max(worst, abs(quantiser.rounded(value) - value) / Self.allowed(metric, value))
            }
        }
        table.add(
            Row(
                "  largest error, share of what is allowed", n: "14 × 8640", figure: worst, unit: "", below: 1.0001, baseline: nil, baselineIs: ""))
    }

    private static func allowed(_ metric: Metric, _ value: Double) -> Double {
        switch metric.unit {
        case .ratio: 0.0005
        case .bytes: max(0.5, 0.001 * abs(value))
        case .bytesPerSecond: max(0.001, 0.005 * abs(value))
        case .celsius: 0.25
        case .count: 0.005
        case .seconds: 0.5
        }
    }

    /// Samples a second, each tick in a transaction that has reached the disk, with all sealing and roll-up that falls due.
    func ingest(_ table: inout Table) throws {
        try inFolder { folder in
            let store = try HistoryStore(path: "\(folder)/metrics.db")
            let metrics = SyntheticSeries.noisy + Array(SyntheticSeries.slow.prefix(4))
            var estate = SyntheticSeries.estate(metrics, guests: 1000, seed: seed)
            let ticks = 1440
            let prepared = Self.prepared(&estate, ticks: 60)
            let began = ProcessFigures.processorTime
            for tick in 0..<ticks {
                let at = Timestamp(seconds: Self.midnight + Int64(tick) * Self.interval)
                let batch = prepared[tick % prepared.count].compactMap { Sample($0.key, at: at, value: $0.value) }
                try store.append(batch, at: at)
                _ = try store.maintain(at: at)
            }
            try settle(store, at: Self.midnight + Int64(ticks) * Self.interval)
            let seconds = ProcessFigures.processorTime - began
            try store.close()
            let samples = Double(ticks * estate.count)
            let rows = try RowTable.ingest(folder: folder, prepared, ticks: 60)
            table.add(
                Row(
                    "history ingest, durable, a core", n: "\(Int(samples))", figure: samples / seconds / 1000, unit: "k samples/s", above: 500,
                    baseline: rows / 1000, baselineIs: "row per sample"))
        }
    }

    private static func prepared(_ estate: inout [SyntheticSeries], ticks: Int) -> [[(key: SeriesKey, value: Double)]] {
        (0..<ticks).map { tick in
            estate.indices.map { (estate[$0].key, estate[$0].next(at: midnight + Int64(tick) * interval)) }
        }
    }

    /// Fills a store tick by tick, with the maintenance that a server does.
    @discardableResult
    func fill(_ store: HistoryStore, _ estate: inout [SyntheticSeries], from: Int64, seconds: Int64, interval: Int64) throws -> Int {
        var samples = 0
        for second in stride(from: from, to: from + seconds, by: Int(interval)) {
            let at = Timestamp(seconds: second)
            var batch: [Sample] = []
            batch.reserveCapacity(estate.count)
            for index in estate.indices {
                guard let sample = Sample(estate[index].key, at: at, value: estate[index].next(at: second)) else { continue }
                batch.append(sample)
            }
            try store.append(batch, at: at)
            samples += batch.count
            var rounds = 0
            while rounds < 10, try store.maintain(at: at) { rounds += 1 }
        }
        return samples
    }

    /// Does all that is due.
    func settle(_ store: HistoryStore, at now: Int64) throws {
        while try store.maintain(at: Timestamp(seconds: now)) {}
    }

    func inFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    func inFolderAside<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    private static func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "pulse-history-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
