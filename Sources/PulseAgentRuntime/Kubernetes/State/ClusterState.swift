import PulseCore

/// Everything that is known of the cluster: what the streams told, what was polled, and how reading goes. A value behind one lock.
struct ClusterState: Sendable {
    var namespaces = Shelf<String>()
    var nodes = Shelf<NodeValue>()
    var pods = Shelf<PodValue>()
    var workloads: [KubernetesResource: Shelf<WorkloadValue>] = [:]
    var replicaSets = Shelf<OwnerName?>()
    var services = Shelf<KubernetesServiceRecord>()
    var ingresses = Shelf<KubernetesIngressRecord>()
    var claims = Shelf<ClaimValue>()
    var volumes = Shelf<KubernetesVolumeRecord>()
    var events = EventShelf()
    var conditions: [KubernetesResource: WatchMachine.Condition] = [:]
    var polls = PollState()
    var restarts = RestartLedger()
    /// Objects that could not be read, since the start.
    var unreadable = 0
    private let filter: NamespaceFilter
    private var pool = TextPool()

    init(filter: NamespaceFilter) {
        self.filter = filter
        for resource in [KubernetesResource.deployments, .statefulSets, .daemonSets, .jobs, .cronJobs] { workloads[resource] = Shelf() }
    }

    func allows(_ namespace: String) -> Bool { filter.allows(namespace) }

    mutating func put(_ resource: KubernetesResource, _ name: ObjectName, _ value: ResourceValue) {
        switch value {
        case .namespace(let uid): namespaces.put(name, uid)
        case .node(let node): nodes.put(name, node)
        case .volume(let volume) where allowsClaim(of: volume): volumes.put(name, volume)
        case .volume: volumes.apply(.remove(name))
        // Events of nodes stand in the namespace `default`, whatever becomes of that.
        case .event(let event) where event.objectKind == "Node": events.put(name, event)
        case _ where !name.namespace.isEmpty && !filter.allows(name.namespace): break
        case .pod(var pod):
            pod.share(&pool)
            pods.put(name, pod)
        case .workload(let workload): workloads[resource]?.put(name, workload)
        case .owner(let owner): replicaSets.put(name, owner)
        case .service(let service): services.put(name, service)
        case .ingress(let ingress): ingresses.put(name, ingress)
        case .claim(let claim): claims.put(name, claim)
        case .event(let event): events.put(name, event)
        }
    }

    mutating func apply(_ resource: KubernetesResource, _ change: ShelfChange) {
        switch resource {
        case .namespaces: namespaces.apply(change)
        case .nodes: nodes.apply(change)
        case .pods: pods.apply(change)
        case .deployments, .statefulSets, .daemonSets, .jobs, .cronJobs: workloads[resource]?.apply(change)
        case .replicaSets: replicaSets.apply(change)
        case .services: services.apply(change)
        case .ingresses: ingresses.apply(change)
        case .claims: claims.apply(change)
        case .volumes: volumes.apply(change)
        case .events: events.apply(change)
        }
    }

    func isComplete(_ resource: KubernetesResource) -> Bool {
        switch resource {
        case .namespaces: namespaces.isComplete
        case .nodes: nodes.isComplete
        case .pods: pods.isComplete
        case .deployments, .statefulSets, .daemonSets, .jobs, .cronJobs: workloads[resource]?.isComplete ?? false
        case .replicaSets: replicaSets.isComplete
        case .services: services.isComplete
        case .ingresses: ingresses.isComplete
        case .claims: claims.isComplete
        case .volumes: volumes.isComplete
        case .events: events.isComplete
        }
    }

    /// The uid of `kube-system`, which no other cluster has.
    var uid: String? {
        namespaces.entries[ObjectName(namespace: "", name: "kube-system")].flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    private func allowsClaim(of volume: KubernetesVolumeRecord) -> Bool {
        guard let namespace = volume.claim?.split(separator: "/").first else { return true }
        return filter.allows(String(namespace))
    }
}

extension PodValue {
    /// Puts texts that other pods have too in one place.
    fileprivate mutating func share(_ pool: inout TextPool) {
        guard case .kubernetesPod(var pod) = facts else { return }
        pod.namespace = pool.shared(pod.namespace)
        pod.node = pool.shared(pod.node)
        pod.ownerName = pool.shared(pod.ownerName)
        pod.reason = pool.shared(pod.reason)
        pod.message = pool.shared(pod.message)
        for index in pod.containers.indices {
            pod.containers[index].name = pool.shared(pod.containers[index].name)
            pod.containers[index].image = pool.shared(pod.containers[index].image)
            pod.containers[index].reason = pool.shared(pod.containers[index].reason)
        }
        facts = .kubernetesPod(pod)
    }
}
