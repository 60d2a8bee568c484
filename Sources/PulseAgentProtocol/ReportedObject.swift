package import PulseCore

/// A thing that an agent sees, without the figures that change with every report.
package struct ReportedObject: Hashable, Sendable {
    package let key: ObjectKey
    package var name: String
    package var parent: ObjectKey?
    package var status: Status
    package var reason: Reason?
    package var tags: [String]
    /// Of the key's kind.
    package var facts: Facts

    package init(
        _ key: ObjectKey, name: String, parent: ObjectKey? = nil, status: Status, reason: Reason? = nil, tags: [String] = [], facts: Facts
    ) {
        self.key = key
        self.name = name
        self.parent = parent
        self.status = status
        self.reason = reason
        self.tags = tags
        self.facts = facts
    }
}

extension ReportedObject: Codable {
    private enum Key: String, CodingKey {
        case key, name, parent, status, reason, tags, facts
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        key = try container.decode(ObjectKey.self, forKey: .key)
        name = try container.decode(String.self, forKey: .name)
        parent = try container.decodeIfPresent(ObjectKey.self, forKey: .parent)
        status = (try container.decode(Word<Status>.self, forKey: .status)).value ?? .unknown
        reason = try container.decodeIfPresent(Word<Reason>.self, forKey: .reason)?.value
        tags = try container.decodeIfPresent([String].self, forKey: .tags) ?? []
        facts = try Self.facts(of: key.kind, container)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(key, forKey: .key)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(parent, forKey: .parent)
        try container.encode(status.rawValue, forKey: .status)
        try container.encodeIfPresent(reason?.rawValue, forKey: .reason)
        if !tags.isEmpty { try container.encode(tags, forKey: .tags) }
        try encodeFacts(into: &container)
    }

    private static func facts(of kind: ResourceKind, _ container: KeyedDecodingContainer<Key>) throws -> Facts {
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try container.decode(type, forKey: .facts) }
        switch kind {
        case .host: return .host(try decode(HostFacts.self))
        case .container: return .container(try decode(ContainerFacts.self))
        case .swarmService: return .swarmService(try decode(SwarmServiceFacts.self))
        case .kubernetesCluster: return .kubernetesCluster(try decode(KubernetesClusterFacts.self))
        case .kubernetesNode: return .kubernetesNode(try decode(KubernetesNodeFacts.self))
        case .kubernetesPod: return .kubernetesPod(try decode(KubernetesPodFacts.self))
        case .kubernetesDeployment, .kubernetesStatefulSet, .kubernetesDaemonSet, .kubernetesJob, .kubernetesCronJob:
            return .kubernetesWorkload(try decode(KubernetesWorkloadFacts.self))
        case .kubernetesClaim: return .kubernetesClaim(try decode(KubernetesClaimFacts.self))
        case .cluster, .node, .guest, .storage, .datastore, .pool, .disk, .ceph, .mail:
            throw DecodingError.dataCorruptedError(forKey: .key, in: container, debugDescription: "An agent does not report a \(kind.rawValue).")
        }
    }

    private func encodeFacts(into container: inout KeyedEncodingContainer<Key>) throws {
        switch facts {
        case .host(let facts): try container.encode(facts, forKey: .facts)
        case .container(let facts): try container.encode(facts, forKey: .facts)
        case .swarmService(let facts): try container.encode(facts, forKey: .facts)
        case .kubernetesCluster(let facts): try container.encode(facts, forKey: .facts)
        case .kubernetesNode(let facts): try container.encode(facts, forKey: .facts)
        case .kubernetesPod(let facts): try container.encode(facts, forKey: .facts)
        case .kubernetesWorkload(let facts): try container.encode(facts, forKey: .facts)
        case .kubernetesClaim(let facts): try container.encode(facts, forKey: .facts)
        case .cluster, .node, .guest, .storage, .datastore, .pool, .disk, .ceph, .mail:
            throw EncodingError.invalidValue(
                key, .init(codingPath: container.codingPath, debugDescription: "An agent does not report a \(key.kind.rawValue)."))
        }
    }
}

/// A word of a list that may grow: one that this side does not know is nil.
struct Word<Value: RawRepresentable & Sendable>: Decodable where Value.RawValue == String {
    let value: Value?

    init(from decoder: any Decoder) throws {
        value = Value(rawValue: try decoder.singleValueContainer().decode(String.self))
    }
}
