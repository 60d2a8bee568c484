package import PulseCore
import PulseStorage
import Synchronization

extension HistoryStore: HistoryReader {
    package func read(_ query: HistoryQuery) async throws -> [SeriesHistory] {
        try loaded()
        let (wanted, wishes) = shared.withLock { $0.wanted(query.keys, from: query.from.seconds) }
        let (answers, damaged) = try await database.readAside { database in
            var reading = SeriesReading(database, wishes: wishes)
            let answers = try zip(query.keys, wanted).map { key, series in
                try series?.history(query, &reading) ?? SeriesHistory(key: key, cadence: nil, tiers: [], points: [])
            }
            return (answers, reading.damaged)
        }
        if !damaged.isEmpty { shared.withLock { $0.damaged += damaged } }
        return answers
    }

    package func keys(of resource: ResourceID) async throws -> [SeriesKey] {
        try loaded()
        return shared.withLock { $0.registry.keys(of: resource) }
    }

    package func series(of resource: ResourceID) async throws -> [SeriesExtent] {
        try loaded()
        let (known, wishes) = shared.withLock { $0.wanted($0.registry.keys(of: resource), from: 0) }
        return try await database.readAside { database in
            var reading = SeriesReading(database, wishes: wishes)
            return try known.compactMap { try $0?.extent(&reading) }
        }
    }
}
