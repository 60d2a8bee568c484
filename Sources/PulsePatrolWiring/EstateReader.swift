package import PulseBackups
package import PulseCore
package import PulseHistory
package import PulsePatrol

/// What patrol looks at: the fleet and ledgers of one tick, the backup board of the same, and history by the hour.
package struct EstateReader: EstateSource {
    private let boards: BoardService
    private let history: any HistoryReader
    private let now: @Sendable () -> Timestamp

    private static let hour: Int64 = 3600

    package init(boards: BoardService, history: any HistoryReader, now: @escaping @Sendable () -> Timestamp) {
        (self.boards, self.history, self.now) = (boards, history, now)
    }

    package func estate() async throws -> Estate {
        let (board, fleet, ledger) = boards.board(at: now())
        return Estate(fleet: fleet, ledger: ledger, backups: board.outlook)
    }

    @concurrent package func hours(_ keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [SeriesKey: HourlySeries] {
        guard let query = HistoryQuery(keys, from: from, to: to, step: Self.hour) else { return [:] }
        let answers = try await history.read(query)
        return Dictionary(answers.map { ($0.key, HourlySeries($0.points.compactMap(\.hour))) }, uniquingKeysWith: { first, _ in first })
    }
}

extension HistoryPoint {
    /// Nil for a gap.
    fileprivate var hour: HourlySeries.Hour? {
        values.map { HourlySeries.Hour(start: start, least: $0.least, average: $0.average, greatest: $0.greatest) }
    }
}
