package import PulseCore

/// That two things are one and the same, and by what that is known.
package struct HostLink: Hashable, Sendable {
    package let target: ResourceID
    /// For a person: "address 10.0.0.5 and host name".
    package let evidence: String
}

/// Which host is which node or guest of Proxmox, and which node of Kubernetes is which host.
///
/// Pure. A name alone is never evidence: two of address, host name and kernel have to agree with a node, a network card's address with a guest. Where
/// two candidates are as good as each other there is no link, for a wrong one is worse than none.
package enum HostLinks {
    package static func find(in fleet: Fleet) -> [ResourceID: HostLink] {
        let hosts = fleet.resources.values.compactMap(Host.init)
        var links: [ResourceID: HostLink] = [:]
        let nodes = fleet.resources.values.compactMap(Node.init)
        let guests = GuestsByCard(fleet)
        for host in hosts {
            links[host.id] =
                best(nodes.compactMap { node in node.evidence(for: host).map { (node.id, $0) } })
                ?? best(guests.sharing(host.cards).compactMap { guest in guest.evidence(for: host).map { (guest.id, $0) } })
        }
        dropShared(&links)
        for member in fleet.resources.values.compactMap(Member.init) {
            links[member.id] = best(hosts.compactMap { host in member.evidence(for: host).map { (host.id, $0) } })
        }
        return links
    }

    /// The one candidate with the most evidence.
    private static func best(_ candidates: [(id: ResourceID, evidence: [String])]) -> HostLink? {
        guard let most = candidates.map(\.evidence.count).max() else { return nil }
        let best = candidates.filter { $0.evidence.count == most }
        guard best.count == 1, let only = best.first else { return nil }
        return HostLink(target: only.id, evidence: only.evidence.joined(separator: " and "))
    }

    /// Two hosts cannot both be one guest or node: clones with the same address, or two agents on one machine.
    private static func dropShared(_ links: inout [ResourceID: HostLink]) {
        let claims = Dictionary(grouping: links.keys) { links[$0]?.target }
        for ids in claims.values where ids.count > 1 {
            for id in ids { links[id] = nil }
        }
    }
}

/// A host's marks.
private struct Host {
    let id: ResourceID
    let facts: HostFacts
    let addresses: Set<String>
    let cards: Set<String>

    init?(_ resource: Resource) {
        guard case .host(let facts) = resource.facts else { return nil }
        (id, self.facts) = (resource.id, facts)
        addresses = Marks.addresses(facts.interfaces)
        cards = Marks.cards(facts.interfaces)
    }

    var shortName: String { Marks.short(facts.hostname) }
}

private struct Node {
    let id: ResourceID
    let facts: NodeFacts

    init?(_ resource: Resource) {
        guard case .node(let facts) = resource.facts else { return nil }
        (id, self.facts) = (resource.id, facts)
    }

    func evidence(for host: Host) -> [String]? {
        var evidence: [String] = []
        if let address = facts.address, Marks.isTelling(address), host.addresses.contains(address) { evidence.append("address \(address)") }
        if Marks.short(facts.name) == host.shortName { evidence.append("host name") }
        if let kernel = facts.kernel, let own = host.facts.kernel, !own.isEmpty, kernel.contains(own) || own.contains(kernel) {
            evidence.append("kernel")
        }
        // The kernel is the same on a whole cluster, so it only confirms.
        return evidence.count >= 2 ? evidence : nil
    }
}

private struct Guest {
    let id: ResourceID
    let facts: GuestFacts
    let name: String
    let cards: Set<String>

    init?(_ resource: Resource) {
        guard case .guest(let facts) = resource.facts, !facts.template else { return nil }
        (id, self.facts, name) = (resource.id, facts, resource.name)
        cards = Marks.cards(facts.interfaces ?? [])
    }

    func evidence(for host: Host) -> [String]? {
        guard let card = cards.intersection(host.cards).min() else { return nil }
        let names = [facts.hostname, name].compactMap { $0 }.map(Marks.short)
        return ["network card \(card)"] + (names.contains(host.shortName) ? ["host name"] : [])
    }
}

/// Ten thousand guests are not gone through for each of a thousand hosts.
private struct GuestsByCard {
    private let guests: [Guest]
    private let places: [String: [Int]]

    init(_ fleet: Fleet) {
        guests = fleet.resources.values.compactMap(Guest.init)
        places = guests.enumerated().reduce(into: [:]) { places, guest in
            for card in guest.element.cards { places[card, default: []].append(guest.offset) }
        }
    }

    /// Each once, however many cards it shares.
    func sharing(_ cards: Set<String>) -> [Guest] { Set(cards.flatMap { places[$0] ?? [] }).sorted().map { guests[$0] } }
}

/// A node of a Kubernetes cluster.
private struct Member {
    let id: ResourceID
    let facts: KubernetesNodeFacts
    let name: String

    init?(_ resource: Resource) {
        guard case .kubernetesNode(let facts) = resource.facts else { return nil }
        (id, self.facts, name) = (resource.id, facts, resource.name)
    }

    func evidence(for host: Host) -> [String]? {
        var evidence: [String] = []
        if let own = MachineID.usable(facts.systemUUID), own == MachineID.usable(host.facts.productUUID) { evidence.append("system UUID") }
        if let own = MachineID.usable(facts.machineID), own == MachineID.usable(host.facts.machineID) { evidence.append("machine id") }
        let isNamed = Marks.short(name) == host.shortName
        let address = facts.addresses.filter(Marks.isTelling).first(where: host.addresses.contains)
        if isNamed { evidence.append("host name") }
        if let address { evidence.append("address \(address)") }
        // A clone has the machine id of another and its own name, so one mark of these does not do unless it is the board's.
        return evidence.count >= 2 || evidence == ["system UUID"] ? evidence : nil
    }
}

/// What machines are recognised by.
private enum Marks {
    static func short(_ name: String) -> String { name.lowercased().split(separator: ".").first.map(String.init) ?? "" }

    static func addresses(_ interfaces: [NetworkInterface]) -> Set<String> {
        Set(interfaces.flatMap(\.addresses).map { String($0.prefix { $0 != "/" }) }.filter(isTelling))
    }

    /// Loopback and link-local addresses are everybody's.
    static func isTelling(_ address: String) -> Bool {
        !address.isEmpty && !["127.", "169.254.", "fe80:", "::1"].contains(where: address.lowercased().hasPrefix)
    }

    /// Docker gives the same made-up ones on many machines.
    static func cards(_ interfaces: [NetworkInterface]) -> Set<String> {
        Set(
            interfaces.compactMap { $0.hardwareAddress?.lowercased() }.filter {
                !$0.hasPrefix("02:42:") && $0 != "00:00:00:00:00:00" && $0.count == 17
            })
    }
}
