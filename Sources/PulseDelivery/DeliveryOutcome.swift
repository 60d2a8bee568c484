/// What came of one attempt to hand a message to its endpoint.
package enum DeliveryOutcome: Sendable, Equatable {
    /// The receiver has it. `status` where its protocol has one.
    case delivered(status: Int?)
    /// Not this time; try again, not before `retryAfter` when the receiver said so.
    case failed(status: Int?, reason: String, retryAfter: Duration?)
    /// The receiver does not want anything any more (410): the endpoint is switched off.
    case gone(reason: String)
}

extension DeliveryOutcome {
    /// What the receiver answered, where its protocol has such a number.
    package var status: Int? {
        switch self {
        case .delivered(let status), .failed(let status, _, _): status
        case .gone: 410
        }
    }

    /// Why it came to nothing; nil where it did not.
    package var reason: String? {
        switch self {
        case .delivered: nil
        case .failed(_, let reason, _), .gone(let reason): reason
        }
    }
}
