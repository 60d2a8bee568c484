import Foundation
import PulseCore
import PulseStorage

/// What is inside an export of Pulse v5, version 4.1 of its format, as far as there is a place for it here. Fields have the names that v5 writes;
/// all may be missing.
struct V5Export: Codable {
    struct Nodes: Codable {
        var pveInstances: [Instance]?
        var pbsInstances: [Instance]?
        var pmgInstances: [Instance]?
    }

    struct Instance: Codable {
        var name: String?
        var host: String?
        var user: String?
        var password: String?
        var tokenName: String?
        var tokenValue: String?
        var fingerprint: String?
        var isCluster: Bool?
        var clusterName: String?
        var clusterEndpoints: [Endpoint]?

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case host = "Host"
            case user = "User"
            case password = "Password"
            case tokenName = "TokenName"
            case tokenValue = "TokenValue"
            case fingerprint = "Fingerprint"
            case isCluster = "IsCluster"
            case clusterName = "ClusterName"
            case clusterEndpoints = "ClusterEndpoints"
        }
    }

    struct Endpoint: Codable {
        var nodeName: String?
        var host: String?
        var address: String?
        var addressOverride: String?
        var fingerprint: String?

        private enum CodingKeys: String, CodingKey {
            case nodeName = "NodeName"
            case host = "Host"
            case address = "IP"
            case addressOverride = "IPOverride"
            case fingerprint = "Fingerprint"
        }
    }

    /// What was written about a guest.
    struct Guest: Codable {
        var customUrl: String?
        var description: String?
        var notes: Texts?
        var tags: [String]?
    }

    struct Token: Codable {
        var name: String?
        var hash: String?
        var prefix: String?
        var suffix: String?
        var createdAt: String?
        var scopes: [String]?
    }

    /// One text, or several.
    struct Texts: Codable {
        let all: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            all = try (try? container.decode([String].self)) ?? [container.decode(String.self)]
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(all)
        }
    }

    private enum Key: String, CodingKey, CaseIterable {
        case version, nodes, guestMetadata, apiTokens, alerts
    }

    let version: String
    let nodes: Nodes
    let guests: [String: Guest]
    let tokens: [Token]
    let alerts: V5Alerts?
    /// The member of the alerts that could not be understood. They are left out then: the rest does not stand on them.
    let alertsProblem: String?
    /// The names of everything else that has content.
    let others: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        version = try container.decodeIfPresent(String.self, forKey: .version) ?? ""
        nodes = try container.decodeIfPresent(Nodes.self, forKey: .nodes) ?? Nodes()
        guests = try container.decodeIfPresent([String: Guest].self, forKey: .guestMetadata) ?? [:]
        tokens = try container.decodeIfPresent([Token].self, forKey: .apiTokens) ?? []
        do { (alerts, alertsProblem) = (try container.decodeIfPresent(V5Alerts.self, forKey: .alerts), nil) } catch let error as DecodingError {
            (alerts, alertsProblem) = (nil, error.place)
        }
        let everything = try decoder.container(keyedBy: V5Name.self)
        let known = Set(Key.allCases.map(\.rawValue)).union(["exportedAt"])
        others = everything.allKeys.filter { key in
            !known.contains(key.stringValue) && (try? everything.decodeNil(forKey: key)) == false
        }.map(\.stringValue).sorted()
    }

    /// What a directory of v5 holds, as its export would have it.
    init(nodes: Nodes, guests: [String: Guest], tokens: [Token], alerts: V5Alerts?) {
        (version, self.nodes, self.guests, self.tokens, self.alerts) = ("4.1", nodes, guests, tokens, alerts)
        (alertsProblem, others) = (nil, [])
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(version, forKey: .version)
        try container.encode(nodes, forKey: .nodes)
        try container.encode(guests, forKey: .guestMetadata)
        try container.encode(tokens, forKey: .apiTokens)
        try container.encodeIfPresent(alerts, forKey: .alerts)
    }

    init(json: Data) throws {
        do { self = try JSONDecoder().decode(V5Export.self, from: json) } catch let error as DecodingError {
            throw ExportError.contentUnreadable(reason: "it is an export of Pulse v5 whose \(error.place) is not as v5 writes it")
        }
        // 4.0 has no tokens; later ones of the fourth have more sections.
        guard version.isEmpty || version == "4" || version.hasPrefix("4.") else { throw ExportError.newerVersion(version.printable(limit: 16)) }
    }
}

extension DecodingError {
    /// Where in the content the error is: `'nodes.pveInstances.Index 0.Host'`.
    var place: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty ? "content" : "'\(context.codingPath.map(\.stringValue).joined(separator: ".").printable(limit: 80))'"
        @unknown default: "content"
        }
    }
}
