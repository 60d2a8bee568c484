package import PulseCore
import PulseStorage
import Synchronization

extension HistoryStore: HistoryReader {
    package func read(_ query: HistoryQuery) async throws -> [SeriesHistory] {
        try loaded()
        let wanted = shared.withLock { shared in
            query.keys.map { key in
                shared.registry[key].map { entry in
                    StoredSeries(
                        key: key, entry: entry, tail: shared.tail.places(SeriesGroup.group(of: entry.series), from: query.from.seconds))
                }
            }
        }
        let (answers, damaged) = try await database.readAside { database in
            var reading = SeriesReading(database)
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
        let known = shared.withLock { shared in
            shared.registry.keys(of: resource).compactMap { key in
                shared.registry[key].map { entry in
                    StoredSeries(key: key, entry: entry, tail: shared.tail.places(SeriesGroup.group(of: entry.series), from: 0))
                }
            }
        }
        return try await database.readAside { database in
            var reading = SeriesReading(database)
            return try known.compactMap { try $0.extent(&reading) }
        }
    }
}
