import PulseCore
import PulseHTTP
import PulseProxmox

/// Where the configured sources are: they are left alone by searches, and marked in what was found.
struct KnownServers: Sendable {
    private struct Place: Sendable {
        let source: ConfiguredSource
        let target: ScanTarget
        let node: String?
        let fingerprint: String?
    }

    /// Those that are written as an address. A name may mean another one by now; its server is recognised by its certificate.
    private let places: [Place]
    private let slugs: [String: SourceSlug]

    init(_ sources: [ConfiguredSource]) {
        places = sources.flatMap { source in
            source.addresses.compactMap { endpoint in
                guard let address = try? ProxmoxAddress(endpoint.address), let host = IPAddress(address.host) else { return nil }
                return Place(source: source, target: ScanTarget(host, address.port), node: endpoint.node, fingerprint: endpoint.fingerprint)
            }
        }
        slugs = Dictionary(
            sources.flatMap { source in source.addresses.compactMap { $0.fingerprint.map { ($0, source.slug) } } },
            uniquingKeysWith: { first, _ in first })
    }

    var targets: Set<ScanTarget> { Set(places.map(\.target)) }

    /// What was found and what was not asked because it is known, in the order of their addresses.
    func marked(_ state: DiscoveryState) -> [DiscoveredServer] {
        guard let search = state.search, let networks = state.networks else { return [] }
        let asked = Set(networks.addresses)
        let found = state.found.map { server in (ScanTarget(server.address, server.port), DiscoveredServer(server, source: source(of: server))) }
        let seen = Set(found.map(\.0))
        let known = places.filter { asked.contains($0.target.address) && search.ports.contains($0.target.port) && !seen.contains($0.target) }
            .map { ($0.target, described($0)) }
        return (found + known).sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func source(of server: FoundServer) -> SourceSlug? {
        slugs[server.fingerprint] ?? places.first { $0.target == ScanTarget(server.address, server.port) }?.source.slug
    }

    private func described(_ place: Place) -> DiscoveredServer {
        DiscoveredServer(
            kind: place.source.kind, address: place.target.address.description, port: place.target.port, name: place.node,
            fingerprint: place.fingerprint, subject: nil, confidence: nil, evidence: ["It is the source “\(place.source.name)”, and was not asked."],
            source: place.source.slug)
    }
}

extension ScanTarget {
    fileprivate static func < (left: ScanTarget, right: ScanTarget) -> Bool {
        guard left.address != right.address else { return left.port < right.port }
        guard left.address.bytes.count == right.address.bytes.count else { return left.address.bytes.count < right.address.bytes.count }
        return left.address.bytes.lexicographicallyPrecedes(right.address.bytes)
    }
}

extension DiscoveredServer {
    fileprivate init(_ server: FoundServer, source: SourceSlug?) {
        self.init(
            kind: SourceKind(rawValue: server.product.rawValue) ?? .proxmoxVE, address: server.address.description, port: server.port,
            name: server.node, fingerprint: server.fingerprint, subject: server.subject, confidence: server.confidence.rawValue,
            evidence: server.evidence, source: source)
    }
}
