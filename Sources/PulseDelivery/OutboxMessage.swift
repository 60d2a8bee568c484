package import PulseCore

/// What a caller wants delivered.
package struct OutboxDraft: Sendable, Equatable {
    /// Stays the same over all attempts and replays, so that a receiver recognises a repetition.
    package let id: String
    /// By which a range can be asked for again: the sequence number of an audit record. Nil where there is none.
    package let number: Int64?
    /// What it is about, in a word for lists: `login`.
    package let label: String
    package let body: [UInt8]

    package init(id: String, number: Int64?, label: String, body: [UInt8]) {
        self.id = id
        self.number = number
        self.label = label
        self.body = body
    }
}

/// A message of an endpoint, with what has become of it so far.
package struct OutboxMessage: Sendable, Equatable {
    package enum State: Int, Sendable, CaseIterable {
        case waiting = 0
        case delivered = 1
        /// Given up after the last attempt; kept until it is replayed or removed.
        case dead = 2
    }

    package let endpoint: String
    /// Its place in the order of all messages.
    package let position: Int64
    package let draft: OutboxDraft
    package let createdAt: Timestamp
    package let attempts: Int
    package let state: State
    package let lastAttemptAt: Timestamp?
    /// What the receiver answered last, where its protocol has such a number.
    package let status: Int?
    package let error: String?

    package init(
        endpoint: String, position: Int64, draft: OutboxDraft, createdAt: Timestamp, attempts: Int = 0, state: State = .waiting,
        lastAttemptAt: Timestamp? = nil, status: Int? = nil, error: String? = nil
    ) {
        self.endpoint = endpoint
        self.position = position
        self.draft = draft
        self.createdAt = createdAt
        self.attempts = attempts
        self.state = state
        self.lastAttemptAt = lastAttemptAt
        self.status = status
        self.error = error
    }
}

/// How an endpoint is.
package struct EndpointStatus: Sendable, Equatable {
    package struct Disabled: Sendable, Equatable {
        package let reason: String
        package let at: Timestamp

        package init(reason: String, at: Timestamp) {
            self.reason = reason
            self.at = at
        }
    }

    /// Messages for which there was no room: they were never queued, and their numbers say which.
    package struct Skipped: Sendable, Equatable {
        package let count: Int
        package let first: Int64?
        package let last: Int64?

        package init(count: Int, first: Int64?, last: Int64?) {
            self.count = count
            self.first = first
            self.last = last
        }
    }

    package let isPaused: Bool
    package let disabled: Disabled?
    package let waiting: Int
    package let dead: Int
    package let oldestWaitingAt: Timestamp?
    package let lastDeliveryAt: Timestamp?
    package let lastError: String?
    package let nextAttemptAt: Timestamp?
    package let deliveredNumber: Int64?
    package let skipped: Skipped?

    package var phase: EndpointState.Phase {
        if disabled != nil { return .disabled }
        if isPaused { return .paused }
        return nextAttemptAt.map { .waiting(until: $0) } ?? .idle
    }
}

/// How much an outbox keeps.
package struct OutboxLimits: Sendable, Equatable {
    /// Waiting messages of one endpoint. What comes then is counted as skipped and not queued: a receiver that is dead for months must not fill the
    /// disk that the audit log needs.
    package let waiting: Int
    /// Delivered messages of one endpoint that the delivery log shows.
    package let delivered: Int
    package let deliveredAge: Duration
    /// Messages that one replay may queue.
    package let replay: Int

    package static let standard = OutboxLimits(waiting: 200_000, delivered: 1000, deliveredAge: .seconds(7 * 86_400), replay: 10_000)

    package init(waiting: Int, delivered: Int, deliveredAge: Duration, replay: Int) {
        self.waiting = waiting
        self.delivered = delivered
        self.deliveredAge = deliveredAge
        self.replay = replay
    }
}
