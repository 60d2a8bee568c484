/// `/cluster/status`.
struct PVEMembership: Sendable, Equatable {
    struct Member: Sendable, Equatable {
        var name: String
        var online: Bool
        /// It is the one that answered.
        var isLocal: Bool
        var address: String?
    }

    /// Nil for a standalone node, which has no cluster row.
    var clusterName: String?
    var quorate: Bool?
    var members: [Member] = []

    var local: Member? { members.first { $0.isLocal } }

    init(_ rows: [JSONObject]) {
        for row in rows {
            switch row.text("type") {
            case "cluster":
                clusterName = row.text("name")
                quorate = row.flag("quorate")
            case "node":
                guard let name = row.text("name") else { continue }
                members.append(
                    Member(name: name, online: row.flag("online") ?? false, isLocal: row.flag("local") ?? false, address: row.text("ip")))
            default: continue
            }
        }
    }
}

extension PVEMembership {
    /// The nodes of the cluster with the certificates it knows them by, so that each can be pinned. None for a standalone node.
    func peers(fingerprints: [String: String], port: Int) -> [ProxmoxEndpoint] {
        guard clusterName != nil else { return [] }
        return members.compactMap { member in
            guard let address = member.address, let fingerprint = fingerprints[member.name] else { return nil }
            return ProxmoxEndpoint(url: ProxmoxAddress(host: address, port: port).url, node: member.name, fingerprint: fingerprint)
        }
    }
}

/// A row of `/nodes`: of it only what `/cluster/resources` doesn't have.
struct PVENodeRow: Sendable, Equatable {
    var node: String
    var fingerprint: String?

    init?(_ row: JSONObject) {
        guard let name = row.text("node") else { return nil }
        node = name
        fingerprint = row.text("ssl_fingerprint")
    }

    static func fingerprints(_ rows: [PVENodeRow]) -> [String: String] {
        Dictionary(rows.compactMap { row in row.fingerprint.map { (row.node, $0.uppercased()) } }, uniquingKeysWith: { first, _ in first })
    }
}

/// `/version`.
struct PVEVersion: Sendable, Equatable {
    /// `9.2.10`, on old systems `7.4-17`.
    var version: String
    /// `9`.
    var major: Int

    init?(_ value: JSON) {
        guard let object = value.object, let version = object.text("version") else { return nil }
        // Proxmox Backup Server has the same path; its `release` is the patch number alone.
        self.version = version
        major = (object.text("release") ?? version).split(separator: ".").first.flatMap { Int($0) } ?? 0
    }
}
