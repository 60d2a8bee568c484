import Foundation
package import PulseCore
package import PulseDelivery
import PulseStorage

/// What came of the test button.
package struct WebhookTrial: Sendable {
    package let outcome: DeliveryOutcome
    /// The beginning of what the receiver said.
    package let answer: String?
    package let took: Duration
}

extension WebhookService {
    /// The name of the event that a test carries.
    package static let testEvent = "webhook.test"

    /// Sends a marked message now, beside the queue.
    package func test(_ id: String, at now: @Sendable () -> Timestamp) async throws -> WebhookTrial {
        let endpoint = try find(id).endpoint
        guard let sender = try await senders.sender(for: id, at: now()) else { throw WebhookError.noSuchEndpoint(id) }
        let begin = now()
        let trial = await sender.trial(
            product.draft(of: testRecord(at: begin), for: endpoint.settings, previousDelivered: 0, isTest: true), at: begin)
        await sender.close()
        return WebhookTrial(outcome: trial.outcome, answer: trial.answer, took: now().since(begin))
    }

    /// It stands in no log, so it has no number and no hashes.
    private func testRecord(at now: Timestamp) -> AuditRecord {
        AuditRecord(
            sequence: 0, id: newID(), operation: newID(), at: now, event: Self.testEvent, actor: .system, user: "pulse", address: "", path: "",
            outcome: .success, details: ["message": "This is a test of this endpoint; nothing happened."], previousHash: Data(count: 32),
            hash: Data(count: 32), signature: "", keyID: "")
    }

    package func deliveries(_ id: String, in state: OutboxMessage.State?, limit: Int) throws -> [OutboxMessage] {
        _ = try find(id)
        return try log.messages(of: id, in: state, limit: limit)
    }

    /// A range is filled from the log itself, where the outbox does not hold a message any more or had no room for it.
    ///
    /// - Returns: how many messages were queued.
    package func replay(_ selection: ReplaySelection, of id: String, at now: Timestamp) throws -> Int {
        let events = LoggedEvents(endpoint: try find(id).endpoint, product: product)
        let queued =
            if case .numbers(let range) = selection {
                try log.replay(range, of: id, at: now) { try events.drafts(in: range, except: $0, most: $1, $2) }
            } else {
                try log.replay(selection, of: id, at: now)
            }
        changed(id)
        return queued
    }

    /// Makes a new secret; the one before it signs too, for ``WebhookSecrets/overlap``.
    package func rotateSecret(of id: String, at now: Timestamp) throws -> WebhookSecret {
        let kind = try find(id).endpoint.settings.kind
        guard kind == .webhook else { throw WebhookError.hasNoSecret(kind) }
        let secret = WebhookSecret.make()
        try database.write { try secrets.rotate(secret.text, of: id, at: now, in: $0) }
        changed(id)
        return secret
    }
}
