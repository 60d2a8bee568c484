import PulseCore

/// `Service` of `v1`.
struct WireService: Decodable, Sendable {
    struct Port: Decodable, Sendable {
        let port: Int
        let nodePort: Int?
        let `protocol`: String?
    }

    struct Spec: Decodable, Sendable {
        let type: String?
        let clusterIPs: [String]?
        let externalIPs: [String]?
        let externalName: String?
        let ports: [Port]?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: WireBalancedState?
}

/// Where a load balancer answers.
struct WireBalancedState: Decodable, Sendable {
    struct Place: Decodable, Sendable {
        let ip: String?
        let hostname: String?
    }

    struct Balancer: Decodable, Sendable {
        let ingress: [Place]?
    }

    let loadBalancer: Balancer?

    var addresses: [String] { (loadBalancer?.ingress ?? []).compactMap { $0.ip ?? $0.hostname } }
}

/// `Ingress` of `networking.k8s.io/v1`.
struct WireIngress: Decodable, Sendable {
    struct Rule: Decodable, Sendable {
        let host: String?
    }

    struct Spec: Decodable, Sendable {
        let ingressClassName: String?
        let rules: [Rule]?
    }

    let metadata: ObjectMetadata
    let spec: Spec?
    let status: WireBalancedState?
}

/// `Event` of `v1`. Newer reporters fill `eventTime` and `series`, older ones the other times and `count`.
struct WireEvent: Decodable, Sendable {
    struct Object: Decodable, Sendable {
        let kind: String?
        let namespace: String?
        let name: String?
    }

    struct Series: Decodable, Sendable {
        let count: Int?
        let lastObservedTime: WireTime?
    }

    let metadata: ObjectMetadata
    let involvedObject: Object
    let type: String?
    let reason: String?
    let message: String?
    let count: Int?
    let firstTimestamp: WireTime?
    let lastTimestamp: WireTime?
    let eventTime: WireTime?
    let series: Series?
}
