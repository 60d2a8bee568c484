import PulseCore

/// Everything a source remembers between calls. A value: the shell keeps it behind a lock, asks it what to do, and tells it what came.
struct PVESourceState: Sendable {
    let configuration: ProxmoxSourceConfiguration
    var schedule = MainSchedule()
    var plan = DetailPlan()
    var depthPlan = DepthPlan()
    /// The places that calls of `depthPlan` stand in, by the name of the node.
    var lent: [DepthCall: String] = [:]
    var picture = PVEPicture()
    var depth: PVEDepth
    var steady = SteadyTime()

    init(_ configuration: ProxmoxSourceConfiguration) {
        self.configuration = configuration
        depth = PVEDepth(slug: configuration.slug)
    }

    var major: Int { picture.version?.major ?? 0 }

    // MARK: Cluster calls

    /// Whether rows that another endpoint than before has sent are about the same cluster. A node that was taken out of a cluster answers
    /// for itself alone, and believing it would make everything else disappear.
    func isSameCluster(_ rows: [PVEResourceRow], _ membership: PVEMembership?) -> Bool {
        if let known = picture.membership?.value.clusterName, let membership { return membership.clusterName == known }
        let before = Set(picture.nodes.map(\.node))
        let after = Set(rows.filter { $0.kind == .node }.map(\.node))
        return before.isEmpty || !before.isDisjoint(with: after) && after.count * 2 > before.count
    }

    mutating func apply(resources answer: Answer<[PVEResourceRow]>, at now: Timestamp) {
        let nodesBefore = Set(picture.nodes.map(\.node))
        let doubts = picture.apply(resources: answer, at: now)
        if doubts.membership { schedule.membershipChanged() }
        if doubts.permissions { schedule.permissionsInDoubt() }
        let targets = picture.guests.values.map { row in
            DetailPlan.Target(vmid: row.vmid, isContainer: row.kind == .lxc, node: row.node, isRunning: row.status == "running" && !row.template)
        }
        plan.update(onlineNodes: picture.onlineNodes, guests: targets, at: steady(now))
        planDepth(nodesBefore: nodesBefore, at: now)
    }

    mutating func apply(_ call: MainCall, _ body: [UInt8], at now: Timestamp) throws(ProxmoxError) {
        switch call {
        case .resources: break
        case .clusterStatus: try apply(membership: Self.membership(body), at: now)
        case .nodes:
            let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PVENodeRow.init) }.content
            picture.fingerprints = PVENodeRow.fingerprints(rows)
        case .permissions:
            let value = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body) }.content
            let before = picture.visibility.permissions
            picture.visibility.learn(ProxmoxPermissions(value))
            if before != picture.visibility.permissions { depthPlan.lift(.forbidden, at: steady(now)) }
        case .version:
            let value = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body) }.content
            let before = picture.version
            picture.version = PVEVersion(value)
            if before != picture.version { depthPlan.lift(.unsupported, at: steady(now)) }
        }
    }

    static func membership(_ body: [UInt8]) throws(ProxmoxError) -> PVEMembership {
        PVEMembership(try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body) { $0 } }.content)
    }

    mutating func apply(membership: PVEMembership, at now: Timestamp) {
        picture.membership = .init(value: membership, at: now)
        picture.membershipForbidden = false
    }

    /// The addresses of the cluster's nodes; nil while its members are not known.
    func peers(port: Int) -> [ProxmoxEndpoint]? {
        picture.membership?.value.peers(fingerprints: picture.fingerprints, port: port)
    }

    // MARK: Calls about nodes and guests

    mutating func apply(_ call: DetailCall, _ body: [UInt8], at now: Timestamp) throws(ProxmoxError) {
        if call.kind == .nodeStorage {
            let rows = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PVEStorageRow.init) }.content
            picture.nodeStorage[call.node] = .init(value: rows, at: now)
            return
        }
        let value = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body) }.content
        switch call.kind {
        case .nodeStatus: picture.nodeStatus[call.node] = PVENodeStatus(value).map { .init(value: $0, at: now) }
        case .guestStatus:
            guard let status = PVEGuestStatus(value) else { throw .notProxmox }
            picture.apply(guestStatus: status, vmid: call.vmid, at: now)
            plan.agent(of: call.vmid, isEnabled: status.agentEnabled, at: steady(now))
        case .filesystems:
            picture.details[call.vmid, default: .init()].filesystems = PVEGuestWire.filesystems(value)
            picture.details[call.vmid, default: .init()].filesystemsAt = now
        case .agentInterfaces: picture.details[call.vmid, default: .init()].interfaces = PVEGuestWire.agentInterfaces(value)
        case .osInfo: picture.details[call.vmid, default: .init()].osName = PVEGuestWire.osName(value)
        case .containerInterfaces: picture.details[call.vmid, default: .init()].interfaces = PVEGuestWire.containerInterfaces(value)
        case .nodeStorage: break
        }
    }
}
