import PulseCore
import Testing

@testable import PulseAgents

@Suite("Which host is which node or guest", .timeLimit(.minutes(1)))
struct HostLinkTests {
    private static let (lab, other) = (SourceSlug(naming: "lab", avoiding: []), SourceSlug(naming: "other", avoiding: []))

    private func resource(_ id: ResourceID, _ name: String, _ facts: Facts, source: SourceSlug = lab) -> Resource {
        Resource(id: id, source: source, name: name, parent: nil, state: ResourceState(.online), facts: facts, lastSeen: Stage.start)
    }

    private func host(
        _ name: String, address: String? = nil, card: String? = nil, kernel: String? = nil, machineID: String? = nil, uuid: String? = nil,
        as id: String? = nil
    ) -> Resource {
        var facts = HostFacts(hostname: name)
        facts.interfaces = [NetworkInterface(name: "eth0", hardwareAddress: card, addresses: address.map { ["\($0)/24"] } ?? [])]
        (facts.kernel, facts.machineID, facts.productUUID) = (kernel, machineID, uuid)
        return resource(.host(id ?? name), name, .host(facts))
    }

    private func node(_ name: String, address: String? = nil, kernel: String? = nil, in source: SourceSlug = lab) -> Resource {
        var facts = NodeFacts(name: name)
        (facts.address, facts.kernel) = (address, kernel)
        return resource(.node(source, name), name, .node(facts), source: source)
    }

    private func guest(_ vmid: Int, _ name: String, card: String, in source: SourceSlug = lab) -> Resource {
        var facts = GuestFacts(type: .qemu, vmid: vmid, node: "pve-1")
        facts.interfaces = [NetworkInterface(name: "ens18", hardwareAddress: card)]
        return resource(.guest(source, vmid: vmid), name, .guest(facts), source: source)
    }

    private func links(_ resources: Resource...) -> [String: String] {
        let fleet = Fleet(sequence: 1, at: Stage.start, resources: Dictionary(uniqueKeysWithValues: resources.map { ($0.id, $0) }), sources: [:])
        return Dictionary(uniqueKeysWithValues: HostLinks.find(in: fleet).map { ($0.key.description, "\($0.value.target): \($0.value.evidence)") })
    }

    @Test("a node is known by address and name")
    func node() {
        #expect(
            links(host("pve-1.lan", address: "10.0.0.5"), node("pve-1", address: "10.0.0.5")) == [
                "host:pve-1.lan": "node:lab/pve-1: address 10.0.0.5 and host name"
            ])
    }

    @Test("a name alone, an address alone and loopback are no evidence")
    func tooLittle() {
        #expect(links(host("pve-1"), node("pve-1", address: "10.0.0.5")).isEmpty)
        #expect(links(host("nas", address: "10.0.0.5"), node("pve-1", address: "10.0.0.5")).isEmpty)
        #expect(links(host("nas", address: "127.0.0.1", kernel: "6.8"), node("pve-1", address: "127.0.0.1", kernel: "Linux 6.8")).isEmpty)
    }

    @Test("nodes of one name in two clusters are told apart by their address, and not guessed at without")
    func sameName() {
        let nodes = (node("pve", address: "10.0.0.5", kernel: "Linux 6.8"), node("pve", address: "10.1.0.5", kernel: "Linux 6.8", in: Self.other))
        #expect(links(host("pve", address: "10.1.0.5", kernel: "6.8"), nodes.0, nodes.1).values.first?.hasPrefix("node:other/pve") == true)
        #expect(links(host("pve", kernel: "6.8"), nodes.0, nodes.1).isEmpty)
    }

    @Test("a guest is known by its network card, with the name where two have the same")
    func guest() {
        let card = "bc:24:11:00:00:01"
        #expect(
            links(host("web", card: card.uppercased()), guest(101, "web", card: card)) == [
                "host:web": "guest:lab/101: network card \(card) and host name"
            ])
        #expect(
            links(host("web", card: card), guest(101, "web", card: card), guest(7, "restored", card: card, in: Self.other)).values.map {
                $0.prefix(13)
            } == ["guest:lab/101"])
        #expect(links(host("x", card: card), guest(101, "a", card: card), guest(7, "b", card: card, in: Self.other)).isEmpty)
        #expect(links(host("web", card: "02:42:ac:11:00:02"), guest(101, "web", card: "02:42:ac:11:00:02")).isEmpty)
    }

    @Test("two hosts are never one guest")
    func twins() {
        let card = "bc:24:11:00:00:01"
        #expect(links(host("a", card: card), host("b", card: card), guest(101, "web", card: card)).isEmpty)
    }

    @Test("a node of Kubernetes is known by the board's UUID, or by two other marks")
    func kubernetes() {
        func member(_ change: (inout KubernetesNodeFacts) -> Void) -> Resource {
            var facts = KubernetesNodeFacts(isReady: true)
            change(&facts)
            return resource(.reported(.kubernetesNode, Self.lab, path: "w1"), "w1", .kubernetesNode(facts))
        }
        let (uuid, machine) = ("11111111-2222-3333-4444-555555555555", "0123456789abcdef0123456789abcdef")
        #expect(links(member { $0.systemUUID = uuid.uppercased() }, host("other", uuid: uuid))["k8s-node:lab/w1"] == "host:other: system UUID")
        #expect(links(member { $0.machineID = machine }, host("clone", machineID: machine)).isEmpty)
        #expect(
            links(member { $0.machineID = machine }, host("w1", machineID: machine), host("clone", machineID: machine))["k8s-node:lab/w1"]
                == "host:w1: machine id and host name")
        #expect(links(member { _ in }, host("w1")).isEmpty)
    }

    @Test("the containers with something known from a registry are listed with their host")
    func updates() {
        var facts = ContainerFacts(engine: "docker", containerID: "abc", image: "web:1", state: "running")
        facts.update = ImageUpdate(.newDigest)
        var container = resource(.reported(.container, Self.lab, path: "web"), "web", .container(facts))
        container.parent = .host("nas")
        facts.update = nil
        let plain = resource(.reported(.container, Self.lab, path: "db"), "db", .container(facts))
        let resources = [container, plain, host("nas")]
        let fleet = Fleet(sequence: 1, at: Stage.start, resources: Dictionary(uniqueKeysWithValues: resources.map { ($0.id, $0) }), sources: [:])
        let updates = ContainerUpdates.all(in: fleet)
        #expect(updates.map(\.name) == ["web"] && updates.map(\.hostName) == ["nas"] && updates.map(\.update.verdict) == [.newDigest])
    }
}
