import PulseCore

/// The guests of the estate by number.
struct GuestDirectory {
    struct Guest {
        let resource: Resource
        let facts: GuestFacts
    }

    let guests: [Guest]
    private let byNumber: [Int: [Int]]
    /// The clusters, and whether all guests of each are known at the moment.
    let clusters: [SourceSlug: Bool]

    init(_ fleet: Fleet) {
        guests = fleet.sorted([.guest]).compactMap { resource in
            if case .guest(let facts) = resource.facts { Guest(resource: resource, facts: facts) } else { nil }
        }
        byNumber = Dictionary(grouping: guests.indices) { [guests] in guests[$0].facts.vmid }
        var clusters: [SourceSlug: Bool] = [:]
        for (slug, report) in fleet.sources where report.kind == .proxmoxVE {
            clusters[slug] = report.lastAnswerAt != nil && !report.missingPrivileges.contains { $0.privilege == "VM.Audit" }
        }
        for guest in guests where clusters[guest.resource.source] == nil { clusters[guest.resource.source] = false }
        self.clusters = clusters
    }

    /// All guests of a number, of both types.
    func numbered(_ vmid: Int) -> [Int] { byNumber[vmid] ?? [] }

    /// Those that archives of a group can be of.
    func candidates(_ key: GroupKey, in clusters: Set<SourceSlug>?) -> [Int] {
        numbered(key.vmid).filter { index in
            guests[index].facts.type == (key.type == .container ? .lxc : .qemu) && clusters?.contains(guests[index].resource.source) != false
        }
    }

    /// False when a guest of one of the clusters may exist that nobody has seen.
    func areKnown(_ clusters: Set<SourceSlug>?) -> Bool {
        let asked = clusters ?? Set(self.clusters.keys)
        return !asked.isEmpty && asked.allSatisfy { self.clusters[$0] == true }
    }
}
