import PulseAgentProtocol
import PulseCore

/// Makes the picture of a cluster out of what is known at one moment. Pure, but for what it writes back into the state: owners that were looked up,
/// and restarts that were counted.
struct PictureBuilder {
    let name: String
    /// For sentences.
    let server: String
    let asksKubelets: Bool
    let now: Timestamp
    private let cluster = ObjectKey(.kubernetesCluster)
    private var picture = Picture()

    init(name: String, server: String, asksKubelets: Bool, now: Timestamp) {
        self.name = name
        self.server = server
        self.asksKubelets = asksKubelets
        self.now = now
    }

    mutating func picture(_ state: inout ClusterState) -> Picture {
        let report = ModuleReport(state: state, server: server, asksKubelets: asksKubelets)
        picture.modules = report.modules
        guard report.canTell, let uid = state.uid else { return picture }
        picture.objects.reserveCapacity(state.pods.entries.count + 64)
        picture.figures.reserveCapacity(state.pods.entries.count + 16)
        let pods = addPods(&state, report)
        addNodes(state, report)
        addWorkloads(state, report)
        addClaims(state, report)
        addCluster(state, uid, report, podsRunning: pods.running, podsTotal: pods.total)
        picture.kubernetes = RecordLists(state: state, now: now).records
        return picture
    }

    private mutating func add(_ key: ObjectKey, _ name: String, _ status: Status, _ reason: Reason? = nil, _ facts: Facts) {
        picture.objects.append(ReportedObject(key, name: name, parent: key == cluster ? nil : cluster, status: status, reason: reason, facts: facts))
    }

    private mutating func addPods(_ state: inout ClusterState, _ report: ModuleReport) -> (running: Int, total: Int) {
        guard report.tells(.pods) else { return (0, 0) }
        let figures = UsageFigures(state: state)
        var running = 0
        state.restarts.begin()
        for name in state.pods.entries.keys.sorted().dropLast(report.podsLeftOut) {
            PodOwners.resolve(name, &state)
            guard let pod = state.pods.entries[name]?.value else { continue }
            let isNodeSilent = pod.node.map { state.isSilent(node: $0) } ?? false
            let (status, reason) = Judgement.status(of: pod, isNodeSilent: isNodeSilent, at: now)
            if status == .running { running += 1 }
            add(pod.key, name.name, status, reason, pod.facts)
            let restarts = state.restarts.observe(name, count: pod.restarts, createdAt: pod.createdAt, lastEndedAt: pod.lastEndedAt, at: now)
            picture.figures.append(figures.of(pod, named: name, status: status, restarts: restarts))
        }
        state.restarts.end()
        return (running, state.pods.entries.count)
    }

    private mutating func addNodes(_ state: ClusterState, _ report: ModuleReport) {
        guard report.tells(.nodes) else { return }
        let figures = UsageFigures(state: state)
        for (name, entry) in state.nodes.entries.sorted(by: { $0.key < $1.key }) {
            let (status, reason) = Judgement.status(of: entry.value)
            add(entry.value.key, name.name, status, reason, entry.value.facts)
            picture.figures.append(figures.of(entry.value, named: name.name))
        }
    }

    private mutating func addWorkloads(_ state: ClusterState, _ report: ModuleReport) {
        for (resource, shelf) in state.workloads.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where report.tells(resource) {
            for (name, entry) in shelf.entries.sorted(by: { $0.key < $1.key }) {
                add(entry.value.key, name.name, Judgement.status(of: entry.value, at: now), nil, entry.value.facts)
            }
        }
    }

    private mutating func addClaims(_ state: ClusterState, _ report: ModuleReport) {
        guard report.tells(.claims) else { return }
        let users = PodOwners.users(of: state)
        for (name, entry) in state.claims.entries.sorted(by: { $0.key < $1.key }) {
            var facts = entry.value.facts
            let pods = users[name] ?? []
            if !pods.isEmpty, case .kubernetesClaim(var claim) = facts {
                claim.usedBy = Array(pods.sorted().prefix(16))
                facts = .kubernetesClaim(claim)
            }
            add(entry.value.key, name.name, Judgement.status(of: entry.value, isUsed: !pods.isEmpty, at: now), nil, facts)
            if let space = state.polls.claims[name] {
                picture.figures.append(ObjectFigures(entry.value.key, values: [.diskUsed: .value(space.used), .diskTotal: .value(space.total)]))
            }
        }
    }

    private mutating func addCluster(_ state: ClusterState, _ uid: String, _ report: ModuleReport, podsRunning: Int, podsTotal: Int) {
        var facts = KubernetesClusterFacts(uid: uid)
        facts.version = state.polls.version
        facts.distribution =
            state.polls.version.flatMap { Distribution.of(version: $0) } ?? state.nodes.entries.values.compactMap(\.value.distribution).min()
        if report.tells(.nodes) {
            facts.nodesTotal = state.nodes.entries.count
            facts.nodesReady = state.nodes.entries.values.reduce(0) { $0 + ($1.value.isReady == true ? 1 : 0) }
        }
        if report.tells(.pods) { (facts.podsTotal, facts.podsRunning) = (podsTotal, podsRunning) }
        facts.namespaces = state.namespaces.entries.keys.reduce(0) { $0 + (state.allows($1.name) ? 1 : 0) }
        facts.hasMetrics = state.polls.hasMetrics
        facts.certificates = state.polls.certificates
        facts.excludedNamespaces = Array(state.namespaces.entries.keys.map(\.name).filter { !state.allows($0) }.sorted().prefix(AgentLimits.labels))
        let isWhole = facts.nodesReady == facts.nodesTotal
        add(cluster, name, isWhole ? .online : .degraded, nil, .kubernetesCluster(facts))
    }
}

extension ClusterState {
    /// All that would be told of.
    var things: Int {
        1 + nodes.entries.count + pods.entries.count + claims.entries.count + workloads.values.reduce(0) { $0 + $1.entries.count }
    }

    /// True of a node that is known and was not heard of.
    func isSilent(node: String) -> Bool {
        guard let node = nodes.entries[ObjectName(namespace: "", name: node)]?.value else { return false }
        return node.isReady == nil
    }
}

extension PollState {
    /// Nil while nobody has been asked, or may be.
    var hasMetrics: Bool? {
        switch metrics {
        case .present: true
        case .absent: false
        case .notAskedYet, .denied, .failing: nil
        }
    }
}
