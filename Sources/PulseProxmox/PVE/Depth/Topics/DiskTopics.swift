import PulseCore
import PulseTransport

/// Physical disks and what lies on them: each call runs a program on the node, and some wake sleeping disks.
extension DepthTopic {
    /// With a look at SMART, which may spin up what sleeps: once an hour, not more.
    static let disks = DepthTopic(
        "disks", every: .seconds(3600), within: .seconds(60), maySit: true, rank: 3, path: { "\($0.nodePath)/disks/list" },
        about: { "the disks of \($0.spot)" }, needs: .auditor("/nodes"),
        take: { (depth, call, answer) throws(ProxmoxError) in
            let rows = try answer.list(DiskRow.init).sorted { $0.device < $1.device }
            depth.disks[call.node, default: Told()].answered(rows, at: answer.at)
            depth.answered(\.[node: call.node].disks, rows.count, at: answer.at)
        },
        miss: { depth, call, problem in
            depth.disks[call.node, default: Told()].failed(problem)
            depth.failed(\.[node: call.node].disks, problem)
        })

    static let smart = DepthTopic(
        "smart", every: .seconds(12 * 3600), within: .seconds(30), maySit: true, rank: 6,
        path: { "\($0.nodePath)/disks/smart?disk=\(percentEncoded($0.subject.name))" },
        about: { "SMART of \($0.subject.name.printable(limit: 40)) on \($0.spot)" },
        take: { (depth, call, answer) throws(ProxmoxError) in
            guard let reading = SmartReading(try answer.object()) else { throw .notProxmox }
            depth.smart[.init(call.node, call.subject.name), default: Told()].answered(reading, at: answer.at)
        },
        miss: { depth, call, problem in depth.smart[.init(call.node, call.subject.name), default: Told()].failed(problem) })

    static let zfs = DepthTopic(
        "zfs", every: .seconds(600), within: .seconds(30), maySit: true, rank: 2, path: { "\($0.nodePath)/disks/zfs" },
        about: { "the ZFS pools of \($0.spot)" },
        take: { (depth, call, answer) throws(ProxmoxError) in depth.take(zfs: try answer.list(PoolRow.init), of: call.node, at: answer.at) },
        miss: { depth, call, problem in
            depth.zfs[call.node, default: Told()].failed(problem)
            depth.publishPools(of: call.node)
        },
        absent: { depth, call, reason, now in
            guard reason.contains("not installed") else { return false }
            depth.take(zfs: [], of: call.node, at: now)
            return true
        })

    /// Devices, errors and the last scrub of one pool.
    static let poolStatus = DepthTopic(
        "zfs_pool", every: .seconds(3600), within: .seconds(30), maySit: true, rank: 4,
        path: { "\($0.nodePath)/disks/zfs/\(percentEncoded($0.subject.name))" },
        about: { "the devices of the pool \($0.subject.name.printable(limit: 60)) on \($0.spot)" },
        take: { (depth, call, answer) throws(ProxmoxError) in
            guard let status = PoolStatus(try answer.object()) else { throw .notProxmox }
            depth.poolStatus[.init(call.node, call.subject.name), default: Told()].answered(status, at: answer.at)
        },
        miss: { depth, call, problem in depth.poolStatus[.init(call.node, call.subject.name), default: Told()].failed(problem) })

    static let thinPools = DepthTopic(
        "lvm_thin", every: .seconds(600), within: .seconds(30), maySit: true, rank: 2, path: { "\($0.nodePath)/disks/lvmthin" },
        about: { "the thin pools of \($0.spot)" },
        take: { (depth, call, answer) throws(ProxmoxError) in
            depth.thinPools[call.node, default: Told()].answered(try answer.list(PVEThinPoolRow.init).sorted { $0.name < $1.name }, at: answer.at)
            depth.publishPools(of: call.node)
        },
        miss: { depth, call, problem in
            depth.thinPools[call.node, default: Told()].failed(problem)
            depth.publishPools(of: call.node)
        })
}

extension PVEDepth {
    fileprivate mutating func take(zfs rows: [PoolRow], of node: String, at now: Timestamp) {
        let before = zfs[node]?.value ?? []
        // Another health has a reason, and only the pool's status tells it.
        for row in rows where before.contains(where: { $0.name == row.name && $0.health != row.health }) {
            isStale(DepthKey(.poolStatus, place: node, .named(row.name)))
        }
        zfs[node, default: Told()].answered(rows.sorted { $0.name < $1.name }, at: now)
        publishPools(of: node)
    }

    /// Pools are told by two calls; how many there are is known when both have answered.
    fileprivate mutating func publishPools(of node: String) {
        let (first, second) = (zfs[node] ?? Told(), thinPools[node] ?? Told())
        if let pools = first.value, let thin = second.value, let at = [first.at, second.at].compactMap({ $0 }).min() {
            answered(\.[node: node].pools, pools.count + thin.count, at: at)
        }
        if let problem = first.problem ?? second.problem { failed(\.[node: node].pools, problem) }
    }
}
