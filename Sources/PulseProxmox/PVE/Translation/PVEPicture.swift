import PulseCore

/// Everything a source has said so far, put together from its calls; the normaliser turns it into an observation.
///
/// Every answer goes through an `apply`, which is a decision without input or output: what is kept, what is forgotten, which rate follows.
struct PVEPicture: Sendable {
    /// An answer with the moment it came.
    struct Timed<Value: Sendable>: Sendable {
        var value: Value
        var at: Timestamp
    }

    /// What was asked about one guest beside the main flight.
    struct GuestDetail: Sendable, Equatable {
        var status: PVEGuestStatus?
        var statusAt: Timestamp?
        var agent = GuestAgentState.notAskedYet
        var filesystems: [Filesystem]?
        var filesystemsAt: Timestamp?
        var interfaces: [NetworkInterface]?
        var osName: String?
    }

    /// What of a guest has to be remembered from row to row.
    struct GuestTrack: Sendable {
        var rates = CounterRates()
        var start = SteadyStart()
    }

    /// Whether a node's figures are still being renewed.
    struct NodeTrack: Sendable {
        var start = SteadyStart()
        var lastUptime: Int64?
        var renewedAt: Timestamp
        /// The last flight in which it was online, and its row then: the row of a dead node has no figures.
        var onlineAt: Timestamp?
        var onlineRow: PVEResourceRow?

        func isStalled(at now: Timestamp) -> Bool { now.since(renewedAt) > PVEPicture.renewalLimit }

        /// When the latest figures about the node and what lies on it were taken, as far as can be said.
        var figuresAt: Timestamp? { onlineAt.map { isStalled(at: $0) ? renewedAt : $0 } }
    }

    var nodes: [PVEResourceRow] = []
    /// By vmid.
    var guests: [Int: PVEResourceRow] = [:]
    var storages: [PVEResourceRow] = []
    var resourcesAt: Timestamp?
    /// Guests that came in two rows.
    var duplicates: [Int] = []
    var droppedRows = 0
    var notFiniteNumbers = 0

    var membership: Timed<PVEMembership>?
    var membershipForbidden = false
    var fingerprints: [String: String] = [:]
    var visibility = PVEVisibility()
    var version: PVEVersion?
    var nodeStatus: [String: Timed<PVENodeStatus>] = [:]
    var nodeStorage: [String: Timed<[PVEStorageRow]>] = [:]
    var details: [Int: GuestDetail] = [:]
    var guestTracks: [Int: GuestTrack] = [:]
    var nodeTracks: [String: NodeTrack] = [:]

    /// pvestatd renews the figures every 10 s. After so long without a change it hangs (a dead NFS server does that) or has stopped.
    static let renewalLimit = Duration.seconds(60)

    var onlineNodes: Set<String> { Set(nodes.filter { $0.status == "online" }.map(\.node)) }

    /// Where pvestatd hangs for long, the row says neither online nor offline, and the node is a member all the same.
    var silentMembers: Set<String> {
        let members = Set(membership?.value.members.filter(\.online).map(\.name) ?? [])
        return Set(nodes.filter { $0.status != "online" && $0.status != "offline" }.map(\.node)).intersection(members)
    }

    /// A cluster, as opposed to a standalone node. Without the right to read the membership more than one node is proof.
    var isCluster: Bool { membership.map { $0.value.clusterName != nil } ?? (nodes.count > 1) }

    /// True when the node is online but its figures stand still.
    func isStalled(_ node: String, at now: Timestamp) -> Bool { nodeTracks[node]?.isStalled(at: now) ?? false }
}

// MARK: The main flight's answers

extension PVEPicture {
    /// What an answer makes worth asking at once.
    struct Doubts: Equatable {
        /// A node came, went or changed its status.
        var membership = false
        /// Something is missing, and a privilege may be the reason.
        var permissions = false
    }

    mutating func apply(resources answer: Answer<[PVEResourceRow]>, at now: Timestamp) -> Doubts {
        let before = (nodes: nodes, guests: guests, storages: storages)
        resourcesAt = now
        droppedRows = answer.dropped
        notFiniteNumbers = answer.notFinite
        nodes = answer.content.filter { $0.kind == .node }.sorted { $0.node < $1.node }
        storages = answer.content.filter { $0.kind == .storage }
        for node in nodes { track(node, at: now) }
        takeGuests(answer.content, at: now)
        forgetWhatIsGone()
        return Doubts(
            membership: before.nodes.map { [$0.node, $0.status] } != nodes.map { [$0.node, $0.status] },
            permissions: visibility.compare(before, (nodes: nodes, guests: guests, storages: storages)))
    }

