/// Everything that pages and dashboards ask of history.
package protocol HistoryDoor: HistoryReader, RecentReader {
    /// What is kept where; nil when history is kept by an engine elsewhere.
    func statistics() throws -> HistoryStatistics?
}

extension HistoryStore: HistoryDoor {
    package func statistics() throws -> HistoryStatistics? { try HistoryStatistics(of: self) }
}
