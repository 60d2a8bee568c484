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

    /// Reads everything there is and says what cannot be read. Takes as long as reading the file takes.
    package func verify() async throws -> HistoryVerdict {
        try await database.readAside { try HistoryVerdict(reading: $0) }
    }

    /// Copies the file while it stays in use.
    package func backUp(to path: String) throws { try database.backUp(to: path) }
}

extension HistoryStatistics {
    /// Cheap: counted as data come and go.
    package init(of store: HistoryStore) throws {
        try store.loaded()
        let (blocks, health) = store.writing.withLock { ($0.blocks, $0.health) }
        let tiers = Tier.allCases.map { tier in
            let own = blocks.filter { $0.tier == tier }
            return TierStatistics(
                tier: tier, chunks: own.reduce(0) { $0 + $1.count }, oldest: own.map(\.start).min().map { Timestamp(seconds: $0) })
        }
        let (series, resources, tailRows) = store.shared.withLock { ($0.registry.count, $0.registry.resources.count, $0.tail.rowCount) }
        self.init(
            tiers: tiers, series: series, resources: resources, tailRows: tailRows, size: try store.database.size(), retention: store.retention,
            health: health)
    }
}
