package import PulseCore
package import PulseStorage
import Synchronization

/// What is wrong with a file of history.
package struct HistoryVerdict: Sendable, Equatable {
    package var chunks = 0
    package var tailRows = 0
    /// One sentence each.
    package var damaged: [String] = []
}

/// What a file of history holds.
package struct HistoryStatistics: Sendable, Equatable {
    package struct TierStatistics: Sendable, Equatable {
        package let tier: Tier
        package let chunks: Int
        package let oldest: Timestamp?
    }

    package let tiers: [TierStatistics]
    package let series: Int
    package let resources: Int
    package let tailRows: Int
    package let size: DatabaseSize
    package let retention: HistoryRetention
    package let health: HistoryHealth
}

extension HistoryStore {
    package var health: HistoryHealth { writing.withLock { $0.health } }

    /// Cheap: counted as data come and go.
    package func statistics() throws -> HistoryStatistics {
        try loaded()
        let size = try database.size()
        let (series, resources, tailRows) = shared.withLock { ($0.registry.count, $0.registry.resources.count, $0.tail.rowCount) }
        return writing.withLock { writing in
            let tiers = Tier.allCases.map { tier in
                HistoryStatistics.TierStatistics(
                    tier: tier, chunks: writing.groups.values.reduce(0) { $0 + ($1.chunks[tier] ?? 0) },
                    oldest: writing.groups.values.compactMap { $0.oldest[tier] }.min().map { Timestamp(seconds: $0) })
            }
            return HistoryStatistics(
                tiers: tiers, series: series, resources: resources, tailRows: tailRows, size: size, retention: retention, health: writing.health)
        }
    }

    /// Reads everything there is and says what cannot be read. Takes as long as reading the file takes.
    package func verify() async throws -> HistoryVerdict {
        try await database.readAside { database in
            var verdict = HistoryVerdict()
            var reading = SeriesReading(database)
            try ChunkTable.each(database) { stored in
                verdict.chunks += 1
                if !reading.isReadable(stored) {
                    verdict.damaged.append(
                        "Chunk \(stored.id) of series \(stored.place.series), \(stored.place.tier.name), from \(Timestamp(seconds: stored.place.start))"
                    )
                }
            }
            for (_, place) in try TailTable.index(database) {
                verdict.tailRows += 1
                if (try? TailTable.payload(place.id, database)) == nil {
                    verdict.damaged.append("Row \(place.id) of the tail, from \(Timestamp(seconds: place.at))")
                }
            }
            return verdict
        }
    }
}
