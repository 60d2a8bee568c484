import Logging
import PulseAudit
import PulseCore
import PulseDelivery
import PulseStorage
import PulseTransport

/// The audit webhooks of one Pulse: what the routes ask, what follows the audit log, and what delivers.
struct AuditWebhooks: Sendable {
    let service: WebhookService
    /// To be given to the audit log whose file this is.
    let follower: WebhookFollower
    private let database: Database
    private let senders: WebhookSenders
    private let bell: DeliveryBell
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - database: of the audit log, with the tables of `WebhookSchema`.
    ///   - allowed: networks that receivers may be in whatever they are.
    init(database: Database, sealer: Sealer, client: OutboundClient, allowed: [NetworkRange], now: @escaping @Sendable () -> Timestamp) {
        let product = WebhookProduct(version: PulseVersion.current, host: Hostname.read())
        let bell = DeliveryBell()
        senders = WebhookSenders(
            database: database, sealer: sealer, factory: SenderFactory(client: client), allowed: allowed, product: product)
        service = WebhookService(
            database: database, sealer: sealer, senders: senders, product: product, newID: Randomness.identifier,
            changed: { bell.ring($0, isChanged: true) })
        follower = WebhookFollower(
            store: WebhookStore(database: database), queue: OutboxQueue(database: database), product: product, now: now, ring: { bell.ring($0) })
        (self.database, self.bell, self.now) = (database, bell, now)
    }

    func close() throws { try database.close() }

    /// What delivers. Without a licence for the audit log it holds everything, and asks again and again.
    func dispatcher(audit: any AuditTrail, features: any FeatureGate, logger: Logger) -> Dispatcher {
        Dispatcher(
            DispatcherParts(
                queue: OutboxQueue(database: database), endpoints: OutboxEndpoints(database: database), senders: senders,
                observer: WebhookObserver(audit: audit, now: now, newID: Randomness.identifier), isOpen: { features.allows(.auditLogging) }, now: now,
                chance: Randomness.fraction, logger: logger), bell: bell)
    }
}
