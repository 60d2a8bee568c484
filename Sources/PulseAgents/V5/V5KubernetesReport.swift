// What a Kubernetes agent of Pulse v5 sends to POST /api/agents/kubernetes/report; the members that are used here. Everything may be missing.

struct V5KubernetesReport: Decodable {
    struct Cluster: Decodable {
        var id: String?
        var name: String?
        var version: String?
        var provider: String?
    }

    struct Resources: Decodable {
        var cpuCores: Int?
        var memoryBytes: Int64?
        var pods: Int?
    }

    struct Node: Decodable {
        var name: String?
        var ready: Bool?
        var unschedulable: Bool?
        var kubeletVersion: String?
        var containerRuntimeVersion: String?
        var osImage: String?
        var kernelVersion: String?
        var architecture: String?
        var capacity: Resources?
        var allocatable: Resources?
        var roles: [String]?
    }

    struct Container: Decodable {
        var name: String?
        var image: String?
        var ready: Bool?
        var restartCount: Int?
        var state: String?
        var reason: String?
        var message: String?
    }

    struct Pod: Decodable {
        var name: String?
        var namespace: String?
        var nodeName: String?
        var phase: String?
        var reason: String?
        var message: String?
        var qosClass: String?
        var createdAt: String?
        var startTime: String?
        var restarts: Int?
        var ownerKind: String?
        var ownerName: String?
        var containers: [Container]?
    }

    struct Deployment: Decodable {
        var name: String?
        var namespace: String?
        var desiredReplicas: Int?
        var updatedReplicas: Int?
        var readyReplicas: Int?
        var availableReplicas: Int?
    }

    var agent: V5AgentPart?
    var cluster: Cluster?
    var nodes: [Node]?
    var pods: [Pod]?
    var deployments: [Deployment]?
    var timestamp: String?
}
