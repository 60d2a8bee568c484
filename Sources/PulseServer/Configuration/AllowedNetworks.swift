import PulseAccess
import PulseCore

/// Networks that Pulse may call whatever they are, this machine itself included: `PULSE_WEBHOOK_ALLOWED_NETWORKS`,
/// `PULSE_DISCOVERY_ALLOWED_NETWORKS`.
struct AllowedNetworks: Sendable {
    /// Where receivers of webhooks may be.
    let webhooks: [NetworkRange]
    /// What may be searched for servers.
    let discovery: [NetworkRange]

    init(_ settings: SettingsReader) throws {
        webhooks = try settings.list("PULSE_WEBHOOK_ALLOWED_NETWORKS") { NetworkRange($0) }
        discovery = try settings.list("PULSE_DISCOVERY_ALLOWED_NETWORKS") { NetworkRange($0) }
    }
}
