package import PulseCore
import PulseStorage
import Synchronization

extension HistoryStore: RecentReader {
    /// From the tail alone: it always holds the last quarter of an hour, see ``MaintenancePlan/rest``.
    package func recent(_ metrics: [Metric], at now: Timestamp) async throws -> RecentMinutes {
        try loaded()
        let empty = RecentMinutes(endingAt: now)
        // The registry is copied, not searched, under the lock: searching it takes milliseconds where there are thousands of guests.
        let wanted = shared.withLock { $0.registry }.wholeSeries(of: metrics)
        let places = shared.withLock { index in wanted.keys.map { ($0, index.tail.places($0, from: empty.start)) } }
        return try await database.readAside { database in
            var minutes = empty
            for (group, rows) in places where !rows.isEmpty {
                minutes.note(TailScan(database: database, places: rows), wanted[group] ?? [:])
            }
            minutes.hold([.diskUsed])
            return minutes
        }
    }
}
