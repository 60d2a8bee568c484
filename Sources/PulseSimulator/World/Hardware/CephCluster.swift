/// A hyper-converged Ceph as its own status tells it. Nodes that die take their parts of it along.
struct CephCluster: Sendable {
    enum Severity: String, Sendable, Comparable {
        case warning = "HEALTH_WARN"
        case error = "HEALTH_ERR"

        static func < (one: Severity, other: Severity) -> Bool { one == .warning && other == .error }
    }

    struct Check: Sendable {
        let code: String
        let severity: Severity
        let message: String
        let count: Int
    }

    struct ObjectStore: Sendable {
        let number: Int
        let node: String
        /// Its daemon runs, if its node does.
        var up = true
        var isIn = true
    }

    static let nodesWithStores = 5
    static let storesPerNode = 2
    static let storeSize = 960_193_626_112
    static let placementGroups = 129
    static let knownFlags = [
        "nobackfill", "nodeep-scrub", "nodown", "noin", "noout", "norebalance", "norecover", "noscrub", "notieragent", "noup", "pause",
    ]

    var stores: [ObjectStore]
    let monitors: [String]
    var flags: Set<String> = []
    /// Ordered by a fault, beside what follows from nodes and daemons.
    var ordered: [Check] = []

    init(nodes: [String]) {
        monitors = Array(nodes.prefix(3))
        stores = nodes.prefix(CephCluster.nodesWithStores).enumerated().flatMap { index, node in
            (0..<CephCluster.storesPerNode).map { ObjectStore(number: index * CephCluster.storesPerNode + $0, node: node) }
        }
    }

    /// Numbers of the stores of the node at a position.
    static func stores(at position: Int) -> [Int] {
        position < nodesWithStores ? (0..<storesPerNode).map { position * storesPerNode + $0 } : []
    }
}

/// The state of Ceph at a moment, with the nodes taken into account.
struct CephState {
    let ceph: CephCluster
    private let alive: Set<String>

    init(_ ceph: CephCluster, in world: ClusterWorld) {
        self.ceph = ceph
        alive = Set(world.nodes.filter { $0.online && $0.failure == nil }.map(\.name))
    }

    func isUp(_ store: CephCluster.ObjectStore) -> Bool { store.up && alive.contains(store.node) }
    var up: Int { ceph.stores.count(where: isUp) }
    var inside: Int { ceph.stores.count(where: \.isIn) }
    var quorum: [String] { ceph.monitors.filter(alive.contains) }

    /// So many of the placement groups have a copy less than they should.
    var degraded: Int { CephCluster.placementGroups * (ceph.stores.count - up) * 3 / max(1, ceph.stores.count) / 2 }

    var checks: [CephCluster.Check] {
        var list = ceph.ordered
        let down = ceph.stores.count - up
        if down > 0 { list.append(CephCluster.Check(code: "OSD_DOWN", severity: .warning, message: "\(down) osds down", count: down)) }
        let missing = ceph.monitors.count - quorum.count
        if missing > 0 {
            let text = "\(missing)/\(ceph.monitors.count) mons down, quorum \(quorum.joined(separator: ","))"
            list.append(CephCluster.Check(code: "MON_DOWN", severity: .warning, message: text, count: missing))
        }
        if degraded > 0 {
            let text = "Degraded data redundancy: \(degraded * 210)/81270 objects degraded, \(degraded) pgs degraded"
            list.append(CephCluster.Check(code: "PG_DEGRADED", severity: .warning, message: text, count: degraded))
        }
        if !ceph.flags.isEmpty {
            let text = ceph.flags.sorted().joined(separator: ",") + " flag(s) set"
            list.append(CephCluster.Check(code: "OSDMAP_FLAGS", severity: .warning, message: text, count: ceph.flags.count))
        }
        return list
    }

    var health: String { checks.map(\.severity).max()?.rawValue ?? "HEALTH_OK" }
    var used: Int { Int(Double(CephCluster.storeSize * ceph.stores.count) * 0.37) }
}
