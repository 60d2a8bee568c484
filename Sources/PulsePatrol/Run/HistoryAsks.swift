import PulseCore
import Synchronization

/// The series that a check asked for and that were not read yet.
package final class HistoryAsks: Sendable {
    private let asked = Mutex<Set<SeriesKey>>([])

    package init() {}

    var keys: Set<SeriesKey> { asked.withLock { $0 } }

    /// What is known of a series before it was read, and a note that somebody asked.
    func nothing(of key: SeriesKey) -> HourlySeries {
        asked.withLock { _ = $0.insert(key) }
        return HourlySeries([])
    }
}

/// The series that were read so far, and who is told of the others.
struct ReadHistory: Sendable {
    let hours: [SeriesKey: HourlySeries]
    let asks: HistoryAsks

    func series(_ key: SeriesKey) -> HourlySeries { hours[key] ?? asks.nothing(of: key) }
}
