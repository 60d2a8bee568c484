import Logging
import PulseAudit
import PulseCore
import PulseDelivery
import PulseTransport

/// What records, keeps and delivers the audit log of one Pulse, introduced to each other.
struct AuditParts: Sendable {
    let place: AuditPlace
    /// Where everything that is privileged is recorded.
    let trail: any AuditTrail
    let keeper: AuditKeeper
    let webhooks: AuditWebhooks

    init(
        _ configuration: ServerConfiguration, store: OpenStore, client: OutboundClient, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        let (link, echo) = (AuditWebhooks.Link(), AuditEcho(logger: logger))
        let place = AuditPlace.open(
            in: store.directory, sealer: store.sealer, configuration.audit, followers: [link.follower(now: now), echo], now: now,
            logger: logger)
        self.place = place
        trail = EchoedTrail(echo: echo, kept: place.service)
        keeper = AuditKeeper(
            place, trail: trail, retention: configuration.audit.retention, version: PulseVersion.current, now: now, logger: logger)
        webhooks = AuditWebhooks(
            link, database: DatabaseSource(fileOf: { try place.service.log() }), sealer: store.sealer, client: client,
            allowed: configuration.allowedNetworks.webhooks, now: now)
    }
}
