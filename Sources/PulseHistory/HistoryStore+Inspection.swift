package import PulseCore
package import PulseStorage
import Synchronization

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
    package func currentStatistics() throws -> HistoryStatistics {
        try loaded()
        let size = try database.size()
        let (series, resources, tailRows) = shared.withLock { ($0.registry.count, $0.registry.resources.count, $0.tail.rowCount) }
        let (blocks, health) = writing.withLock { ($0.blocks, $0.health) }
        let tiers = Tier.allCases.map { tier in
            let own = blocks.filter { $0.tier == tier }
            return HistoryStatistics.TierStatistics(
                tier: tier, chunks: own.reduce(0) { $0 + $1.count }, oldest: own.map(\.start).min().map { Timestamp(seconds: $0) })
        }
        return HistoryStatistics(
            tiers: tiers, series: series, resources: resources, tailRows: tailRows, size: size, retention: retention, health: health)
    }

    /// Reads everything there is and says what cannot be read. Takes as long as reading the file takes.
    package func verify() async throws -> HistoryVerdict {
        try await database.readAside { try HistoryVerdict(reading: $0) }
    }

    /// Copies the file while it stays in use.
    package func backUp(to path: String) throws { try database.backUp(to: path) }
}
