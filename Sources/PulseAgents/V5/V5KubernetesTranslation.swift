import PulseAgentProtocol
import PulseCore

/// A Kubernetes report of v5 in our words. It has no figures but counts.
struct V5KubernetesTranslation {
    let report: V5KubernetesReport
    /// What the cluster is told apart by. v5 gives several clusters one id where they have the same service address, so the agent's id counts too.
    let uid: String

    func picture(_ recall: V5Recall) -> V5Picture {
        var picture = V5Picture(kinds: Set(recall.kinds(of: .kubernetes)))
        let objects =
            [cluster] + (report.nodes ?? []).compactMap(object) + (report.pods ?? []).compactMap(object)
            + (report.deployments ?? []).compactMap(object)
        picture.objects = Array(Dictionary(objects.map { ($0.key, $0) }) { $1 }.values)
        return picture
    }

    private var cluster: ReportedObject {
        var facts = KubernetesClusterFacts(uid: uid)
        (facts.version, facts.distribution) = (V5Words.said(report.cluster?.version), V5Words.said(report.cluster?.provider))
        facts.nodesTotal = report.nodes?.count
        facts.nodesReady = report.nodes?.count { $0.ready == true }
        let name = V5Words.said(report.cluster?.name) ?? "kubernetes"
        return ReportedObject(ObjectKey(.kubernetesCluster), name: name, status: .online, facts: .kubernetesCluster(facts))
    }

    private func object(_ node: V5KubernetesReport.Node) -> ReportedObject? {
        guard let name = V5Words.said(node.name) else { return nil }
        var facts = KubernetesNodeFacts(isReady: node.ready, isUnschedulable: node.unschedulable == true)
        (facts.roles, facts.kubelet, facts.runtime) = (
            node.roles ?? [], V5Words.said(node.kubeletVersion), V5Words.said(node.containerRuntimeVersion)
        )
        (facts.osName, facts.kernel, facts.architecture) = (
            V5Words.said(node.osImage), V5Words.said(node.kernelVersion), V5Words.said(node.architecture)
        )
        let usable = node.allocatable ?? node.capacity
        (facts.processors, facts.memory, facts.pods) = (usable?.cpuCores.map(Double.init), usable?.memoryBytes, usable?.pods)
        let status: Status = node.ready.map { $0 ? .online : .failing } ?? .unknown
        return ReportedObject(
            V5Key.key(.kubernetesNode, name), name: name, parent: ObjectKey(.kubernetesCluster), status: status, facts: .kubernetesNode(facts))
    }

    private func object(_ pod: V5KubernetesReport.Pod) -> ReportedObject? {
        guard let name = V5Words.said(pod.name), let namespace = V5Words.said(pod.namespace) else { return nil }
        var facts = KubernetesPodFacts(namespace: namespace, phase: V5Words.said(pod.phase) ?? "Unknown")
        (facts.node, facts.reason, facts.message) = (V5Words.said(pod.nodeName), V5Words.said(pod.reason), V5Words.said(pod.message))
        (facts.ownerKind, facts.ownerName) = (V5Words.said(pod.ownerKind), V5Words.said(pod.ownerName))
        (facts.createdAt, facts.startedAt, facts.quality) = (V5Time.moment(pod.createdAt), V5Time.moment(pod.startTime), V5Words.said(pod.qosClass))
        facts.containers = (pod.containers ?? []).prefix(64).map(container)
        facts.restarts = pod.restarts ?? 0
        facts.isReady = !facts.containers.isEmpty && facts.containers.allSatisfy(\.isReady)
        return ReportedObject(
            V5Key.key(.kubernetesPod, namespace, name), name: name, parent: ObjectKey(.kubernetesCluster), status: Self.status(facts),
            facts: .kubernetesPod(facts))
    }

    private func container(_ container: V5KubernetesReport.Container) -> KubernetesContainer {
        var facts = KubernetesContainer(name: container.name ?? "", isReady: container.ready == true, restarts: container.restartCount ?? 0)
        (facts.image, facts.state) = (V5Words.said(container.image), V5Words.said(container.state))
        (facts.reason, facts.message) = (V5Words.said(container.reason), V5Words.said(container.message))
        return facts
    }

    private func object(_ deployment: V5KubernetesReport.Deployment) -> ReportedObject? {
        guard let name = V5Words.said(deployment.name), let namespace = V5Words.said(deployment.namespace) else { return nil }
        var facts = KubernetesWorkloadFacts(namespace: namespace)
        (facts.desired, facts.ready) = (deployment.desiredReplicas ?? 0, deployment.readyReplicas ?? 0)
        (facts.updated, facts.available) = (deployment.updatedReplicas ?? 0, deployment.availableReplicas ?? 0)
        let (desired, ready) = (facts.desired ?? 0, facts.ready ?? 0)
        let status: Status = desired == 0 ? .stopped : ready >= desired ? .running : ready == 0 ? .failing : .degraded
        return ReportedObject(
            V5Key.key(.kubernetesDeployment, namespace, name), name: name, parent: ObjectKey(.kubernetesCluster), status: status,
            facts: .kubernetesWorkload(facts))
    }

    private static func status(_ facts: KubernetesPodFacts) -> Status {
        switch facts.phase {
        case "Running": facts.isReady ? .running : .degraded
        case "Pending": .degraded
        case "Succeeded": .stopped
        case "Failed": .failing
        default: .unknown
        }
    }
}
