import PulseCore

/// Ceph. Its status is asked where the cluster answers, the rest of one node that has it.
extension DepthTopic {
    static let cephStatus = DepthTopic(
        "ceph_status", every: .seconds(120), within: .seconds(20), maySit: true, rank: 2, path: { _ in "/cluster/ceph/status" },
        about: { _ in "the state of Ceph" },
        take: { (depth, _, answer) throws(ProxmoxError) in
            guard let status = PVECephStatus(try answer.object()) else { throw .notProxmox }
            depth.take(ceph: status, at: answer.at)
        },
        miss: { depth, _, problem in
            depth.ceph.status.failed(problem)
            depth.failed(\.ledger.ceph, problem)
        },
        absent: { depth, _, reason, now in
            guard PVECephParts.saysNone(reason) else { return false }
            depth.take(ceph: nil, at: now)
            return true
        })

    static let cephFlags = part(
        "ceph_flags", of: "the flags of Ceph", path: { _ in "/cluster/ceph/flags" },
        take: { (parts, answer) throws(ProxmoxError) in
            parts.flags = try answer.list(PVECephRows.flag).sorted()
        })

    static let cephOSDs = part(
        "ceph_osds", of: "the OSDs of Ceph", maySit: true, path: { "\($0.nodePath)/ceph/osd" },
        take: { (parts, answer) throws(ProxmoxError) in parts.osds = PVECephRows.osds(try answer.object()) })

    static let cephPools = part("ceph_pools", of: "the pools of Ceph", maySit: true, path: { "\($0.nodePath)/ceph/pool" }, take: takePools)

    /// Its name before version 8.
    static let oldCephPools = part("ceph_pools_7", of: "the pools of Ceph", maySit: true, path: { "\($0.nodePath)/ceph/pools" }, take: takePools)

    static let cephMonitors = part("ceph_monitors", of: "the monitors of Ceph", maySit: true, path: { "\($0.nodePath)/ceph/mon" }, take: takeMonitors)

    private static let takeMonitors: @Sendable (inout PVECephParts, DepthAnswer) throws(ProxmoxError) -> Void = {
        (parts, answer) throws(ProxmoxError) in
        let rows = try answer.list { $0 }
        parts.monitors = Dictionary(
            rows.compactMap { row in row.text("name").map { ($0, row.flag("quorum") ?? false) } }, uniquingKeysWith: { first, _ in first })
        parts.version = rows.lazy.compactMap { $0.text("ceph_version_short") }.first
    }

    private static let takePools: @Sendable (inout PVECephParts, DepthAnswer) throws(ProxmoxError) -> Void = { (parts, answer) throws(ProxmoxError) in
        parts.pools = try answer.list(PVECephRows.pool).sorted { $0.name < $1.name }
    }

    /// What completes the status. Nil in its place says that it isn't known.
    private static func part(
        _ name: String, of title: String, maySit: Bool = false, path: @escaping @Sendable (DepthCall) -> String,
        take: @escaping @Sendable (inout PVECephParts, DepthAnswer) throws(ProxmoxError) -> Void
    ) -> DepthTopic {
        DepthTopic(
            name, every: .seconds(600), within: .seconds(20), maySit: maySit, rank: 4, path: path, about: { _ in title },
            take: { (depth, _, answer) throws(ProxmoxError) in
                try take(&depth.ceph, answer)
                depth.publishCeph()
            },
            miss: { _, _, _ in })
    }
}

extension PVECephParts {
    /// The node that was asked has no Ceph (`facts.md`, section 18).
    static func saysNone(_ reason: String) -> Bool {
        reason.contains("binary not installed") || reason.contains("configuration not initialized")
    }
}

extension PVEDepth {
    fileprivate mutating func take(ceph status: PVECephStatus?, at now: Timestamp) {
        if status == nil { ceph = PVECephParts() }
        ceph.status.answered(status, at: now)
        publishCeph()
    }

    fileprivate mutating func publishCeph() {
        guard let at = ceph.status.at else { return }
        answered(\.ledger.ceph, ceph.state, at: at)
        if let problem = ceph.status.problem { failed(\.ledger.ceph, problem) }
    }
}
