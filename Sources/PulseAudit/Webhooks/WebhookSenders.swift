import Foundation
package import PulseCore
package import PulseDelivery
package import PulseStorage
import PulseTransport

/// Makes the sender of an endpoint from what is kept about it, its secrets opened.
package struct WebhookSenders: SenderDirectory {
    private let store: WebhookStore
    private let secrets: WebhookSecrets
    private let factory: SenderFactory
    private let allowed: [NetworkRange]
    private let product: WebhookProduct

    /// - Parameter allowed: networks that endpoints may be in whatever they are, by the operator's setting.
    package init(
        database: DatabaseSource, sealer: Sealer, factory: SenderFactory, allowed: [NetworkRange], product: WebhookProduct
    ) {
        store = WebhookStore(database: database)
        secrets = WebhookSecrets(database: database, sealer: sealer)
        self.factory = factory
        self.allowed = allowed
        self.product = product
    }

    package func sender(for endpoint: String, at now: Timestamp) async throws -> (any DeliverySender)? {
        guard let found = try store.find(endpoint) else { return nil }
        return factory.sender(for: try target(of: found, at: now))
    }

    func rules(_ settings: WebhookSettings) -> EgressRules {
        EgressRules(allowsPrivateNetworks: settings.allowsPrivateNetworks, allowed: allowed)
    }

    private func target(of endpoint: WebhookEndpoint, at now: Timestamp) throws -> DeliveryTarget {
        let settings = endpoint.settings
        return DeliveryTarget(
            try way(endpoint, at: now), trust: settings.authority.map { .authority($0) } ?? .system, egress: rules(settings),
            userAgent: product.userAgent)
    }

    private func way(_ endpoint: WebhookEndpoint, at now: Timestamp) throws -> DeliveryTarget.Way {
        let (settings, address) = (endpoint.settings, endpoint.settings.address)
        switch settings.kind {
        case .webhook:
            return .webhook(url: address.url, contentType: settings.format.contentType, secrets: try secrets.signing(endpoint.id, at: now))
        case .splunk: return .splunk(url: address.url, token: try secrets.token(endpoint.id) ?? Redacted(""))
        case .syslogTCP: return .syslog(host: address.host, port: address.port, usesTLS: false)
        case .syslogTLS: return .syslog(host: address.host, port: address.port, usesTLS: true)
        }
    }
}

/// The secrets of endpoints, opened and sealed.
struct WebhookSecrets: Sendable {
    /// How long the old secret signs beside the new one.
    static let overlap = Duration.seconds(24 * 3600)

    private let store: WebhookSecretStore
    private let sealer: Sealer

    init(database: DatabaseSource, sealer: Sealer) {
        store = WebhookSecretStore(database: database)
        self.sealer = sealer
    }

    /// The new one first.
    func signing(_ id: String, at now: Timestamp) throws -> [WebhookSecret] {
        let sealed = try store.read(id)
        let previous = sealed.previous.flatMap { $0.until > now ? $0.sealed : nil }
        return try [sealed.current, previous].compactMap { $0 }.compactMap { WebhookSecret(try sealer.open($0, for: context(id)).reveal()) }
    }

    func token(_ id: String) throws -> Redacted<String>? { try store.read(id).current.map { try sealer.open($0, for: context(id)) } }

    /// Of a row that was read already.
    func text(_ sealed: Data?, of id: String) throws -> String? { try sealed.map { try sealer.open($0, for: context(id)).reveal() } }

    func set(_ secret: Redacted<String>?, of id: String, in transaction: WriteTransaction) throws {
        try store.set(try secret.map { try sealer.seal($0, for: context(id)) }, of: id, in: transaction)
    }

    func rotate(_ secret: Redacted<String>, of id: String, at now: Timestamp, in transaction: WriteTransaction) throws {
        try store.rotate(try sealer.seal(secret, for: context(id)), of: id, previousUntil: now + Self.overlap, in: transaction)
    }

    private func context(_ id: String) -> String { "audit webhook \(id)" }
}
