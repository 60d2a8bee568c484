import PulseCore

extension Check {
    static let haNoRoom = Check(
        "PVE-CLUSTER-NO-ROOM", key: "cluster-no-room", "The guests of a node would find no room elsewhere", .capacity, on: [.cluster],
        needs: [.facts, .ledger("high availability"), .current(.memoryTotal), .current(.memoryUsed)],
        page: CheckPage(
            why: "High availability starts guests elsewhere only where there is memory for them.",
            decides:
                "Watch when the memory of the running HA guests of one node is more than what all other online nodes have available together. Not "
                + "without guests under high availability, and not while memory of a node is not known.",
            advice: "Lower the memory of guests, move some, take unimportant ones out of high availability, or add memory.")
    ) { look in
        guard case .cluster = look.resource.facts, let state = try look.highAvailability(), !state.managed.isEmpty else { return .clear }
        let room = try ClusterRoom(look, state)
        guard let worst = room.worst else { return .clear }
        return .raised(
            Raised(
                .watch, "No room for the guests of a failed node",
                description:
                    "If \(worst.node) of \(look.name) fails, its HA guests need \(Words.bytes(worst.needed)) of memory; the other nodes have "
                    + "\(Words.bytes(worst.free)) available.",
                recommendation: "Lower the memory of guests on \(worst.node), move some, or add memory to the other nodes.",
                evidence: "Needed \(Words.bytes(worst.needed)), available \(Words.bytes(worst.free)).",
                items: [.fact(look.id, "needed memory", Words.bytes(worst.needed)), .fact(look.id, "available memory", Words.bytes(worst.free))]))
    }
}

/// Memory that HA guests need, and that nodes have.
private struct ClusterRoom {
    struct Lack {
        let node: String
        let needed: Double
        let free: Double
    }

    private var free: [String: Double] = [:]
    private var needed: [String: Double] = [:]

    init(_ look: Look, _ state: HighAvailability) throws {
        let source = look.resource.source
        for node in look.estate.fleet.sorted([.node]) where node.source == source && node.state.status == .online {
            let own = Look(node, of: look)
            // Without an agent the cache of ZFS counts as used, and the room seems smaller than it is.
            let view = (try? ZFSMemory(look: own).byAgent()) ?? own
            free[node.name] = max(0, try view.current(.memoryTotal) - view.current(.memoryUsed))
        }
        for resource in state.managed {
            guard let number = Int(resource.id.drop { $0 != ":" }.dropFirst()),
                let guest = look.estate.fleet.resources[.guest(source, vmid: number)], case .guest(let facts) = guest.facts,
                guest.state.status == .running
            else { continue }
            needed[facts.node, default: 0] += guest.metrics[.memoryTotal]?.value ?? 0
        }
    }

    var worst: Lack? {
        guard free.count >= 2 else { return nil }
        let lacks = needed.compactMap { node, needed -> Lack? in
            guard free[node] != nil else { return nil }
            let rest = free.filter { $0.key != node }.values.sorted().reduce(0, +)
            return needed > rest ? Lack(node: node, needed: needed, free: rest) : nil
        }
        return lacks.max { ($0.needed - $0.free, $0.node) < ($1.needed - $1.free, $1.node) }
    }
}
