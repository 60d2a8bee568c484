import PulseCore

/// Turns the picture of a source into an observation: the words of Proxmox into those of Pulse, and every gap into a reason.
///
/// Pure. It decides nothing about when to ask and keeps nothing.
struct PVENormaliser: Sendable {
    /// What isn't in the answers.
    struct Context: Sendable {
        var slug: SourceSlug
        /// Where people reach each node's own page, by node; `entry` for those that are not listed.
        var webAddresses: [String: String] = [:]
        var entry: String?
        /// How guests are set up, by vmid.
        var guestConfigs: [Int: PVEGuestConfig] = [:]
        /// Figures of file systems older than this are no longer today's.
        var detailLimit = Duration.seconds(1200)
    }

    let picture: PVEPicture
    let context: Context
    let now: Timestamp
    /// Asked for every guest, so worked out once.
    private let conditions: [String: NodeCondition]

    /// A node's status is asked each minute; three missed ones are too many.
    static let nodeStatusLimit = Duration.seconds(190)

    init(picture: PVEPicture, context: Context, now: Timestamp) {
        self.picture = picture
        self.context = context
        self.now = now
        conditions = Dictionary(
            picture.nodes.map { ($0.node, Self.condition(of: $0, in: picture, at: now)) }, uniquingKeysWith: { first, _ in first })
    }

    func resources() -> [ObservedResource] {
        var result: [ObservedResource] = []
        result.reserveCapacity(picture.guests.count + picture.nodes.count + picture.storages.count + 1)
        if let cluster = cluster() { result.append(cluster) }
        for row in picture.nodes { result.append(node(row)) }
        for row in picture.guests.values.sorted(by: { $0.vmid < $1.vmid }) { result.append(guest(row)) }
        result += storageResources()
        result += picture.visibility.unseen(beside: self)
        return result
    }

    /// The kinds of which everything is there, so that what is missing has gone. Nothing is said of what may be hidden.
    func completeKinds() -> Set<ResourceKind> {
        guard picture.resourcesAt != nil, picture.droppedRows == 0, !picture.visibility.isInDoubt else { return [] }
        // Without quorum this is one side's view, and perhaps an old one.
        guard picture.membership?.value.quorate != false, !picture.nodes.isEmpty else { return [] }
        var kinds: Set<ResourceKind> = [.node]
        if picture.membership != nil { kinds.insert(.cluster) }
        guard let permissions = picture.visibility.permissions else { return kinds }
        if permissions.allows(PVEPrivilege.guests, everywhereBelow: "/vms") { kinds.insert(.guest) }
        // Disabled storages are only in the lists of the nodes.
        if permissions.allows(PVEPrivilege.storages, everywhereBelow: "/storage"),
            picture.onlineNodes.allSatisfy({ picture.nodeStorage[$0] != nil })
        {
            kinds.insert(.storage)
        }
        return kinds
    }

    /// How a node is doing, for what lies on it.
    enum NodeCondition {
        case online
        case offline(Reason)
        /// Online, but its figures stand still.
        case stalled
    }

    func condition(of node: String) -> NodeCondition { conditions[node] ?? .online }

    private static func condition(of row: PVEResourceRow, in picture: PVEPicture, at now: Timestamp) -> NodeCondition {
        switch row.status {
        case "online": return picture.isStalled(row.node, at: now) ? .stalled : .online
        case "offline": return .offline(.nodeOffline)
        default:
            // Its pvestatd has stopped, if the cluster still counts it as there.
            return .offline(picture.silentMembers.contains(row.node) ? .nodeStatusMissing : .nodeOffline)
        }
    }

    var clusterParent: ResourceID? { picture.isCluster ? .cluster(context.slug) : nil }

    func webAddress(of node: String) -> String? { context.webAddresses[node] ?? context.entry }

    private func cluster() -> ObservedResource? {
        guard picture.isCluster else { return nil }
        let membership = picture.membership?.value
        var facts = ClusterFacts(clusterName: membership?.clusterName, quorate: membership?.quorate)
        facts.nodesOnline = picture.onlineNodes.count + picture.silentMembers.count
        facts.nodesTotal = picture.nodes.count
        let isQuorate = membership?.quorate ?? true
        let isWhole = picture.onlineNodes.count == picture.nodes.count
        return ObservedResource(
            id: .cluster(context.slug), name: membership?.clusterName, parent: nil, status: isQuorate && isWhole ? .online : .degraded,
            statusReason: isQuorate ? (isWhole ? nil : .nodeOffline) : .quorumLost, facts: .cluster(facts))
    }
}
