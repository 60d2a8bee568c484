import Foundation
import GRDB
import PulseCore

/// The baseline: what most people would write, a row of (series, time, value) per sample in SQLite, ordered by series and time.
enum RowTable {
    static func open(_ folder: String) throws -> DatabaseQueue {
        let path = "\(folder)/rows-\(UUID().uuidString).db"
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write {
            try $0.execute(
                sql: "CREATE TABLE sample (series INTEGER, at INTEGER, value REAL, PRIMARY KEY (series, at)) WITHOUT ROWID")
        }
        return queue
    }

    /// Bytes a sample.
    static func size(folder: String, metrics: [Metric], guests: Int, seed: UInt64, seconds: Int64) throws -> Double {
        let queue = try open(folder)
        var estate = SyntheticSeries.estate(metrics, guests: guests, seed: seed)
        // An hour is enough: a row is as large as the next.
        let ticks = min(seconds, 3600) / HistoryBench.interval
        for tick in 0..<ticks { try append(&estate, at: HistoryBench.midnight + tick * HistoryBench.interval, queue) }
        let bytes = try queue.read { try Int64.fetchOne($0, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0 }
        try queue.close()
        return Double(bytes) / Double(ticks * Int64(estate.count))
    }

    /// Samples a second of processor time.
    static func ingest(folder: String, _ prepared: [[(key: SeriesKey, value: Double)]], ticks: Int) throws -> Double {
        let queue = try open(folder)
        let began = ProcessFigures.processorTime
        var count = 0
        for tick in 0..<ticks {
            try queue.write { database in
                let statement = try database.cachedStatement(sql: "INSERT INTO sample VALUES (?, ?, ?)")
                for (index, sample) in prepared[tick % prepared.count].enumerated() {
                    try statement.execute(arguments: [index, HistoryBench.midnight + Int64(tick) * 10, sample.value])
                    count += 1
                }
            }
        }
        let seconds = ProcessFigures.processorTime - began
        try queue.close()
        return Double(count) / seconds
    }

    /// Bytes written a sample.
    static func wear(folder: String, _ estate: inout [SyntheticSeries], ticks: Int64) throws -> Double {
        let queue = try open(folder)
        let before = ProcessFigures.written
        for tick in 0..<ticks { try append(&estate, at: HistoryBench.midnight + tick * HistoryBench.interval, queue) }
        try queue.close()
        return Double(ProcessFigures.written - before) / Double(ticks * Int64(estate.count))
    }

    private static func append(_ estate: inout [SyntheticSeries], at second: Int64, _ queue: DatabaseQueue) throws {
        var values: [Double] = []
        for index in estate.indices { values.append(estate[index].next(at: second)) }
        try queue.write { database in
            let statement = try database.cachedStatement(sql: "INSERT INTO sample VALUES (?, ?, ?)")
            for (series, value) in values.enumerated() { try statement.execute(arguments: [series, second, value]) }
        }
    }
}
