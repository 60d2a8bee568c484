package import PulseCore
package import PulseDelivery
package import PulseStorage
import Synchronization

/// Queues each new record for the endpoints that want it, in the transaction that keeps the record: both are kept or neither.
package final class WebhookFollower: AuditFollower {
    private let store: WebhookStore
    private let queue: OutboxQueue
    private let product: WebhookProduct
    private let now: @Sendable () -> Timestamp
    private let bell: DeliveryBell
    private let touched = Mutex<Set<String>>([])

    /// - Parameter bell: rung for endpoints that have something to be delivered.
    package init(product: WebhookProduct, limits: OutboxLimits = .standard, now: @escaping @Sendable () -> Timestamp, bell: DeliveryBell) {
        // Everything it writes goes into the transaction that it is given.
        let nowhere = DatabaseSource(open: { throw AuditUnavailable(reason: "Outside of a transaction nothing is written.") })
        store = WebhookStore(database: nowhere)
        queue = OutboxQueue(database: nowhere, limits: limits)
        self.product = product
        self.now = now
        self.bell = bell
    }

    package func appended(_ records: [AuditRecord], in transaction: WriteTransaction) throws {
        for endpoint in try store.all(in: transaction) { try queue(records, for: endpoint, transaction) }
    }

    package func committed(_ records: [AuditRecord]) {
        let endpoints = touched.withLock { touched in
            defer { touched = [] }
            return touched
        }
        for endpoint in endpoints.sorted() { bell.ring(endpoint) }
    }

    private func queue(_ records: [AuditRecord], for endpoint: WebhookEndpoint, _ transaction: WriteTransaction) throws {
        var previous = endpoint.lastSequence
        let drafts = records.filter { WebhookEvents.isMeant($0, for: endpoint) }.map { record in
            defer { previous = record.sequence }
            return product.draft(of: record, for: endpoint.settings, previousDelivered: previous)
        }
        guard !drafts.isEmpty else { return }
        try queue.add(drafts, to: endpoint.id, at: now(), in: transaction)
        try store.setLastSequence(previous, of: endpoint.id, in: transaction)
        touched.withLock { _ = $0.insert(endpoint.id) }
    }
}

/// What messages say about the program that sends them.
package struct WebhookProduct: Sendable, Equatable {
    package let version: String
    package let host: String

    package init(version: String, host: String) {
        self.version = version
        self.host = host
    }

    package var userAgent: String { "Pulse-Audit-Webhook/\(version)" }

    func draft(of record: AuditRecord, for settings: WebhookSettings, previousDelivered: Int64, isTest: Bool = false) -> OutboxDraft {
        let context = FormatContext(version: version, host: host, previousDelivered: previousDelivered, isTest: isTest)
        let format = settings.format
        let body = settings.kind.isSyslog ? format.syslogBytes(of: record, context) : format.bytes(of: record, context)
        return OutboxDraft(id: record.id, number: record.sequence, label: record.event, body: body)
    }
}
