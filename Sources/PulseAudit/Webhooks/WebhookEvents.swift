package import PulseCore
package import PulseDelivery

/// What the delivery of webhooks itself leaves in the audit log.
package enum WebhookEvents {
    package static let disabled = "webhook.disabled"
    package static let deadLetter = "webhook.dead_letter"
    /// Of the detail that names the endpoint.
    static let endpoint = "endpoint"

    /// An endpoint is not told about its own failures: a message that cannot be delivered would make another one, without end. Others are.
    static func isMeant(_ record: AuditRecord, for endpoint: WebhookEndpoint) -> Bool {
        if [disabled, deadLetter].contains(record.event), record.details[Self.endpoint] == endpoint.id { return false }
        return endpoint.settings.filter.matches(record)
    }

    /// Nil for what must not make another event: a dead letter that tells of a dead letter, with two endpoints that are both dead.
    static func auditEvent(of event: DeliveryEvent, id: String, at now: Timestamp) -> AuditEvent? {
        func make(_ name: String, _ details: [String: String]) -> AuditEvent {
            AuditEvent(id: id, at: now, event: name, actor: .system, address: nil, path: nil, outcome: .failure, details: details)
        }
        switch event {
        case .disabled(let endpoint, let reason): return make(disabled, [Self.endpoint: endpoint, "reason": reason])
        case .dead(let message):
            guard message.draft.label != deadLetter else { return nil }
            return make(
                deadLetter,
                [
                    Self.endpoint: message.endpoint, "message": message.draft.id, "event": message.draft.label,
                    "sequence": message.draft.number.map { "\($0)" } ?? "", "attempts": "\(message.attempts)", "reason": message.error ?? "",
                ])
        }
    }
}

/// Writes the ends of deliveries into the audit log.
package struct WebhookObserver: DeliveryObserver {
    private let audit: any AuditTrail
    private let now: @Sendable () -> Timestamp
    private let newID: @Sendable () -> String

    package init(audit: any AuditTrail, now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String) {
        self.audit = audit
        self.now = now
        self.newID = newID
    }

    package func happened(_ event: DeliveryEvent) async throws {
        if let event = WebhookEvents.auditEvent(of: event, id: newID(), at: now()) { try await audit.record(event) }
    }
}
