package import PulseCore

/// Hands one message to one receiver. It has its own deadline and size limits, and never throws: what went wrong is an outcome.
package protocol DeliverySender: Sendable {
    func send(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryOutcome
    /// False when what was sent since the last question may not have arrived after all: it is sent again. For protocols without receipts.
    func confirm() async -> Bool
    /// The same, and what the receiver said about it, for a person who tries an endpoint.
    func trial(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryTrial
    /// No more messages for now.
    func close() async
}

extension DeliverySender {
    package func trial(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryTrial {
        var outcome = await send(message, at: now)
        if outcome.reason == nil, await !confirm() {
            outcome = .failed(status: nil, reason: "The connection ended before the receiver had everything.", retryAfter: nil)
        }
        return DeliveryTrial(outcome: outcome, answer: nil)
    }
}

/// What came of a trial.
package struct DeliveryTrial: Sendable, Equatable {
    package let outcome: DeliveryOutcome
    /// The beginning of what the receiver said, fit to be shown.
    package let answer: String?

    package init(outcome: DeliveryOutcome, answer: String?) {
        self.outcome = outcome
        self.answer = answer
    }
}

/// Knows how the endpoints of an outbox are reached. Asked anew for every page of messages, so that a change takes effect.
package protocol SenderDirectory: Sendable {
    /// Nil when there is no such endpoint any more.
    func sender(for endpoint: String, at now: Timestamp) async throws -> (any DeliverySender)?
}

/// Something a person should learn about deliveries.
package enum DeliveryEvent: Sendable, Equatable {
    case disabled(endpoint: String, reason: String)
    case dead(OutboxMessage)
}

/// Told of every end of a message or endpoint, at least once: what throws is told again later.
package protocol DeliveryObserver: Sendable {
    func happened(_ event: DeliveryEvent) async throws
}
