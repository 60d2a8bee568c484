import PulseCore
import Synchronization

/// The series that a check asked for and that were not read yet, with the hours it asked for.
package final class HistoryAsks: Sendable {
    private let asked = Mutex<[SeriesKey: Int]>([:])

    package init() {}

    var series: [SeriesKey: Int] { asked.withLock { $0 } }

    /// What is known of a series before it was read, and a note that somebody asked.
    func nothing(of key: SeriesKey, hours: Int) -> HourlySeries {
        asked.withLock { $0[key] = max($0[key] ?? 0, hours) }
        return HourlySeries([])
    }
}

/// The series that were read so far, and who is told of the others.
struct ReadHistory: Sendable {
    let hours: [SeriesKey: HourlySeries]
    /// How far back each was read; of one that is not here, all there is.
    let lengths: [SeriesKey: Int]
    let asks: HistoryAsks

    func series(_ key: SeriesKey, hours wanted: Int) -> HourlySeries {
        guard let series = hours[key], lengths[key].map({ wanted <= $0 }) ?? true else { return asks.nothing(of: key, hours: wanted) }
        return series
    }
}
