import PulseCore

/// Codes of Ceph that mean the same kind of trouble.
struct CephRule: Sendable {
    struct Group: Sendable {
        let codes: [String]

        static let osdDown = Group(codes: ["OSD_DOWN", "OSD_HOST_DOWN", "OSD_CHASSIS_DOWN", "OSD_RACK_DOWN", "OSD_ROOT_DOWN"])
        static let redundancy = Group(codes: ["PG_DEGRADED"])
        static let availability = Group(codes: ["PG_AVAILABILITY"])
        static let damage = Group(codes: ["PG_DAMAGED", "OSD_SCRUB_ERRORS", "OBJECT_UNFOUND", "PG_NOT_RECOVERED"])
        static let nearFull = Group(codes: [
            "OSD_NEARFULL", "POOL_NEARFULL", "POOL_NEAR_FULL", "OSD_BACKFILLFULL", "POOL_BACKFILLFULL", "PG_BACKFILL_FULL", "MON_DISK_LOW",
        ])
        static let full = Group(codes: ["OSD_FULL", "POOL_FULL", "PG_RECOVERY_FULL", "MON_DISK_CRIT"])
        static let monitor = Group(codes: ["MON_DOWN"])
        static let manager = Group(codes: ["MGR_DOWN"])
        static let slow = Group(codes: [
            "SLOW_OPS", "BLUESTORE_SLOW_OP_ALERT", "OSD_SLOW_PING_TIME_BACK", "OSD_SLOW_PING_TIME_FRONT", "MDS_SLOW_REQUEST", "MDS_SLOW_METADATA_IO",
        ])
        static let clock = Group(codes: ["MON_CLOCK_SKEW"])
        static let crash = Group(codes: ["RECENT_CRASH", "RECENT_MGR_MODULE_CRASH"])
    }

    /// With those that are read from elsewhere: flags, and pools without redundancy.
    static let allCodes = Set(
        [Group.osdDown, .redundancy, .availability, .damage, .nearFull, .full, .monitor, .manager, .slow, .clock, .crash].flatMap(\.codes)
            + ["OSDMAP_FLAGS", "POOL_NO_REDUNDANCY"])

    private let codes: [String]
    private let severity: FindingSeverity
    private let nodes: @Sendable (CephOutage) -> [ResourceID]

    /// - Parameter nodes: those that are offline and took along what is down.
    init(_ groups: [Group], _ severity: FindingSeverity, nodes: @escaping @Sendable (CephOutage) -> [ResourceID] = { _ in [] }) {
        (codes, self.severity, self.nodes) = (groups.flatMap(\.codes), severity, nodes)
    }

    var words: String {
        let names = codes.map { "`\($0)`" }.joined(separator: ", ")
        return "\(severity.rawValue.prefix(1).uppercased())\(severity.rawValue.dropFirst()) when Ceph raises \(names)"
            + (severity < .critical ? "; critical when it says HEALTH_ERR" : "") + ". Not when it is muted."
    }

    func judge(_ look: Look, _ title: String, _ advice: String) throws -> Answer {
        guard let state = try look.ceph() else { return .clear }
        let found = state.checks.filter { codes.contains($0.code) && !$0.isMuted }
        guard !found.isEmpty else { return .clear }
        let worst = found.contains { $0.severity == "HEALTH_ERR" } ? FindingSeverity.critical : severity
        var raised = Self.raised(found, look, instance: "", worst, title, advice)
        raised.dependsOn = nodes(CephOutage(look, state, details: found.flatMap(\.details)))
        return .raised(raised)
    }

    static func raised(
        _ checks: [CephCheck], _ look: Look, instance: String, _ severity: FindingSeverity, _ title: String, _ advice: String
    ) -> Raised {
        let message = checks.map { $0.message.printable(limit: 160) }.joined(separator: "; ")
        return Raised(
            instance: instance, severity, title, description: "\(look.name): \(message).", recommendation: advice,
            evidence: checks.flatMap { [$0.code] + $0.details.prefix(3).map { $0.printable(limit: 160) } }.joined(separator: "; "),
            items: checks.map { .record(look.id, "ceph check", $0.code, $0.message) })
    }
}

extension Look {
    /// Nil where there is no Ceph.
    func ceph() throws -> CephState? {
        guard case .ceph = resource.facts else { return nil }
        return try told(ledger?.ceph, "The states of Ceph", within: .seconds(3600)) as CephState?
    }
}