    private mutating func track(_ row: PVEResourceRow, at now: Timestamp) {
        var track = nodeTracks[row.node] ?? NodeTrack(renewedAt: now)
        if row.status == "online" { (track.onlineAt, track.onlineRow) = (now, row) }
        // Without an uptime, which a privilege may hide, nothing tells an old row from a new one.
        if row.status == "online", row.uptime == nil || row.uptime != track.lastUptime { track.renewedAt = now }
        track.lastUptime = row.uptime
        // A node that is away keeps its start until it is back with another uptime.
        if row.status == "online", let uptime = row.uptime { track.start.observe(uptime: uptime, at: now) }
        nodeTracks[row.node] = track
    }

    private mutating func takeGuests(_ rows: [PVEResourceRow], at now: Timestamp) {
        let online = onlineNodes
        let known = guests
        guests.removeAll(keepingCapacity: true)
        duplicates = []
        for row in rows where row.kind == .qemu || row.kind == .lxc {
            if let other = guests[row.vmid] {
                duplicates.append(row.vmid)
                if !Self.isFresher(row, than: other, online) { continue }
            }
            guests[row.vmid] = row
        }
        for (vmid, row) in guests { follow(vmid, row, before: known[vmid], isOnNode: online.contains(row.node), at: now) }
    }

    /// Of two rows for one guest the one of a node that is there, then the one that says something.
    private static func isFresher(_ row: PVEResourceRow, than other: PVEResourceRow, _ online: Set<String>) -> Bool {
        func rank(_ row: PVEResourceRow) -> (Int, Int, Int64) {
            (online.contains(row.node) ? 1 : 0, row.status == "unknown" ? 0 : 1, row.uptime ?? -1)
        }
        return rank(row) > rank(other)
    }

    private mutating func follow(_ vmid: Int, _ row: PVEResourceRow, before: PVEResourceRow?, isOnNode: Bool, at now: Timestamp) {
        var track = guestTracks[vmid] ?? GuestTrack()
        if row.status == "unknown" {
            // Nobody knows: sizes are as they were, the start may still be right, and a rate begins anew.
            track.rates.reset()
            if let before { guests[vmid]?.complete(from: before, withFigures: !isOnNode) }
        } else if !isOnNode {
            track.rates.reset()
        } else if row.status == "stopped" {
            track = GuestTrack()
        } else {
            track.rates.observe(GuestCounters(row), uptime: row.uptime, node: row.node, at: now)
            track.start.observe(uptime: row.uptime, at: now)
        }
        guestTracks[vmid] = track
        // Another kind of guest under the number is another guest.
        if let before, before.kind != row.kind { details[vmid] = nil }
    }

    private mutating func forgetWhatIsGone() {
        if details.count > guests.count || guestTracks.count > guests.count {
            details = details.filter { guests[$0.key] != nil }
            guestTracks = guestTracks.filter { guests[$0.key] != nil }
        }
        let names = Set(nodes.map(\.node))
        nodeTracks = nodeTracks.filter { names.contains($0.key) }
        nodeStatus = nodeStatus.filter { names.contains($0.key) }
        nodeStorage = nodeStorage.filter { names.contains($0.key) }
    }
}

extension PVEResourceRow {
    /// What a row that says nothing leaves as it was. Figures too, of a node that is gone: they are old then, and known to be.
    fileprivate mutating func complete(from before: PVEResourceRow, withFigures: Bool) {
        maxCPU = maxCPU ?? before.maxCPU
        maxMemory = maxMemory ?? before.maxMemory
        maxDisk = maxDisk ?? before.maxDisk
        guard withFigures else { return }
        cpu = cpu ?? before.cpu
        memory = memory ?? before.memory
        memoryOnHost = memoryOnHost ?? before.memoryOnHost
        disk = disk ?? before.disk
    }
}

extension GuestCounters {
    init(_ row: PVEResourceRow) {
        self.init(networkIn: row.networkIn, networkOut: row.networkOut, diskRead: row.diskRead, diskWrite: row.diskWrite)
    }
}

// MARK: The other answers

extension PVEPicture {
    mutating func apply(agent outcome: DetailOutcome, to call: DetailCall, at now: Timestamp) {
        let vmid = call.vmid
        switch outcome {
        case .answered: details[vmid, default: GuestDetail()].agent = .answering
        case .agentSilent: details[vmid, default: GuestDetail()].agent = .silent
        case .agentOff: details[vmid, default: GuestDetail()].agent = .notConfigured
        case .forbidden: details[vmid, default: GuestDetail()].agent = .forbidden
        case .unsupported:
            // It is there, and doesn't know the question or may not answer it.
            details[vmid, default: GuestDetail()].agent = .answering
            if call.kind == .filesystems {
                details[vmid]?.filesystems = nil
                details[vmid]?.filesystemsAt = now
            }
        case .nodeUnreachable, .failed: break
        }
    }

    mutating func apply(guestStatus status: PVEGuestStatus, vmid: Int, at now: Timestamp) {
        var detail = details[vmid] ?? GuestDetail()
        (detail.status, detail.statusAt) = (status, now)
        if !status.agentEnabled {
            detail.agent = .notConfigured
        } else if detail.agent == .notConfigured {
            detail.agent = .notAskedYet
        }
        details[vmid] = detail
    }
}
