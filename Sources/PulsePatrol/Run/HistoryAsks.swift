import PulseCore
import Synchronization

/// The series that checks asked for and that were not read yet.
package final class HistoryAsks: Sendable {
    private struct State {
        var keys: Set<SeriesKey> = []
        var count = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// What is known of a series before it was read, and a note that somebody asked.
    func nothing(of key: SeriesKey) -> HourlySeries {
        state.withLock { state in
            state.keys.insert(key)
            state.count += 1
        }
        return HourlySeries([])
    }

    /// What a check that asked for one series is going to ask for next.
    func add(_ wishes: [(key: SeriesKey, hours: Int)]) { state.withLock { $0.keys.formUnion(wishes.map(\.key)) } }

    /// How often something was asked for.
    var count: Int { state.withLock { $0.count } }
    /// In a fixed order.
    var keys: [SeriesKey] { state.withLock { $0.keys.sorted() } }
}

/// The series that were read so far, and who is told of the others.
struct ReadHistory: Sendable {
    let hours: [SeriesKey: HourlySeries]
    let asks: HistoryAsks

    func series(_ key: SeriesKey) -> HourlySeries { hours[key] ?? asks.nothing(of: key) }
}
