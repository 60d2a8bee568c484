// Lists of a Kubernetes cluster. They travel from agent to server as they stand: a property may be added when it is optional, and none changes
// its name or meaning.

package struct KubernetesServiceRecord: Hashable, Sendable, Codable {
    package var namespace: String
    package var name: String
    /// `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`.
    package var type: String
    package var addresses: [String] = []
    /// `80:30080/TCP`
    package var ports: [String] = []
    package var createdAt: Timestamp?

    package init(namespace: String, name: String, type: String) {
        self.namespace = namespace
        self.name = name
        self.type = type
    }
}

package struct KubernetesIngressRecord: Hashable, Sendable, Codable {
    package var namespace: String
    package var name: String
    package var ingressClass: String?
    package var hosts: [String] = []
    package var addresses: [String] = []
    package var createdAt: Timestamp?

    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

package struct KubernetesVolumeRecord: Hashable, Sendable, Codable {
    package var name: String
    /// `Available`, `Bound`, `Released`, `Failed`.
    package var phase: String
    package var storageClass: String?
    /// Bytes.
    package var capacity: Int64?
    /// `namespace/name`
    package var claim: String?
    package var reclaimPolicy: String?
    package var message: String?

    package init(name: String, phase: String) {
        self.name = name
        self.phase = phase
    }
}

package struct KubernetesEventRecord: Hashable, Sendable, Codable {
    package var namespace: String
    /// `Pod`, `Node` …
    package var objectKind: String
    package var objectName: String
    /// `Normal`, `Warning`.
    package var type: String
    package var reason: String
    package var message: String
    package var count: Int
    package var firstAt: Timestamp?
    package var lastAt: Timestamp?

    package init(namespace: String, objectKind: String, objectName: String, type: String, reason: String, message: String, count: Int = 1) {
        self.namespace = namespace
        self.objectKind = objectKind
        self.objectName = objectName
        self.type = type
        self.reason = reason
        self.message = message
        self.count = count
    }
}

/// The lists of a cluster.
package struct KubernetesRecords: Hashable, Sendable, Codable {
    package var services: [KubernetesServiceRecord] = []
    package var ingresses: [KubernetesIngressRecord] = []
    package var volumes: [KubernetesVolumeRecord] = []
    /// Warnings of the last hour, newest first.
    package var events: [KubernetesEventRecord] = []
    /// How many rows of all were left out at the limits.
    package var leftOut = 0

    package init() {}
}
