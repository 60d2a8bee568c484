import Synchronization

/// A number that a double looks at and a test changes.
final class Counter: Sendable {
    private let state = Mutex(0)

    var value: Int {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
