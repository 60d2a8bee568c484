import PulseCore

/// Finds the backup server that a storage of Proxmox VE lies on, by certificate or by address.
struct BackupServers {
    private struct Server {
        let source: SourceSlug
        var hosts: Set<String> = []
        var fingerprints: Set<String> = []
    }

    private let servers: [Server]
    /// Of a server that was added twice, the source that speaks for both.
    private let canonical: [SourceSlug: SourceSlug]

    init(_ fleet: Fleet, _ ledger: Ledger) {
        let reports = fleet.sources.values.filter { $0.kind == .backupServer }.sorted { $0.source < $1.source }
        servers = reports.map { Self.server($0, ledger.sources[$0.source]) }
        var canonical: [SourceSlug: SourceSlug] = [:]
        for server in servers {
            let twin = servers.first { !$0.fingerprints.isDisjoint(with: server.fingerprints) }
            canonical[server.source] = twin?.source ?? server.source
        }
        self.canonical = canonical
    }

    private static func server(_ report: SourceReport, _ ledger: SourceLedger?) -> Server {
        var server = Server(source: report.source)
        for endpoint in report.endpoints {
            server.hosts.insert(host(of: endpoint.address))
            if let fingerprint = endpoint.fingerprint { server.fingerprints.insert(plain(fingerprint)) }
        }
        for node in ledger?.nodes.values.map({ $0 }) ?? [] {
            for certificate in node.certificates.value ?? [] {
                if let fingerprint = certificate.fingerprint { server.fingerprints.insert(plain(fingerprint)) }
                server.hosts.formUnion(certificate.names.map { $0.lowercased() })
            }
        }
        // The name that every such certificate carries leads to no particular server.
        server.hosts.subtract(["localhost", "127.0.0.1", "::1"])
        return server
    }

    /// The source of the server of a storage; nil when it is none that Pulse asks.
    ///
    /// A certificate that differs is another server, whatever the address says.
    func source(of target: BackupTarget) -> SourceSlug? {
        let wanted = target.fingerprint.map(Self.plain)
        if let wanted, let found = servers.first(where: { $0.fingerprints.contains(wanted) }) { return canonical[found.source] }
        guard let host = target.server.map(Self.host) else { return nil }
        let found = servers.first { $0.hosts.contains(host) && (wanted == nil || $0.fingerprints.isEmpty) }
        return found.flatMap { canonical[$0.source] }
    }

    func canonical(_ source: SourceSlug) -> SourceSlug { canonical[source] ?? source }

    /// `https://PBS.example:8007` and `[fd00::1]:8007` without scheme and port.
    static func host(of address: String) -> String {
        var rest = address.lowercased()[...]
        if let scheme = rest.range(of: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" }
        if rest.first == "[" { return String(rest.dropFirst().prefix { $0 != "]" }) }
        // More than one colon is an address of IPv6 without brackets.
        return rest.count { $0 == ":" } > 1 ? String(rest) : String(rest.prefix { $0 != ":" })
    }

    private static func plain(_ fingerprint: String) -> String { fingerprint.uppercased().filter { $0.isHexDigit } }
}
