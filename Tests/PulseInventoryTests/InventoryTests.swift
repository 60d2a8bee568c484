import PulseCore
import Testing

@testable import PulseInventory

/// Events in, the change out, in virtual time.
@Suite("Inventory", .timeLimit(.minutes(5)))
struct InventoryTests {
    private let lab = SourceSlug(naming: "lab", avoiding: [])
    private var inventory = Inventory(at: Timestamp(seconds: 0))

    private func guest(
        _ vmid: Int, name: String? = "web", type: GuestType = .qemu, node: String = "pve-1", status: Status = .running, cpu: Double? = 0.1,
        fresh: Bool = true, at second: Int64
    ) -> ObservedResource {
        var metrics = MetricTable()
        if let cpu { metrics[.cpu] = .measured(cpu, at: Timestamp(seconds: second)) }
        return ObservedResource(
            id: .guest(lab, vmid: vmid), name: name, parent: .node(lab, node), status: status,
            statusReason: fresh ? nil : .nodeOffline, facts: .guest(GuestFacts(type: type, vmid: vmid, node: node)), metrics: metrics, isFresh: fresh)
    }

    private func observation(
        _ resources: [ObservedResource], at second: Int64, condition: SourceCondition = .reachable, complete: Set<ResourceKind> = [.guest]
    ) -> Observation {
        Observation(
            source: lab, at: Timestamp(seconds: second),
            report: SourceReport(
                source: lab, kind: .proxmoxVE, name: "Lab", condition: condition, lastAnswerAt: Timestamp(seconds: second), interval: .seconds(10)),
            resources: resources, completeKinds: complete)
    }

    private mutating func see(_ resources: [ObservedResource], at second: Int64, complete: Set<ResourceKind> = [.guest]) -> FleetChange {
        inventory.apply([observation(resources, at: second, complete: complete)], at: Timestamp(seconds: second))
    }

    private func resource(_ vmid: Int) -> Resource? { inventory.fleet.resources[.guest(lab, vmid: vmid)] }

    @Test("a new guest is announced whole, later only its changed numbers")
    mutating func numbers() {
        #expect(see([guest(101, at: 0)], at: 0).upserted.map(\.name) == ["web"])
        let change = see([guest(101, cpu: 0.2, at: 10)], at: 10)
        #expect(change.upserted.isEmpty)
        #expect(change.values == [.init(id: .guest(lab, vmid: 101), metrics: [.cpu: 0.2])])
    }

    @Test("nothing new makes no change, and the sequence stands still")
    mutating func quiet() {
        _ = see([guest(101, at: 0)], at: 0)
        let before = inventory.fleet.sequence
        #expect(inventory.apply([], at: Timestamp(seconds: 5)).isEmpty)
        #expect(inventory.fleet.sequence == before)
    }

    @Test("live migration keeps the guest, its state's age and its notes")
    mutating func migration() {
        _ = see([guest(101, at: 0)], at: 0)
        _ = inventory.annotate(.guest(lab, vmid: 101), Annotation(displayName: "Shop", note: "mine"), at: Timestamp(seconds: 1))
        let change = see([guest(101, node: "pve-2", at: 10)], at: 10)
        #expect(change.removed.isEmpty)
        #expect(resource(101)?.parent == .node(lab, "pve-2"))
        #expect(resource(101)?.state.since == Timestamp(seconds: 0))
        #expect(resource(101)?.annotation.displayName == "Shop")
    }

    @Test("a rename keeps the notes")
    mutating func rename() {
        _ = see([guest(101, at: 0)], at: 0)
        _ = inventory.annotate(.guest(lab, vmid: 101), Annotation(note: "mine"), at: Timestamp(seconds: 1))
        _ = see([guest(101, name: "web-new", at: 10)], at: 10)
        #expect(resource(101)?.annotation.note == "mine")
    }

    @Test("a guest goes after two complete answers without it, not after one")
    mutating func removal() {
        _ = see([guest(101, at: 0), guest(102, at: 0)], at: 0)
        #expect(see([guest(102, at: 10)], at: 10).removed.isEmpty)
        #expect(see([guest(102, at: 20)], at: 20).removed == [.guest(lab, vmid: 101)])
    }

