package import PulseAgentProtocol
package import PulseCore

/// When the agent sends what it has, and what it makes of the answer. Pure: it is told what happened and what time it is.
package struct DeliveryPlan: Sendable {
    /// What became of a request.
    package enum Outcome: Hashable, Sendable {
        case answered(AgentReply)
        /// The server does not know the agent, or has revoked it. Only its operator can mend that.
        case refused(sentence: String)
        /// The server takes nothing that large.
        case tooLarge
        /// It asks for patience.
        case busy(wait: Duration?)
        case failed(sentence: String)
    }

    package enum Condition: Hashable, Sendable {
        case connecting
        case delivering
        /// Since when, and why.
        case waiting(since: Timestamp, sentence: String)
        case refused(since: Timestamp, sentence: String)
    }

    static let longestPause = Duration.seconds(300)
    /// Bytes of the reports of a request before packing.
    static let fullBatch = 4 << 20
    static let smallestBatch = 64 << 10

    package private(set) var condition = Condition.connecting
    /// How much the next request may carry.
    package private(set) var batchBytes = fullBatch
    private var notBefore: Timestamp?
    private var backoff = Backoff(base: .seconds(5), longest: longestPause)

    package init() {}

    package func isDue(at now: Timestamp) -> Bool { notBefore.map { $0 <= now } ?? true }

    /// When the next attempt may be made; nil when at once.
    package var nextAttempt: Timestamp? { notBefore }

    /// - Parameter dice: 0..<1. A thousand agents whose server comes back must not come all at once.
    package mutating func happened(_ outcome: Outcome, at now: Timestamp, dice: Double) {
        switch outcome {
        case .answered:
            backoff.succeeded()
            notBefore = nil
            batchBytes = min(batchBytes * 2, Self.fullBatch)
            condition = .delivering
        case .tooLarge:
            batchBytes = max(batchBytes / 2, Self.smallestBatch)
            pause(at: now, dice: dice)
        case .busy(let wait):
            pause(at: now, dice: dice, atLeast: wait)
            condition = waiting(now, "The server is busy and asked to come back later.")
        case .failed(let sentence):
            pause(at: now, dice: dice)
            condition = waiting(now, sentence)
        case .refused(let sentence):
            notBefore = now + Self.longestPause
            if case .refused(_, let before) = condition, before == sentence { return }
            condition = .refused(since: now, sentence: sentence)
        }
    }

    private func waiting(_ now: Timestamp, _ sentence: String) -> Condition {
        if case .waiting(let since, _) = condition { return .waiting(since: since, sentence: sentence) }
        return .waiting(since: now, sentence: sentence)
    }

    /// At least as long as the server asked for, but not longer than an hour for that.
    private mutating func pause(at now: Timestamp, dice: Double, atLeast wait: Duration? = nil) {
        notBefore = now + max(backoff.failed(chance: dice), min(wait ?? .zero, .seconds(3600)))
    }
}
