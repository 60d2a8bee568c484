import PulseCore

/// `Node` of `v1`.
struct WireNode: Decodable, Sendable {
    /// Nodes are few, so their labels are read: they tell roles and the distribution.
    struct Labels: Decodable, Sendable {
        let labels: [String: String]?
    }

    struct Spec: Decodable, Sendable {
        struct Taint: Decodable, Sendable {
            let key: String
            let value: String?
            let effect: String
        }

        let unschedulable: Bool?
        let taints: [Taint]?
        let providerID: String?
    }

    struct Amounts: Decodable, Sendable {
        let cpu: Quantity?
        let memory: Quantity?
        let pods: Quantity?
    }

    struct Address: Decodable, Sendable {
        let type: String
        let address: String
    }

    struct Info: Decodable, Sendable {
        let machineID: String?
        let systemUUID: String?
        let kernelVersion: String?
        let osImage: String?
        let containerRuntimeVersion: String?
        let kubeletVersion: String?
        let architecture: String?
    }

    struct State: Decodable, Sendable {
        let capacity: Amounts?
        let allocatable: Amounts?
        let conditions: [WireCondition]?
        let addresses: [Address]?
        let nodeInfo: Info?
    }

    let metadata: ObjectMetadata
    let labels: [String: String]
    let spec: Spec?
    let status: State?

    private enum Key: String, CodingKey {
        case metadata, spec, status
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMetadata.self, forKey: .metadata)
        labels = try container.decode(Labels.self, forKey: .metadata).labels ?? [:]
        spec = try container.decodeIfPresent(Spec.self, forKey: .spec)
        status = try container.decodeIfPresent(State.self, forKey: .status)
    }
}

/// A condition of any object.
struct WireCondition: Decodable, Sendable {
    let type: String
    let status: String
    let reason: String?
    let message: String?
    let lastTransitionTime: WireTime?

    var condition: KubernetesCondition {
        var condition = KubernetesCondition(type: type.cut(KubernetesText.name), status: status.cut(KubernetesText.name))
        condition.reason = reason.flatMap { $0.isEmpty ? nil : $0.cut(KubernetesText.name) }
        condition.message = message.flatMap { $0.isEmpty ? nil : $0.cut(KubernetesText.message) }
        condition.since = lastTransitionTime?.moment
        return condition
    }
}

/// Bytes of texts that are kept of a cluster.
enum KubernetesText {
    static let name = 253
    static let message = 400
}

extension String {
    /// At most so many bytes, cut between characters.
    func cut(_ bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
