package import PulseCore

/// History that is kept by an engine elsewhere alone: charts ask the engine, sparklines what passed through this process.
package struct EngineHistory: HistoryDoor {
    private let reader: RemoteReader
    private let passing: RecentSamples

    package init(_ reader: RemoteReader, passing: RecentSamples) {
        self.reader = reader
        self.passing = passing
    }

    package func read(_ query: HistoryQuery) async throws -> [SeriesHistory] { try await reader.read(query) }
    package func series(of resource: ResourceID) async throws -> [SeriesExtent] { try await reader.series(of: resource) }
    package func keys(of resource: ResourceID) async throws -> [SeriesKey] { try await reader.keys(of: resource) }
    package func recent(_ metrics: [Metric], at now: Timestamp) async throws -> RecentMinutes { passing.recent(metrics, at: now) }
    package func statistics() throws -> HistoryStatistics? { nil }
}
