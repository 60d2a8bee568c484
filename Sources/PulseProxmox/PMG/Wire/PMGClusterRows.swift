import PulseCore

/// `/version`.
struct PMGVersion: Sendable, Equatable {
    let version: String

    init?(_ value: JSON) {
        guard let version = value.object?.text("version") else { return nil }
        self.version = version.printable(limit: 40)
    }
}

/// The names of `/nodes`, which also a gateway without a cluster lists.
enum PMGNodeNames {
    private static let longest = 100

    static func name(_ row: JSONObject) -> String? {
        (row.text("node") ?? row.text("name")).flatMap { $0.utf8.count <= longest && $0 == $0.printable(limit: longest) ? $0 : nil }
    }
}

/// A row of `/config/cluster/nodes`: how the nodes of a cluster know each other. A gateway alone has none.
struct PMGMember: Sendable, Equatable {
    var name: String
    var address: String?
    var fingerprint: String?
    var isMaster: Bool

    init?(_ row: JSONObject) {
        guard let name = row.text("name") else { return nil }
        self.name = name
        address = row.text("ip")
        fingerprint = row.text("fingerprint")?.uppercased()
        isMaster = row.text("type") == "master"
    }

    /// Ready to be stored: told by a node that was trusted.
    static func endpoints(_ members: [PMGMember], port: Int) -> [ProxmoxEndpoint] {
        members.compactMap { member in
            guard let address = member.address, let fingerprint = member.fingerprint else { return nil }
            return ProxmoxEndpoint(url: ProxmoxAddress(host: address, port: port).url, node: member.name, fingerprint: fingerprint)
        }
    }
}
