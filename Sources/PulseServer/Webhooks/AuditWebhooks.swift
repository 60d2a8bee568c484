import Logging
import PulseAudit
import PulseCore
import PulseDelivery
import PulseStorage
import PulseTransport

/// The audit webhooks of one Pulse: what the routes ask, and what delivers. They stand in the file of the audit log, whose follower they are.
struct AuditWebhooks: Sendable {
    /// What the log and the deliveries have in common; it is there before either.
    struct Link: Sendable {
        let bell = DeliveryBell()
        let product = WebhookProduct(version: PulseVersion.current, host: Hostname.read())

        /// Queues every record that the log appends.
        func follower(now: @escaping @Sendable () -> Timestamp) -> WebhookFollower { WebhookFollower(product: product, now: now, bell: bell) }
    }

    let service: WebhookService
    private let database: DatabaseSource
    private let senders: WebhookSenders
    private let bell: DeliveryBell
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - database: of the audit log, with the tables of `WebhookSchema`; it throws while the log cannot be opened.
    ///   - allowed: networks that receivers may be in whatever they are.
    init(
        _ link: Link, database: DatabaseSource, sealer: Sealer, client: OutboundClient, allowed: [NetworkRange],
        now: @escaping @Sendable () -> Timestamp
    ) {
        senders = WebhookSenders(
            database: database, sealer: sealer, factory: SenderFactory(client: client), allowed: allowed, product: link.product)
        service = WebhookService(
            database: database, sealer: sealer, senders: senders, product: link.product, newID: Randomness.identifier,
            changed: { [bell = link.bell] in bell.ring($0, isChanged: true) })
        (self.database, bell, self.now) = (database, link.bell, now)
    }

    /// One transaction of the file they stand in.
    func write(_ body: (WriteTransaction) throws -> Void) throws { try database.write(body) }

    /// What delivers. Without a licence for the audit log it holds everything, and asks again and again.
    func dispatcher(audit: any AuditTrail, features: any FeatureGate, logger: Logger) -> Dispatcher {
        Dispatcher(
            DispatcherParts(
                queue: OutboxQueue(database: database), endpoints: OutboxEndpoints(database: database), senders: senders,
                observer: WebhookObserver(audit: audit, now: now, newID: Randomness.identifier), isOpen: { features.allows(.auditLogging) }, now: now,
                chance: Randomness.fraction, logger: logger), bell: bell)
    }
}
