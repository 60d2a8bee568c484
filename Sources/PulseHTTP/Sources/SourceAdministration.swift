package import PulseCore

/// A source as it is configured; never its secret.
package struct ConfiguredSource: Sendable {
    package struct Address: Sendable {
        package let address: String
        package let node: String?
        package let fingerprint: String?

        package init(address: String, node: String?, fingerprint: String?) {
            self.address = address
            self.node = node
            self.fingerprint = fingerprint
        }
    }

    package enum Authentication: Sendable {
        case token(id: String)
        case password(user: String)
        /// The machine Pulse runs on needs none.
        case none
    }

    package let slug: SourceSlug
    package let kind: SourceKind
    package let name: String
    package let addresses: [Address]
    package let authentication: Authentication
    package let interval: Duration
    package let report: SourceReport?

    package init(
        slug: SourceSlug, kind: SourceKind, name: String, addresses: [Address], authentication: Authentication, interval: Duration,
        report: SourceReport?
    ) {
        self.slug = slug
        self.kind = kind
        self.name = name
        self.addresses = addresses
        self.authentication = authentication
        self.interval = interval
        self.report = report
    }
}

/// What an operator entered about a source. Nil leaves a stored value as it is.
package struct SourceDraft: Sendable {
    package enum Credentials: Sendable {
        case token(id: String, secret: Redacted<String>)
        case password(user: String, password: Redacted<String>)
    }

    /// What is asked there; nil for what is stored, and of a new source for Proxmox VE.
    package var kind: SourceKind?
    package var name: String?
    package var address: String?
    package var credentials: Credentials?
    package var fingerprint: String?

    package init(
        kind: SourceKind? = nil, name: String? = nil, address: String? = nil, credentials: Credentials? = nil, fingerprint: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.address = address
        self.credentials = credentials
        self.fingerprint = fingerprint
    }
}

/// What a connection test asked and learnt.
package struct ConnectionTestResult: Sendable {
    package struct Step: Sendable, Encodable {
        package let asked: String
        package let answered: String
        package let ok: Bool

        package init(asked: String, answered: String, ok: Bool) {
            self.asked = asked
            self.answered = answered
            self.ok = ok
        }
    }

    package struct Certificate: Sendable, Encodable {
        package let fingerprint: String
        package let subject: String?
        package let issuer: String?
        package let notAfter: String?
        package let trustedBySystem: Bool
        package let needsConfirmation: Bool

        package init(
            fingerprint: String, subject: String?, issuer: String?, notAfter: String?, trustedBySystem: Bool, needsConfirmation: Bool
        ) {
            self.fingerprint = fingerprint
            self.subject = subject
            self.issuer = issuer
            self.notAfter = notAfter
            self.trustedBySystem = trustedBySystem
            self.needsConfirmation = needsConfirmation
        }
    }

    package var problem: Problem?
    package var steps: [Step]
    package var certificate: Certificate?
    package var version: String?
    package var clusterName: String?
    package var nodes: [String]
    package var guests: Int?
    /// Of a backup server.
    package var datastores: [String]
    package var missingPrivileges: [MissingPrivilege]
    package var features: [FeatureAccess]

    package init(
        problem: Problem?, steps: [Step], certificate: Certificate?, version: String?, clusterName: String?, nodes: [String], guests: Int?,
        datastores: [String] = [], missingPrivileges: [MissingPrivilege], features: [FeatureAccess] = []
    ) {
        self.problem = problem
        self.steps = steps
        self.certificate = certificate
        self.version = version
        self.clusterName = clusterName
        self.nodes = nodes
        self.guests = guests
        self.datastores = datastores
        self.missingPrivileges = missingPrivileges
        self.features = features
    }
}

/// What the routes need of whoever runs the sources. Failures a person can mend are thrown as ``APIError``.
package protocol SourceAdministration: Sendable {
    func configuredSources() throws -> [ConfiguredSource]
    /// Changes nothing. With `stored`, what the draft leaves out is taken from that source.
    func test(_ draft: SourceDraft, stored: SourceSlug?) async throws -> ConnectionTestResult
    func add(_ draft: SourceDraft) async throws -> ConfiguredSource
    func update(_ slug: SourceSlug, _ draft: SourceDraft) async throws -> ConfiguredSource
    func remove(_ slug: SourceSlug) async throws
}
