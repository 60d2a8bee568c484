import PulseCore

extension Check {
    private static let harmful: Set<String> = [
        "noout", "noin", "noup", "nodown", "norebalance", "norecover", "nobackfill", "noscrub", "nodeep-scrub", "pause", "pauserd", "pausewr", "full",
    ]
    private static let stopping: Set<String> = ["pause", "pauserd", "pausewr", "full"]

    static let cephFlags = Check(
        "CEPH-FLAGS", key: "ceph-flags", "Flags that hold Ceph back are set", .reliability, on: [.ceph], needs: [.ledger("Ceph")],
        page: CheckPage(
            why: "Flags are set for maintenance and forgotten: Ceph then does not heal itself.",
            decides: "Watch when one of \(harmful.subtracting(stopping).sorted().joined(separator: ", ")) is set, critical for "
                + "\(stopping.sorted().joined(separator: ", ")), which stop reading or writing. Not while a node of the cluster is in maintenance "
                + "mode.",
            advice: "`ceph osd unset <flag>` when the work is done.")
    ) { look in
        guard let state = try look.ceph() else { return .clear }
        guard let flags = state.flags else { return .hidden("Which flags are set is not known.") }
        let set = flags.filter(harmful.contains).sorted()
        guard !set.isEmpty else { return .clear }
        guard !look.isSomeNodeInMaintenance else { return .hidden("A node is in maintenance mode.") }
        return .raised(
            Raised(
                set.contains(where: stopping.contains) ? .critical : .watch, "Flags hold Ceph back",
                description: "On \(look.name) \(Words.list(set)) \(set.count == 1 ? "is" : "are") set.",
                recommendation: "Run \(set.map { "`ceph osd unset \($0)`" }.joined(separator: ", ")) when the work is done.",
                evidence: "Set: \(set.joined(separator: ", ")).", items: set.map { .record(look.id, "flag", $0, "set") }))
    }

    static let cephPoolSize = Check(
        "CEPH-POOL-SIZE", key: "ceph-pool-size", "A pool keeps too few copies", .reliability, on: [.ceph], needs: [.ledger("Ceph")],
        page: CheckPage(
            why: "With one copy any broken disk loses data; with two, a disk that breaks while another is away does.",
            decides: "For each replicated pool: critical with one copy, watch with two. Not for erasure-coded pools and Ceph's own `.mgr`.",
            advice: "`ceph osd pool set <pool> size 3` and `min_size 2`.")
    ) { look in
        guard let state = try look.ceph() else { return .clear }
        guard let pools = state.pools else { return .hidden("Its pools are not known.") }
        let thin = pools.filter { ($0.size ?? 3) < 3 && $0.type != "erasure" && !$0.name.hasPrefix(".") }
        return Answer(
            raised: thin.map { pool in
                let size = pool.size ?? 0
                return Raised(
                    instance: pool.name, size <= 1 ? .critical : .watch, "Pool keeps \(size <= 1 ? "one copy" : "two copies")",
                    description: "Pool \(pool.name) of \(look.name) keeps \(size <= 1 ? "one copy" : "two copies") of its data.",
                    recommendation: "Run `ceph osd pool set \(pool.name) size 3` where there are three nodes with OSDs.",
                    evidence: "size \(size), min_size \(pool.minimumSize.map(String.init) ?? "unknown").",
                    items: [.record(look.id, "pool", pool.name, "size \(size)")])
            })
    }

    static let cephOut = Check(
        "CEPH-OSD-OUT", key: "ceph-osd-out", "OSDs are out", .capacity, on: [.ceph], needs: [.ledger("Ceph")],
        page: CheckPage(
            why: "An OSD that is out holds no data: the cluster is smaller than it seems.",
            decides: "Watch when an OSD is up and out. One that is down has a finding of its own.",
            advice: "`ceph osd in <id>` when it is good, or remove it.")
    ) { look in
        guard let state = try look.ceph() else { return .clear }
        guard let osds = state.osds else { return .hidden("Its OSDs are not known.") }
        let out = osds.filter { $0.isIn == false && $0.isUp == true }
        guard !out.isEmpty else { return .clear }
        let names = Words.list(out.map { "osd.\($0.id)\($0.host.map { " on \($0)" } ?? "")" })
        return .raised(
            Raised(
                .watch, "OSDs are out", description: "\(names) of \(look.name) \(out.count == 1 ? "is" : "are") up and out.",
                recommendation: "Run `ceph osd in <id>`, or remove what is not needed.", evidence: "Out: \(names).",
                items: out.prefix(5).map { .record(look.id, "osd", "\($0.id)", "up, out") }))
    }
}

extension Look {
    fileprivate var isSomeNodeInMaintenance: Bool {
        estate.fleet.resources.values.contains { node in
            if case .node(let facts) = node.facts { node.source == resource.source && facts.haState == "maintenance" } else { false }
        }
    }
}