    @Test("answers that may hide rows remove nothing")
    mutating func incomplete() {
        _ = see([guest(101, at: 0)], at: 0)
        for second in [10, 20, 30] as [Int64] { #expect(see([], at: second, complete: []).removed.isEmpty) }
        #expect(resource(101) != nil)
    }

    @Test("a re-used vmid does not inherit the notes of the guest before", arguments: [("db", GuestType.qemu, true), ("web", .lxc, false)])
    func reuse(name: String, type: GuestType, absent: Bool) {
        var test = InventoryTests()
        _ = test.see([test.guest(101, at: 0)], at: 0)
        _ = test.inventory.annotate(.guest(lab, vmid: 101), Annotation(note: "old"), at: Timestamp(seconds: 1))
        if absent { _ = test.see([], at: 10) }
        _ = test.see([test.guest(101, name: name, type: type, at: 20)], at: 20)
        #expect(test.resource(101)?.annotation.isEmpty == true)
        #expect(test.inventory.takeDetached() == [.guest(lab, vmid: 101)])
        #expect(test.inventory.takeDetached().isEmpty)
    }

    @Test("rows of a dead node keep name and last values, as old ones")
    mutating func deadNode() {
        _ = see([guest(101, at: 0)], at: 0)
        _ = see([guest(101, name: nil, status: .unknown, cpu: nil, fresh: false, at: 10)], at: 10)
        #expect(resource(101)?.name == "web")
        #expect(resource(101)?.state.status == .unknown)
        #expect(resource(101)?.metrics[.cpu]?.quality == .stale(.nodeOffline))
        #expect(resource(101)?.lastSeen == Timestamp(seconds: 0))
    }

    @Test("one silent interval is not staleness, three are", arguments: [(29, false), (31, true)] as [(Int64, Bool)])
    mutating func staleness(second: Int64, stale: Bool) {
        var test = InventoryTests()
        _ = test.see([test.guest(101, at: 0)], at: 0)
        _ = test.inventory.apply([test.observation([], at: second, condition: .unreachable, complete: [])], at: Timestamp(seconds: second))
        #expect((test.resource(101)?.state.status == .unknown) == stale)
        #expect((test.resource(101)?.metrics[.cpu]?.isCurrent == false) == stale)
        if stale { #expect(test.resource(101)?.state.reason == .sourceUnreachable) }
    }

    @Test("a guest that comes back is current again")
    mutating func recovery() {
        _ = see([guest(101, at: 0)], at: 0)
        _ = inventory.apply([], at: Timestamp(seconds: 100))
        #expect(resource(101)?.state.status == .unknown)
        _ = see([guest(101, at: 110)], at: 110)
        #expect(resource(101)?.state == ResourceState(.running, since: Timestamp(seconds: 110)))
        #expect(resource(101)?.metrics[.cpu]?.isCurrent == true)
    }

    @Test("a removed source takes its resources along, and its notes wait for it")
    mutating func removedSource() {
        _ = see([guest(101, at: 0)], at: 0)
        _ = inventory.annotate(.guest(lab, vmid: 101), Annotation(note: "mine"), at: Timestamp(seconds: 1))
        let change = inventory.removeSource(lab, at: Timestamp(seconds: 5))
        #expect(change.removed == [.guest(lab, vmid: 101)])
        #expect(change.removedSources == [lab])
        _ = see([guest(101, at: 10)], at: 10)
        #expect(resource(101)?.annotation.note == "mine")
    }

    @Test("replaying the changes on an empty page leads to the same fleet")
    mutating func replay() {
        var page: [ResourceID: Resource] = [:]
        func apply(_ change: FleetChange) {
            for id in change.removed { page[id] = nil }
            for resource in change.upserted { page[resource.id] = resource }
            for value in change.values {
                for (metric, number) in value.metrics { page[value.id]?.metrics[metric] = .measured(number, at: change.at) }
            }
        }
        apply(see([guest(101, at: 0), guest(102, at: 0)], at: 0))
        apply(see([guest(101, cpu: 0.7, at: 10), guest(102, node: "pve-2", at: 10)], at: 10))
        apply(see([guest(101, cpu: 0.8, at: 20)], at: 20))
        apply(see([guest(101, cpu: 0.9, at: 30)], at: 30))
        #expect(page.keys.sorted() == inventory.fleet.resources.keys.sorted())
        #expect(page.mapValues { $0.metrics[.cpu]?.value } == inventory.fleet.resources.mapValues { $0.metrics[.cpu]?.value })
    }

    @Test("the host with a node's address becomes that node's child")
    mutating func hostLink() {
        var node = NodeFacts(name: "pve-1")
        node.address = "10.0.0.5"
        var host = HostFacts(hostname: "pve-1")
        host.interfaces = [NetworkInterface(name: "vmbr0", addresses: ["10.0.0.5/24"])]
        _ = see(
            [
                ObservedResource(id: .node(lab, "pve-1"), name: "pve-1", parent: nil, status: .online, facts: .node(node)),
                ObservedResource(id: .host("pve-1"), name: "pve-1", parent: nil, status: .online, facts: .host(host)),
            ], at: 0)
        #expect(inventory.fleet.resources[.host("pve-1")]?.parent == .node(lab, "pve-1"))
    }
}
