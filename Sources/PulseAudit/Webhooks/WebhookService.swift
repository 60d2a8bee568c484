package import PulseCore
package import PulseDelivery
package import PulseStorage
import PulseTransport

/// Audit webhooks: the endpoints, their settings, and what can be asked of them.
package struct WebhookService: Sendable {
    package static let mostEndpoints = 32

    let database: DatabaseSource
    let store: WebhookStore
    let secrets: WebhookSecrets
    let endpoints: OutboxEndpoints
    let log: DeliveryLog
    let senders: WebhookSenders
    let product: WebhookProduct
    let newID: @Sendable () -> String
    /// Somebody changed something about this endpoint.
    let changed: @Sendable (String) -> Void

    /// - Parameter database: of the audit log, with the tables of ``WebhookSchema``.
    package init(
        database: DatabaseSource, sealer: Sealer, senders: WebhookSenders, product: WebhookProduct, limits: OutboxLimits = .standard,
        newID: @escaping @Sendable () -> String, changed: @escaping @Sendable (String) -> Void
    ) {
        self.database = database
        self.senders = senders
        self.product = product
        self.newID = newID
        self.changed = changed
        store = WebhookStore(database: database)
        secrets = WebhookSecrets(database: database, sealer: sealer)
        endpoints = OutboxEndpoints(database: database)
        log = DeliveryLog(database: database, limits: limits)
    }

    package func all() throws -> [WebhookView] { try store.all().map(view) }

    /// - Throws: ``WebhookError/noSuchEndpoint(_:)``
    package func find(_ id: String) throws -> WebhookView {
        guard let endpoint = try store.find(id) else { throw WebhookError.noSuchEndpoint(id) }
        return try view(endpoint)
    }

    private func view(_ endpoint: WebhookEndpoint) throws -> WebhookView {
        guard let status = try endpoints.status(of: endpoint.id) else { throw WebhookError.noSuchEndpoint(endpoint.id) }
        return WebhookView(endpoint: endpoint, status: status)
    }

    /// - Parameter secret: for a webhook `whsec_…`, or nil to have one made; for Splunk the token of the collector.
    /// - Returns: also the secret that was made, to be shown once.
    package func add(
        _ settings: WebhookSettings, secret: String? = nil, isPaused: Bool = false, at now: Timestamp
    ) throws -> (view: WebhookView, secret: WebhookSecret?) {
        try check(settings)
        let (kept, made) = try newSecret(settings.kind, secret)
        let id = newID()
        try database.write { transaction in
            guard try store.all(in: transaction).count < Self.mostEndpoints else { throw WebhookError.tooMany(Self.mostEndpoints) }
            try endpoints.add(id, isPaused: isPaused, in: transaction)
            try store.insert(id, settings, at: now, in: transaction)
            try secrets.set(kept, of: id, in: transaction)
        }
        changed(id)
        return (try find(id), made)
    }

    /// What was paused, disabled or waited for is looked at anew: somebody changed something.
    ///
    /// - Parameters:
    ///   - secret: nil leaves it as it is.
    ///   - isPaused: nil leaves it as it is.
    package func change(_ id: String, _ settings: WebhookSettings, secret: String? = nil, isPaused: Bool? = nil) throws -> WebhookView {
        let before = try find(id).endpoint
        try check(settings)
        let isOtherKind = before.settings.kind != settings.kind
        let kept: Redacted<String>? = secret != nil || isOtherKind ? try newSecret(settings.kind, secret).kept : nil
        try database.write { transaction in
            try store.update(id, settings, in: transaction)
            if secret != nil || isOtherKind { try secrets.set(kept, of: id, in: transaction) }
            if let isPaused { try endpoints.setPaused(isPaused, of: id, in: transaction) }
            try endpoints.reset(id, in: transaction)
        }
        changed(id)
        return try find(id)
    }

    /// With everything that waits for it.
    package func remove(_ id: String) throws {
        _ = try find(id)
        try database.write { try endpoints.remove(id, in: $0) }
        changed(id)
    }

    /// What can be known of an address without asking anybody; the rest is judged at every connection.
    func check(_ settings: WebhookSettings) throws {
        if let authority = settings.authority, !Trust.authority(authority).isUsable { throw WebhookError.authority }
        if let kind = IPAddress(settings.address.host).flatMap({ senders.rules(settings).refusal(of: $0) }) {
            throw WebhookError.notAllowed(url: settings.address.url, reason: kind.words)
        }
    }

    /// Whether a secret that somebody kept goes with a kind.
    func checkSecret(_ kind: WebhookKind, _ secret: String?) throws(WebhookError) {
        guard secret != nil || kind.isSyslog else { throw .secret("It has no secret.") }
        let kept = try newSecret(kind, secret).kept
        guard kept?.reveal() == secret else { throw .secret("Its secret is not in the form in which Pulse keeps it.") }
    }

    private func newSecret(_ kind: WebhookKind, _ given: String?) throws(WebhookError) -> (kept: Redacted<String>?, made: WebhookSecret?) {
        switch kind {
        case .webhook:
            guard let given else {
                let made = WebhookSecret.make()
                return (made.text, made)
            }
            guard let secret = WebhookSecret(given) else {
                throw .secret("A secret is whsec_ and 24 to 64 bytes in base64; leave it out to have one made.")
            }
            return (secret.text, nil)
        case .splunk:
            guard let given, (1...256).contains(given.utf8.count), given.utf8.allSatisfy({ (33...126).contains($0) }) else {
                throw .secret("Enter the token of the collector as secret.")
            }
            return (Redacted(given), nil)
        case .syslogTCP, .syslogTLS:
            guard given == nil else { throw .secret("Syslog has no secret; use tls:// and a certificate.") }
            return (nil, nil)
        }
    }
}

/// An endpoint and how it is.
package struct WebhookView: Sendable {
    package let endpoint: WebhookEndpoint
    package let status: EndpointStatus
}
