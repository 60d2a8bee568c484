import NIOCore
import Synchronization

/// The few workers of one node: each works on one request at a time, so one that hangs leaves a place less for the others.
final class Workers: Sendable {
    /// When each becomes free.
    private let free: Mutex<[NIODeadline]>

    init(count: Int) { free = Mutex(Array(repeating: .distantPast, count: max(1, count))) }

    /// Takes the worker that is free first; answers how long the request waits and is worked on together.
    func occupy(for work: Duration, at now: NIODeadline) -> TimeAmount {
        free.withLock { free in
            var first = 0
            for index in free.indices where free[index] < free[first] { first = index }
            let end = max(now, free[first]) + TimeAmount(work)
            free[first] = end
            return end - now
        }
    }
}
