package import PulseCore
import PulseStorage
import Synchronization

extension HistoryStore: RecentReader {
    /// From the tail alone: it always holds the last quarter of an hour, see ``MaintenancePlan/rest``.
    package func recent(_ metrics: [Metric], at now: Timestamp) async throws -> RecentMinutes {
        try loaded()
        let empty = RecentMinutes(endingAt: now)
        let (wanted, places) = shared.withLock { shared in
            let wanted = shared.registry.wholeSeries(of: metrics)
            return (wanted, wanted.keys.map { ($0, shared.tail.places($0, from: empty.start)) })
        }
        return try await database.readAside { database in
            var minutes = empty
            for (group, rows) in places where !rows.isEmpty {
                try TailScan(database: database, series: wanted[group] ?? [:]).run(rows, &minutes)
            }
            minutes.hold([.diskUsed])
            return minutes
        }
    }
}
