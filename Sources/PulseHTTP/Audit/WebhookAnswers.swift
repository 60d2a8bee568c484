import PulseAudit
import PulseCore
import PulseDelivery

/// Writes members that have no value as null: whoever reads should not have to guess whether a member exists.
private struct NullableEncoding<Key: CodingKey> {
    var container: KeyedEncodingContainer<Key>

    mutating func write<Value: Encodable>(_ key: Key, _ value: Value?) throws { try container.encode(value, forKey: key) }
}

/// An endpoint as it is shown; never its secret.
struct WebhookAnswer: Encodable {
    private let view: WebhookView

    init(_ view: WebhookView) { self.view = view }

    private struct Filter: Encodable {
        let events: [String]
        let outcomes: [String]
    }

    private struct Disabled: Encodable {
        let reason: String
        let at: String
    }

    private struct Skipped: Encodable {
        let count: Int
        let fromSequence: Int64?
        let toSequence: Int64?
    }

    private enum Key: String, CodingKey {
        case id, name, kind, format, url, filter, allowPrivateNetworks, paused, disabled, hasSecret, waiting, deadLetters, oldestWaitingAt,
            lastDeliveryAt
        case lastError, nextAttemptAt, deliveredSequence, certificateAuthority, skipped
    }

    func encode(to encoder: any Encoder) throws {
        var json = NullableEncoding(container: encoder.container(keyedBy: Key.self))
        try encode(settings: view.endpoint, &json)
        try encode(status: view.status, &json)
    }

    private func encode(settings endpoint: WebhookEndpoint, _ json: inout NullableEncoding<Key>) throws {
        let settings = endpoint.settings
        try json.write(.id, endpoint.id)
        try json.write(.name, settings.name)
        try json.write(.kind, settings.kind.rawValue)
        try json.write(.format, settings.format.rawValue)
        try json.write(.url, settings.address.url)
        try json.write(.filter, Filter(events: settings.filter.events, outcomes: settings.filter.outcomes.map(\.rawValue)))
        try json.write(.allowPrivateNetworks, settings.allowsPrivateNetworks)
        try json.write(.certificateAuthority, settings.authority)
        try json.write(.hasSecret, endpoint.hasSecret)
    }

    private func encode(status: EndpointStatus, _ json: inout NullableEncoding<Key>) throws {
        try json.write(.paused, status.isPaused)
        try json.write(.disabled, status.disabled.map { Disabled(reason: $0.reason, at: $0.at.description) })
        try json.write(.waiting, status.waiting)
        try json.write(.deadLetters, status.dead)
        try json.write(.oldestWaitingAt, status.oldestWaitingAt?.description)
        try json.write(.lastDeliveryAt, status.lastDeliveryAt?.description)
        try json.write(.lastError, status.lastError)
        try json.write(.nextAttemptAt, status.nextAttemptAt?.description)
        try json.write(.deliveredSequence, status.deliveredNumber)
        try json.write(.skipped, status.skipped.map { Skipped(count: $0.count, fromSequence: $0.first, toSequence: $0.last) })
    }
}

/// A message of an endpoint.
struct DeliveryAnswer: Encodable {
    private let message: OutboxMessage
    private let nextAttemptAt: Timestamp?

    /// - Parameter status: only the first message that waits has a time; the others come after it.
    init(_ message: OutboxMessage, _ status: EndpointStatus) {
        self.message = message
        nextAttemptAt = message.state == .waiting && message.attempts > 0 ? status.nextAttemptAt : nil
    }

    static func state(_ word: String) throws -> OutboxMessage.State {
        guard let state = words.first(where: { $0.value == word })?.key else {
            throw APIError.invalid("state", "state is delivered, waiting or dead.")
        }
        return state
    }

    private static let words: [OutboxMessage.State: String] = [.waiting: "waiting", .delivered: "delivered", .dead: "dead"]

    private enum Key: String, CodingKey { case id, sequence, event, state, attempts, at, status, error, nextAttemptAt }

    func encode(to encoder: any Encoder) throws {
        var json = NullableEncoding(container: encoder.container(keyedBy: Key.self))
        try json.write(.id, message.draft.id)
        try json.write(.sequence, message.draft.number)
        try json.write(.event, message.draft.label)
        try json.write(.state, Self.words[message.state])
        try json.write(.attempts, message.attempts)
        try json.write(.at, (message.lastAttemptAt ?? message.createdAt).description)
        try json.write(.status, message.status)
        try json.write(.error, message.error)
        try json.write(.nextAttemptAt, nextAttemptAt?.description)
    }
}

/// What came of the test button.
struct WebhookTrialAnswer: Encodable {
    private let trial: WebhookTrial

    init(_ trial: WebhookTrial) { self.trial = trial }

    private enum Key: String, CodingKey { case delivered, status, answer, error, milliseconds }

    func encode(to encoder: any Encoder) throws {
        var json = NullableEncoding(container: encoder.container(keyedBy: Key.self))
        try json.write(.delivered, trial.outcome.reason == nil)
        try json.write(.status, trial.outcome.status)
        try json.write(.answer, trial.answer)
        try json.write(.error, trial.outcome.reason)
        try json.write(.milliseconds, trial.took.wholeMilliseconds)
    }
}
