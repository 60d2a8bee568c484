import PulseAgentProtocol
import PulseCore

extension WirePod: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        let reading = PodReading(pod: self)
        let facts = reading.facts(name)
        let owner = metadata.controller
        return .pod(
            PodValue(
                key: ObjectKey(.kubernetesPod, name.namespace, name.name), facts: .kubernetesPod(facts), node: facts.node,
                replicaSet: owner?.kind == "ReplicaSet" ? owner?.name : nil, outlook: reading.outlook, deleteBy: metadata.deletionTimestamp?.moment,
                createdAt: facts.createdAt, restarts: facts.restarts, lastEndedAt: facts.containers.compactMap(\.lastFinishedAt).max(),
                claims: (spec?.volumes ?? []).compactMap { $0.persistentVolumeClaim?.claimName }, processorLimit: facts.processorLimit,
                memoryLimit: facts.memoryLimit))
    }
}

/// What a pod's object says, in the words of the facts.
struct PodReading {
    /// Containers of a pod that are told of.
    private static let mostContainers = 64
    let pod: WirePod
    let containers: [KubernetesContainer]

    init(pod: WirePod) {
        self.pod = pod
        let initial = ContainerReading(specs: pod.spec?.initContainers, states: pod.status?.initContainerStatuses, isInit: true).containers
        let others = ContainerReading(specs: pod.spec?.containers, states: pod.status?.containerStatuses, isInit: false).containers
        containers = Array((initial + others).prefix(Self.mostContainers))
    }

    var phase: String { pod.status?.phase ?? "Unknown" }

    func condition(_ type: String) -> WireCondition? { pod.status?.conditions?.first { $0.type == type } }

    func facts(_ name: ObjectName) -> KubernetesPodFacts {
        var facts = KubernetesPodFacts(namespace: name.namespace, phase: phase.cut(KubernetesText.name))
        facts.node = pod.spec?.nodeName
        (facts.reason, facts.message) = why
        facts.ownerKind = pod.metadata.controller?.kind
        facts.ownerName = pod.metadata.controller?.name
        facts.containers = containers
        facts.restarts = containers.reduce(0) { $0 + $1.restarts }
        facts.isReady = condition("Ready")?.status == "True"
        facts.isTerminating = pod.metadata.deletionTimestamp != nil
        facts.createdAt = pod.metadata.creationTimestamp?.moment
        facts.startedAt = pod.status?.startTime?.moment
        facts.quality = pod.status?.qosClass
        facts.addresses = (pod.status?.podIPs ?? []).compactMap(\.ip).prefix(4).map { $0 }
        amounts(into: &facts)
        return facts
    }

    /// The pod's own reason (`Evicted`), else the scheduler's, else what its worst container is in.
    private var why: (reason: String?, message: String?) {
        if let reason = pod.status?.reason, !reason.isEmpty {
            return (reason.cut(KubernetesText.name), pod.status?.message?.cut(KubernetesText.message))
        }
        if let scheduled = condition("PodScheduled"), scheduled.status == "False" {
            return (scheduled.reason?.cut(KubernetesText.name), scheduled.message?.cut(KubernetesText.message))
        }
        guard outlook == .failing, let worst = containers.first(where: \.isInTrouble) else { return (nil, nil) }
        return (worst.reason, worst.message)
    }

    /// Sums over the containers that run together. A limit is one only when every container has it.
    private func amounts(into facts: inout KubernetesPodFacts) {
        let beside = (pod.spec?.initContainers ?? []).filter { $0.restartPolicy == "Always" }
        let resources = ((pod.spec?.containers ?? []) + beside).map(\.resources)
        func sum(_ amounts: [Double?]) -> Double? {
            let known = amounts.compactMap { $0 }
            return known.isEmpty ? nil : known.reduce(0, +)
        }
        func limit(_ amounts: [Double?]) -> Double? { amounts.contains(nil) ? nil : sum(amounts) }
        func bytes(_ amount: Double?) -> Int64? { amount.flatMap { $0 >= 0 && $0 < 9e18 ? Int64($0.rounded()) : nil } }
        facts.processorRequest = sum(resources.map { $0?.requests?.cpu?.value })
        facts.processorLimit = limit(resources.map { $0?.limits?.cpu?.value })
        facts.memoryRequest = bytes(sum(resources.map { $0?.requests?.memory?.value }))
        facts.memoryLimit = bytes(limit(resources.map { $0?.limits?.memory?.value }))
    }
}

