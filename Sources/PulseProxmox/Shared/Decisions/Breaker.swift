package import PulseCore

/// Decides whether a thing that fails may be asked again.
///
/// Closed lets calls through. A failure opens it for 5 s; after that it is half-open and lets one call through. If that fails too it opens
/// for twice as long, up to 5 min; if it succeeds everything is as if nothing had happened.
package struct Breaker: Sendable, Equatable {
    package static let firstPause = Duration.seconds(5)
    package static let longestPause = Duration.seconds(300)
    /// A pause is lengthened or shortened by up to this share, so that many breakers don't close at the same moment.
    package static let jitterShare = 0.2

    package private(set) var state = BreakerState.closed
    private var failures = 0

    package init() {}

    /// True when a call may be made now. In the half-open state it is true once. A pause that is longer than any was begun before the clock
    /// was set back, and is over.
    package mutating func admits(at now: Timestamp) -> Bool {
        switch state {
        case .closed: return true
        case .halfOpen: return false
        case .open(let until):
            guard now >= until || until.since(now) > Self.longestPause * (1 + Self.jitterShare) else { return false }
            state = .halfOpen
            return true
        }
    }

    package mutating func succeeded() {
        state = .closed
        failures = 0
    }

    /// - Parameter jitter: -1...1.
    package mutating func failed(at now: Timestamp, jitter: Double) {
        failures += 1
        state = .open(until: now + Self.pause(after: failures, jitter: jitter))
    }

    /// The call that was let through never came to an end: the next one may try.
    package mutating func abandoned(at now: Timestamp) {
        if state == .halfOpen { state = .open(until: now) }
    }

    private static func pause(after failures: Int, jitter: Double) -> Duration {
        let doublings = min(failures - 1, 10)
        let plain = min(firstPause * (1 << doublings), longestPause)
        return plain * (1 + jitterShare * min(1, max(-1, jitter)))
    }
}
