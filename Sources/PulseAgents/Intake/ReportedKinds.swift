import PulseCore

/// The kinds of things that agents tell of, by the source under which they are shown.
enum ReportedKinds {
    static let machine: Set<ResourceKind> = [.host, .container, .swarmService]
    static let cluster: Set<ResourceKind> = [
        .kubernetesCluster, .kubernetesNode, .kubernetesPod, .kubernetesDeployment, .kubernetesStatefulSet, .kubernetesDaemonSet, .kubernetesJob,
        .kubernetesCronJob, .kubernetesClaim,
    ]
}
