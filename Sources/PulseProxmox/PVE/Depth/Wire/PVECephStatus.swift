import PulseCore

/// `/cluster/ceph/status`: what `ceph status` says, of which most is of no use here (`facts.md`, section 18).
struct PVECephStatus: Sendable, Hashable {
    private static let mostChecks = 64
    private static let mostDetails = 20

    var state: CephState
    var osdsTotal: Int?
    var osdsUp: Int?
    var osdsIn: Int?
    var placementGroups: Int?
    var used: Int64?
    var total: Int64?
    var readRate: Double?
    var writeRate: Double?

    init?(_ object: JSONObject) {
        guard let health = object.object("health"), let status = health.text("status") ?? health.text("overall_status") else { return nil }
        state = CephState(health: status, checks: Self.checks(health.object("checks")))
        state.monitors = Self.monitors(object)
        state.fsid = object.text("fsid")?.printable(limit: 60)
        state.managers = object.object("mgrmap").flatMap(Self.managers)
        readFigures(object)
    }

    private mutating func readFigures(_ object: JSONObject) {
        // Older versions have the map within a map.
        let osds = object.object("osdmap").map { $0.object("osdmap") ?? $0 }
        osdsTotal = osds?.tally("num_osds")
        osdsUp = osds?.tally("num_up_osds")
        osdsIn = osds?.tally("num_in_osds")
        let groups = object.object("pgmap")
        placementGroups = groups?.tally("num_pgs")
        (used, total) = (groups?.amount("bytes_used"), groups?.amount("bytes_total"))
        (readRate, writeRate) = (groups?.rate("read_bytes_sec"), groups?.rate("write_bytes_sec"))
        for case .object(let entry) in groups?.array("pgs_by_state") ?? [] {
            if let name = entry.text("state_name"), let count = entry.tally("count") { state.placementGroups[name] = count }
        }
    }

    private static func checks(_ object: JSONObject?) -> [CephCheck] {
        (object?.members ?? []).prefix(mostChecks).compactMap { member -> CephCheck? in
            guard let check = member.value.object else { return nil }
            let details = (check.array("detail") ?? []).prefix(mostDetails).compactMap { $0.object?.text("message")?.printable(limit: 300) }
            return CephCheck(
                code: member.key.printable(limit: 60), severity: check.text("severity") ?? "HEALTH_WARN",
                message: check.object("summary")?.text("message")?.printable(limit: 300) ?? member.key.printable(limit: 60), details: details,
                isMuted: check.flag("muted") ?? false)
        }
        .sorted { $0.code < $1.code }
    }

    /// The whole map, or the summary newer versions of Ceph give, which only counts the standbys.
    private static func managers(_ map: JSONObject) -> Int? {
        guard let standbys = map.array("standbys")?.count ?? map.tally("num_standbys") else { return nil }
        return standbys + (map.flag("available") ?? (map.text("active_name") != nil) ? 1 : 0)
    }

    private static func monitors(_ object: JSONObject) -> [String: Bool] {
        let quorum = Set((object.array("quorum_names") ?? []).compactMap(\.text))
        let names = (object.object("monmap")?.array("mons") ?? []).compactMap { $0.object?.text("name") }
        return Dictionary((names + quorum).map { ($0, quorum.contains($0)) }, uniquingKeysWith: { first, _ in first })
    }
}

/// What else is asked about Ceph.
enum PVECephRows {
    private static let mostOSDs = 10_000

    /// `/nodes/{node}/ceph/osd`: a tree of buckets with the OSDs at its ends.
    static func osds(_ object: JSONObject) -> [CephOSD] {
        var result: [CephOSD] = []
        var rest = object.object("root").map { [(node: $0, host: String?.none)] } ?? []
        while let (node, host) = rest.popLast(), result.count < mostOSDs {
            if node.text("type") == "osd", let osd = osd(node, host) { result.append(osd) }
            let name = node.text("type") == "host" ? node.text("name") : host
            rest += (node.array("children") ?? []).compactMap(\.object).map { ($0, name) }
        }
        return result.sorted { $0.id < $1.id }
    }

    private static func osd(_ row: JSONObject, _ host: String?) -> CephOSD? {
        guard let id = row.integer("id").flatMap({ Int(exactly: $0) }), id >= 0 else { return nil }
        var osd = CephOSD(id: id)
        osd.host = row.text("host") ?? host
        osd.deviceClass = row.text("device_class")
        osd.isUp = row.text("status").map { $0 == "up" }
        osd.isIn = row.flag("in")
        // One that is down repeats sizes that are none.
        let isKnown = osd.isUp != false
        (osd.used, osd.total) = isKnown ? (row.amount("bytes_used"), row.amount("total_space")) : (nil, nil)
        osd.commitLatency = isKnown ? row.number("commit_latency_ms").flatMap { (0...3_600_000).contains($0) ? .milliseconds(Int64($0)) : nil } : nil
        return osd
    }

    /// A row of `/nodes/{node}/ceph/pool`, `pools` before version 8.
    static func pool(_ row: JSONObject) -> CephPool? {
        guard let name = row.text("pool_name") else { return nil }
        var pool = CephPool(name: name)
        pool.id = row.tally("pool")
        pool.size = row.tally("size")
        pool.minimumSize = row.tally("min_size")
        pool.placementGroups = row.tally("pg_num")
        pool.used = row.amount("bytes_used")
        pool.usedShare = row.number("percent_used").flatMap { (0...1).contains($0) ? $0 : nil }
        pool.type = row.text("type")
        return pool
    }

    /// A row of `/cluster/ceph/flags`; nil of one that isn't set.
    static func flag(_ row: JSONObject) -> String? { row.flag("value") == true ? row.text("name") : nil }
}

/// The answers a cluster's Ceph is put together from.
struct PVECephParts: Sendable {
    /// Nil as an answer: there is none.
    var status = Told<PVECephStatus?>()
    var osds: [CephOSD]?
    var pools: [CephPool]?
    var flags: [String]?
    /// By monitor: in the quorum, and its version.
    var monitors: [String: Bool] = [:]
    var version: String?

    var isThere: Bool { status.value.flatMap { $0 } != nil }

    var state: CephState? {
        guard var state = status.value.flatMap({ $0 })?.state else { return nil }
        (state.osds, state.pools, state.flags) = (osds, pools, flags)
        // Newer versions of Ceph name those in the quorum, and only count the others.
        let isQuorumKnown = !state.monitors.isEmpty
        state.monitors.merge(monitors.mapValues { $0 && !isQuorumKnown }) { told, _ in told }
        return state
    }
}
