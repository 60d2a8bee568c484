/// What came of one attempt to hand a message to its endpoint.
package enum DeliveryOutcome: Sendable, Equatable {
    /// The receiver has it. `status` where its protocol has one.
    case delivered(status: Int?)
    /// Not this time; try again, not before `retryAfter` when the receiver said so.
    case failed(status: Int?, reason: String, retryAfter: Duration?)
    /// The receiver does not want anything any more (410): the endpoint is switched off.
    case gone(reason: String)
}
