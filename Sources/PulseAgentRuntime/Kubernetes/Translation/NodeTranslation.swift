import PulseAgentProtocol
import PulseCore

extension WireNode: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        .node(
            NodeValue(
                key: ObjectKey(.kubernetesNode, name.name), facts: .kubernetesNode(facts), isReady: isReady,
                isDegraded: wrong.contains { $0.type != "Ready" && $0.status != "Unknown" }, processors: status?.capacity?.cpu?.value,
                memory: status?.capacity?.memory?.bytes, allocatableProcessors: status?.allocatable?.cpu?.value,
                allocatableMemory: status?.allocatable?.memory?.bytes,
                distribution: Distribution.of(labels: labels, provider: spec?.providerID, osImage: status?.nodeInfo?.osImage)))
    }

    /// Nil when the node has not been heard of: the control plane writes `Unknown` then, which is not `False`.
    private var isReady: Bool? {
        switch status?.conditions?.first(where: { $0.type == "Ready" })?.status {
        case "True": true
        case "False": false
        default: nil
        }
    }

    /// Ready has to be true, and everything else, which is a kind of trouble, false.
    private var wrong: [KubernetesCondition] {
        (status?.conditions ?? []).filter { $0.status != ($0.type == "Ready" ? "True" : "False") }.prefix(16).map(\.condition)
    }

    private var facts: KubernetesNodeFacts {
        var facts = KubernetesNodeFacts(isReady: isReady, isUnschedulable: spec?.unschedulable ?? false)
        facts.conditions = wrong
        facts.roles = roles
        let info = status?.nodeInfo
        facts.kubelet = info?.kubeletVersion?.cut(KubernetesText.name)
        facts.runtime = info?.containerRuntimeVersion?.cut(KubernetesText.name)
        facts.osName = info?.osImage?.cut(KubernetesText.name)
        facts.kernel = info?.kernelVersion?.cut(KubernetesText.name)
        facts.architecture = info?.architecture?.cut(KubernetesText.name)
        facts.machineID = info?.machineID?.cut(KubernetesText.name)
        facts.systemUUID = info?.systemUUID?.cut(KubernetesText.name)
        facts.addresses = (status?.addresses ?? []).filter { $0.type.hasSuffix("IP") }.prefix(8).map { $0.address.cut(KubernetesText.name) }
        facts.processors = status?.allocatable?.cpu?.value
        facts.memory = status?.allocatable?.memory?.bytes
        facts.pods = (status?.allocatable?.pods?.value).flatMap { Int(exactly: $0.rounded()) }
        facts.taints = (spec?.taints ?? []).prefix(16).map { taint in
            (taint.key + (taint.value.map { "=\($0)" } ?? "") + ":" + taint.effect).cut(KubernetesText.name)
        }
        facts.createdAt = metadata.creationTimestamp?.moment
        return facts
    }

    /// Labels `node-role.kubernetes.io/<role>`.
    private var roles: [String] {
        let prefix = "node-role.kubernetes.io/"
        return labels.keys.filter { $0.hasPrefix(prefix) && $0.utf8.count > prefix.utf8.count }.map { String($0.dropFirst(prefix.count)) }.sorted()
            .prefix(16).map { $0.cut(KubernetesText.name) }
    }
}

/// Which Kubernetes it is.
enum Distribution {
    /// What a version tells, `v1.30.2+k3s1`, `v1.29.1-eks-508b6b3`.
    static func of(version: String) -> String? {
        let marks = [
            ("+k3s", "k3s"), ("+rke2", "rke2"), ("-eks-", "eks"), ("-gke.", "gke"), ("+k0s", "k0s"), ("+vmware", "tanzu"), ("-aliyun", "ack"),
        ]
        return marks.first { version.firstRange(of: $0.0) != nil }?.1
    }

    /// What a node tells where the version does not.
    static func of(labels: [String: String], provider: String?, osImage: String?) -> String? {
        let marks = [
            ("node.openshift.io/os_id", "openshift"), ("kubernetes.azure.com/cluster", "aks"), ("microk8s.io/cluster", "microk8s"),
            ("minikube.k8s.io/name", "minikube"), ("doks.digitalocean.com/node-id", "doks"),
        ]
        if let mark = marks.first(where: { labels[$0.0] != nil }) { return mark.1 }
        if provider?.hasPrefix("kind://") == true { return "kind" }
        return osImage?.hasPrefix("Talos") == true ? "talos" : nil
    }
}
