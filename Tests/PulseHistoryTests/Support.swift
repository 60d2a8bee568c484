import Foundation
import PulseCore
import PulseStorage

@testable import PulseHistory

/// A store in a folder of its own that goes when it goes.
final class TemporaryStore {
    let folder: String
    var path: String { "\(folder)/metrics.db" }
    private(set) var store: HistoryStore
    private let retention: HistoryRetention

    init(_ retention: HistoryRetention = .standard) throws {
        folder = NSTemporaryDirectory() + "pulse-history-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.retention = retention
        store = try HistoryStore(path: folder + "/metrics.db", retention: retention)
    }

    /// As after a restart.
    func reopen() throws {
        try store.close()
        store = try HistoryStore(path: path, retention: retention)
    }

    /// All the work that is due.
    func maintain(at now: Int64) throws {
        var rounds = 0
        while try store.maintain(at: Timestamp(seconds: now)), rounds < 10_000 { rounds += 1 }
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

func guest(_ vmid: Int, _ metric: Metric = .cpu, part: String = "") throws -> SeriesKey {
    SeriesKey(.guest(SourceSlug("homelab")!, vmid: vmid), metric, part: part)
}

func sample(_ key: SeriesKey, _ at: Int64, _ value: Double) -> Sample { Sample(key, at: Timestamp(seconds: at), value: value)! }

func query(_ keys: [SeriesKey], _ from: Int64, _ to: Int64, step: Int64) -> HistoryQuery {
    HistoryQuery(keys, from: Timestamp(seconds: from), to: Timestamp(seconds: to), step: step)!
}

extension HistoryStore {
    func points(_ key: SeriesKey, _ from: Int64, _ to: Int64, step: Int64) async throws -> [HistoryPoint] {
        try await read(query([key], from, to, step: step))[0].points
    }
}

/// 2026-11-25T00:00:00Z, the beginning of a day and so of every chunk but those of hours.
let midnight: Int64 = 1_795_564_800
