import Logging
import PulseCore
import PulseHTTP
import PulseProxmox
import PulseStorage
import PulseTransport

extension DiscoveryDesk {
    /// The one of a running server: settings in its database, looks through its client, and only where its configuration allows.
    convenience init(
        _ configuration: ServerConfiguration, database: Database, sources: SourceDesk, audit: any AuditTrail, client: OutboundClient, isDemo: Bool,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        let rules = EgressRules.discovery(allowed: configuration.allowedNetworks.discovery)
        self.init(
            store: DiscoverySettingsStore(database: database, rules: rules), sources: sources, audit: audit, isDemo: isDemo,
            look: { await client.look(at: $0, rules) }, now: now, logger: logger)
    }
}
