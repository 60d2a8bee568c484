package import PulseCore

/// A server that a search found, or that lies in a searched network and is a source already.
package struct DiscoveredServer: Sendable, Equatable {
    package let kind: SourceKind
    package let address: String
    package let port: Int
    package let name: String?
    package let fingerprint: String?
    package let subject: String?
    /// `certain`, `likely`, `possible`; nil for a source that was not asked.
    package let confidence: String?
    package let evidence: [String]
    /// The source it is, when it is one.
    package let source: SourceSlug?

    package init(
        kind: SourceKind, address: String, port: Int, name: String?, fingerprint: String?, subject: String?, confidence: String?, evidence: [String],
        source: SourceSlug?
    ) {
        self.kind = kind
        self.address = address
        self.port = port
        self.name = name
        self.fingerprint = fingerprint
        self.subject = subject
        self.confidence = confidence
        self.evidence = evidence
        self.source = source
    }
}

/// One search, under way or over.
package struct DiscoverySearch: Sendable, Encodable, Equatable {
    package let networks: [String]
    package let ports: [Int]
    /// Who began it; `system` for one of the schedule.
    package let by: String
    package let startedAt: String
    package var endedAt: String?
    /// `running`, `complete`, `cancelled`, `time_up`, `interrupted`.
    package var state: String
    /// Connections there are to make, and that are over.
    package var total: Int
    package var done: Int
    /// Addresses of sources that were left alone.
    package let skipped: Int
    package var found: Int

    package init(networks: [String], ports: [Int], by: String, startedAt: String, total: Int, skipped: Int) {
        self.networks = networks
        self.ports = ports
        self.by = by
        self.startedAt = startedAt
        self.total = total
        self.skipped = skipped
        (state, done, found) = ("running", 0, 0)
    }
}

/// What is searched, and how often without anybody asking.
package struct DiscoveryPreferences: Sendable, Encodable, Equatable {
    package let networks: [String]
    package let ports: [Int]
    /// 0 for by hand only.
    package let everyHours: Int

    package init(networks: [String], ports: [Int], everyHours: Int) {
        self.networks = networks
        self.ports = ports
        self.everyHours = everyHours
    }
}

/// Everything there is to tell about searches.
package struct DiscoveryReport: Sendable {
    /// The one that runs, or the last.
    package let search: DiscoverySearch?
    package let servers: [DiscoveredServer]
    /// Those that are over, the newest first.
    package let earlier: [DiscoverySearch]
    package let preferences: DiscoveryPreferences

    package init(search: DiscoverySearch?, servers: [DiscoveredServer], earlier: [DiscoverySearch], preferences: DiscoveryPreferences) {
        self.search = search
        self.servers = servers
        self.earlier = earlier
        self.preferences = preferences
    }
}

/// What the routes need of whoever searches networks. Failures a person can mend are thrown as ``APIError``.
package protocol DiscoveryAdministration: Sendable {
    func report() throws -> DiscoveryReport
    /// Begins a search of these networks, or of those that are set.
    func start(networks: [String]?, ports: [Int]?, by actor: Actor) throws -> DiscoverySearch
    /// - Returns: false when none runs.
    func cancel() -> Bool
    func save(networks: [String], ports: [Int]?, everyHours: Int) throws -> DiscoveryPreferences
}
