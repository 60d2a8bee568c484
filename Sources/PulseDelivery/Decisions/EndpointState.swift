package import PulseCore

/// Decides what an endpoint's worker does next, and what becomes of a message after an attempt.
///
/// Pure: it is told what happened and what time it is. Messages go out one after the other; the first one that waits holds the rest until it is
/// delivered or given up, so their order is kept.
package struct EndpointState: Sendable, Equatable {
    package enum Phase: Sendable, Equatable {
        case idle
        /// The first message was refused and is offered again then.
        case waiting(until: Timestamp)
        case sending
        /// By a person; what comes meanwhile waits.
        case paused
        /// The receiver said that it wants nothing any more (410), until a person switches it on again.
        case disabled
    }

    package enum Action: Sendable, Equatable {
        case rest
        case wake(at: Timestamp)
        case send
    }

    /// What becomes of the message that was offered.
    package enum Verdict: Sendable, Equatable {
        case delivered
        case again(at: Timestamp)
        case dead
        /// It waits, with all behind it, until the endpoint is switched on again.
        case disabled
    }

    package private(set) var phase: Phase
    private let schedule: RetrySchedule

    package init(_ phase: Phase = .idle, schedule: RetrySchedule = .standard) {
        self.phase = phase
        self.schedule = schedule
    }

    /// - Parameter isOpen: false while deliveries are held as a whole, as without a licence.
    package mutating func look(hasWaiting: Bool, isOpen: Bool, at now: Timestamp) -> Action {
        switch phase {
        case .paused, .disabled, .sending: return .rest
        case .waiting(let until) where hasWaiting && until > now: return .wake(at: until)
        case .idle, .waiting:
            guard hasWaiting, isOpen else { return .rest }
            phase = .sending
            return .send
        }
    }

    /// - Parameters:
    ///   - attempt: which one of this message it was, from 1.
    ///   - chance: 0..<1, for the jitter.
    package mutating func finished(_ outcome: DeliveryOutcome, attempt: Int, at now: Timestamp, chance: Double) -> Verdict {
        switch outcome {
        case .delivered:
            phase = .idle
            return .delivered
        case .gone:
            phase = .disabled
            return .disabled
        case .failed(let status, _, let retryAfter):
            guard let wait = schedule.wait(after: attempt, status: status, retryAfter: retryAfter, chance: chance) else {
                phase = .idle
                return .dead
            }
            phase = .waiting(until: now + wait)
            return .again(at: now + wait)
        }
    }
}
