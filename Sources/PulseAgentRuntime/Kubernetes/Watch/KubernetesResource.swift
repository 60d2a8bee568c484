package import PulseCore

/// The kinds of objects that are read, and how each is asked for. What is not here is never asked: no secrets, no config maps.
package enum KubernetesResource: String, Hashable, Sendable, CaseIterable {
    case namespaces
    case nodes
    case pods
    case deployments
    case statefulSets = "statefulsets"
    case daemonSets = "daemonsets"
    case replicaSets = "replicasets"
    case jobs
    case cronJobs = "cronjobs"
    case services
    case ingresses
    case claims = "persistentvolumeclaims"
    case volumes = "persistentvolumes"
    case events

    /// Empty for the core group.
    package var group: String {
        switch self {
        case .namespaces, .nodes, .pods, .services, .claims, .volumes, .events: ""
        case .deployments, .statefulSets, .daemonSets, .replicaSets: "apps"
        case .jobs, .cronJobs: "batch"
        case .ingresses: "networking.k8s.io"
        }
    }

    var path: String { group.isEmpty ? "/api/v1/\(rawValue)" : "/apis/\(group)/v1/\(rawValue)" }

    /// Only what warns is asked for of events.
    private var selector: String { self == .events ? "&fieldSelector=type%3DWarning" : "" }

    /// Of these only the metadata is of use: names, and who owns a replica set. Source: "API Concepts", "Metadata-only fetches".
    private var isMetadataOnly: Bool { self == .namespaces || self == .replicaSets }

    func accept(list: Bool) -> String {
        guard isMetadataOnly else { return "application/json" }
        return "application/json;as=PartialObjectMetadata\(list ? "List" : "");g=meta.k8s.io;v=v1,application/json"
    }

    func listPath(next: String?) -> String {
        "\(path)?limit=\(WatchLimits.page)\(selector)" + (next.map { "&continue=\(Self.encoded($0))" } ?? "")
    }

    func streamPath(version: String) -> String {
        "\(path)?watch=true&allowWatchBookmarks=true&resourceVersion=\(Self.encoded(version))"
            + "&timeoutSeconds=\(WatchLimits.streamLife.components.seconds)\(selector)"
    }

    private static func encoded(_ text: String) -> String { ResourceID.encode(text) }

    /// The kind of the things that are reported of it; nil for what is only looked up or listed.
    package var kind: ResourceKind? {
        switch self {
        case .nodes: .kubernetesNode
        case .pods: .kubernetesPod
        case .deployments: .kubernetesDeployment
        case .statefulSets: .kubernetesStatefulSet
        case .daemonSets: .kubernetesDaemonSet
        case .jobs: .kubernetesJob
        case .cronJobs: .kubernetesCronJob
        case .claims: .kubernetesClaim
        case .namespaces, .replicaSets, .services, .ingresses, .volumes, .events: nil
        }
    }

    /// The rule of a ClusterRole that lets the agent read it, as one line of YAML.
    package var rule: String { "{apiGroups: [\"\(group)\"], resources: [\"\(rawValue)\"], verbs: [\"get\", \"list\", \"watch\"]}" }

    var object: any WatchedObject.Type {
        switch self {
        case .namespaces: WireNamespace.self
        case .replicaSets: WireReplicaSet.self
        case .nodes: WireNode.self
        case .pods: WirePod.self
        case .deployments, .statefulSets, .daemonSets: WireWorkload.self
        case .jobs: WireJob.self
        case .cronJobs: WireCronJob.self
        case .services: WireService.self
        case .ingresses: WireIngress.self
        case .claims: WireClaim.self
        case .volumes: WireVolume.self
        case .events: WireEvent.self
        }
    }
}
