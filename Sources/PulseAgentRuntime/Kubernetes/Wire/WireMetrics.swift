import PulseCore

/// What something takes at the moment: `metrics.k8s.io/v1beta1`.
struct WireUsage: Decodable, Sendable {
    let cpu: Quantity
    let memory: Quantity
}

struct WireNodeMetrics: Decodable, Sendable {
    let metadata: ObjectMetadata
    let usage: WireUsage
}

struct WirePodMetrics: Decodable, Sendable {
    struct Container: Decodable, Sendable {
        let usage: WireUsage
    }

    let metadata: ObjectMetadata
    let containers: [Container]
}

/// `/version`.
struct WireVersion: Decodable, Sendable {
    let gitVersion: String
}

/// `/stats/summary` of a kubelet: only how full the claims of its pods are.
struct WireSummary: Decodable, Sendable {
    struct Claim: Decodable, Sendable {
        let name: String
        let namespace: String
    }

    struct Volume: Decodable, Sendable {
        let usedBytes: Double?
        let capacityBytes: Double?
        let pvcRef: Claim?
    }

    struct Pod: Decodable, Sendable {
        let volume: [Volume]?
    }

    let pods: [Pod]?
}
