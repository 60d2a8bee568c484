package import PulseCore
import Synchronization

/// A clock that stands still until somebody moves it.
package final class MovableClock: Sendable {
    private let moment: Mutex<Timestamp>

    package init(_ start: Timestamp) { moment = Mutex(start) }

    package var now: Timestamp { moment.withLock { $0 } }
    package func move(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
}