extension PodReading {
    /// How the pod does by itself.
    var outlook: PodOutlook {
        switch phase {
        case "Succeeded": .ended(.stopped)
        // A job counts the pods that failed it, and tries again: the job is what fails.
        case "Failed": .ended(pod.metadata.controller?.kind == "Job" ? .stopped : .failing)
        case "Pending": pending
        case "Running": running
        default: .unknown
        }
    }

    private var pending: PodOutlook {
        if containers.contains(where: \.isInTrouble) { return .failing }
        if let scheduled = condition("PodScheduled"), scheduled.status == "False" {
            return scheduled.reason == "SchedulingGated" ? .held : .failing
        }
        return .starting(since: pod.metadata.creationTimestamp?.moment)
    }

    private var running: PodOutlook {
        if containers.contains(where: \.isInTrouble) { return .failing }
        // One that has done its work beside others that go on is not ready, and all is well.
        let all = containers.filter { !$0.isInit }
        let going = all.filter { !($0.state == "terminated" && $0.exitCode == 0) }
        let isReady = condition("Ready")?.status == "True" || (!going.isEmpty && going.count < all.count && going.allSatisfy(\.isReady))
        guard !isReady else { return .running }
        return .unready(since: condition("Ready")?.lastTransitionTime?.moment ?? pod.status?.startTime?.moment)
    }
}

/// Containers of a pod: what was asked for, with what became of it where that is known.
struct ContainerReading {
    let specs: [WirePod.Container]?
    let states: [WirePod.ContainerStatus]?
    let isInit: Bool

    /// Pods that were evicted, or not yet taken on by a node, have no states; the containers are told of all the same.
    var containers: [KubernetesContainer] {
        (specs ?? []).map { spec in container(spec, states?.first { $0.name == spec.name }) }
    }

    private func container(_ spec: WirePod.Container, _ status: WirePod.ContainerStatus?) -> KubernetesContainer {
        var container = KubernetesContainer(
            name: spec.name.cut(KubernetesText.name), isInit: isInit, isReady: status?.ready ?? false, restarts: max(0, status?.restartCount ?? 0))
        container.image = spec.image?.cut(KubernetesText.name)
        if let state = status?.state { take(state, into: &container) }
        if let last = status?.lastState?.terminated {
            container.lastReason = last.reason?.cut(KubernetesText.name)
            container.lastExitCode = last.exitCode
            container.lastFinishedAt = last.finishedAt?.moment
        }
        return container
    }

    /// The message of a container that ended may be the last lines of its log, which is nobody's business here; it is not read.
    private func take(_ state: WirePod.ContainerState, into container: inout KubernetesContainer) {
        if let waiting = state.waiting {
            container.state = "waiting"
            container.reason = waiting.reason?.cut(KubernetesText.name)
            container.message = waiting.message?.cut(KubernetesText.message)
        } else if let ended = state.terminated {
            container.state = "terminated"
            container.reason = ended.reason?.cut(KubernetesText.name)
            container.exitCode = ended.exitCode
            container.lastFinishedAt = ended.finishedAt?.moment
        } else if state.running != nil {
            container.state = "running"
        }
    }
}

extension KubernetesContainer {
    /// It waits for something that will not come by itself (`CrashLoopBackOff`, `ImagePullBackOff`, `CreateContainerConfigError` …), or ended badly.
    var isInTrouble: Bool {
        switch state {
        case "waiting": !["ContainerCreating", "PodInitializing", nil, ""].contains(reason)
        case "terminated": exitCode != 0
        default: false
        }
    }
}
