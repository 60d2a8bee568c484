import PulseCore

extension Check {
    static let zfsHealth = Check(
        "PVE-ZFS-HEALTH", key: "zfs-pool-degraded", "ZFS pool has lost redundancy or does not work", .reliability, on: [.pool], needs: [.facts],
        page: CheckPage(
            why: "A degraded pool may lose everything with the next disk; a faulted one is gone until it is mended.",
            decides: "Critical in any state but ONLINE: DEGRADED, FAULTED, UNAVAIL, SUSPENDED, OFFLINE, REMOVED.",
            advice: "`zpool status -v` names the device; replace it with `zpool replace`."),
        role: CausalRole(
            explains: [
                Explanation(.writesFail, .stored), Explanation(.slow, .stored), Explanation(.waits, .stored), Explanation(.errors, .itself),
            ], symptoms: [.weakened])
    ) { look in
        guard let facts = try look.zfsPool() else { return .clear }
        guard let health = facts.health else { return .hidden("Its health is not known.") }
        guard health != "ONLINE" else { return .clear }
        // The pool's own row says what was said already, and is all there is when its metadata is damaged.
        let broken = (facts.devices ?? []).filter { $0.depth > 0 && $0.isBroken }
        let names = broken.isEmpty ? "" : ": \(Words.list(broken.map { "\($0.name) is \($0.state ?? "")" }))"
        return .raised(
            Raised(
                .critical, "ZFS pool is \(health)",
                description: "Pool \(facts.name) on \(facts.node) is \(health)\(look.age(of: look.resource.state).forWords)\(names).",
                recommendation: "Run `zpool status -v \(facts.name)` on \(facts.node) and replace the broken device with `zpool replace`.",
                evidence: "Health \(health)\(names).\(facts.action.map { " \($0)" } ?? "")",
                items: [.fact(look.id, "health", health, at: look.resource.state.since)]
                    + broken.prefix(5).map { .record(look.id, "device", $0.name, $0.state ?? "") },
                dependsOn: facts.disks(look, named: broken.map(\.name))
            ).at(.state(since: look.resource.state.since)))
    }

    private static let many = 10

    static let zfsErrors = Check(
        "PVE-ZFS-ERRORS", key: "zfs-device-errors", "Devices of a ZFS pool report errors", .reliability, on: [.pool], needs: [.facts],
        page: CheckPage(
            why: "ZFS mended what it could, but a disk, cable or memory begins to fail.",
            decides:
                "Watch when `zpool status` counts read, write or checksum errors of a device, warning from \(many) together. The counters stay until "
                + "they are cleared.",
            advice: "Look at SMART and the cable of the device. When it is mended, `zpool clear` sets the counters back."),
        role: CausalRole(symptoms: [.errors])
    ) { look in
        guard let facts = try look.zfsPool() else { return .clear }
        guard let devices = facts.devices else { return .hidden("The devices of the pool were not read yet.") }
        let bad = devices.filter { $0.errors > 0 }
        // A disk that fails is counted again at its parents.
        let (total, leaves) = (bad.map(\.errors).max() ?? 0, bad.filter { $0.depth == bad.map(\.depth).max() })
        guard total > 0 else { return .clear }
        let names = Words.list(
            leaves.map { "\($0.name) (\($0.readErrors ?? 0) read, \($0.writeErrors ?? 0) write, \($0.checksumErrors ?? 0) checksum)" })
        var raised = Raised(
            total >= many ? .warning : .watch, "Errors on devices of a pool",
            description: "Pool \(facts.name) on \(facts.node) has errors: \(names).",
            recommendation: "Look at SMART and cables of those devices on \(facts.node); when mended, run `zpool clear \(facts.name)`.",
            evidence: names + ".", items: leaves.prefix(5).map { .record(look.id, "device", $0.name, "\($0.errors) errors") })
        // Errors of a device that the pool still counts on are no consequence of the one that it has lost.
        raised.restsOn = leaves.allSatisfy(\.isBroken) ? nil : []
        return .raised(raised)
    }

    static let zfsDataErrors = Check(
        "PVE-ZFS-DATA-ERRORS", key: "zfs-data-errors", "ZFS pool has lost data", .reliability, on: [.pool], needs: [.facts],
        page: CheckPage(
            why: "Files or volumes are damaged and no good copy is left in the pool.",
            decides: "Critical when `zpool status` names errors of data: anything but `No known data errors`.",
            advice: "`zpool status -v` lists what is damaged; restore it from a backup, then scrub.")
    ) { look in
        guard let facts = try look.zfsPool() else { return .clear }
        guard let errors = facts.errors else { return .hidden("Whether it has data errors was not read yet.") }
        guard !errors.lowercased().contains("no known data errors") else { return .clear }
        return .raised(
            Raised(
                .critical, "Data lost in a pool",
                description: "Pool \(facts.name) on \(facts.node) has damaged data: \(errors.printable(limit: 160))",
                recommendation:
                    "Run `zpool status -v \(facts.name)` on \(facts.node), restore what it lists from a backup, then `zpool scrub \(facts.name)`.",
                evidence: errors.printable(), items: [.fact(look.id, "errors", errors)]))
    }
}

extension Look {
    /// A pool of ZFS that somebody can vouch for.
    func zfsPool() throws -> PoolFacts? {
        guard case .pool(let facts) = resource.facts, facts.kind == .zfs else { return nil }
        if case .unknown = resource.state.status { throw NotEvaluable("Nobody can say how it is.") }
        return facts
    }
}

extension PoolFacts {
    /// The disks of its node that devices of it lie on: `sdb`, `sdb1`, `ata-MODEL_SERIAL-part3`.
    fileprivate func disks(_ look: Look, named devices: [String]) -> [ResourceID] {
        guard !devices.isEmpty else { return [] }
        return look.estate.fleet.resources.values.filter { other in
            guard case .disk(let disk) = other.facts, other.source == look.resource.source, disk.node == node else { return false }
            return devices.contains(where: disk.holds)
        }.map(\.id).sorted()
    }
}

extension DiskFacts {
    fileprivate func holds(_ name: String) -> Bool {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        if let serial, serial.count >= 6, last.contains(serial) { return true }
        return BlockDevice(device.split(separator: "/").last.map(String.init) ?? device).holds(last)
    }
}

extension PoolDevice {
    fileprivate var errors: Int { (readErrors ?? 0) + (writeErrors ?? 0) + (checksumErrors ?? 0) }
    fileprivate var isBroken: Bool { !(state ?? "ONLINE").isFine }
}

extension String {
    /// States of a device in which nothing is wrong.
    fileprivate var isFine: Bool { ["ONLINE", "AVAIL", "INUSE", ""].contains(self) }
}
