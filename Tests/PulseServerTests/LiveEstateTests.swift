import PulseCore
import PulseInventory
import PulseSimulator
import Testing

@testable import PulseServer

/// The whole server against the simulator, in virtual time.
@Suite("A live estate", .serialized, .timeLimit(.minutes(5)))
struct LiveEstateTests {
    private func runningGuest(_ live: LiveEstate) throws -> Resource {
        try #require(live.fleet.sorted([.guest]).first { $0.state.status == .running })
    }

    @Test("one poll brings cluster, nodes, guests and storages with their relations")
    func firstPoll() async throws {
        try await withEstate { live in
            await live.step()
            let kinds = Dictionary(grouping: live.fleet.sorted(), by: \.id.kind).mapValues(\.count)
            #expect(kinds[.cluster] == 1)
            #expect(kinds[.node] == 3)
            #expect(kinds[.guest] == live.estate.clusters[0].vmids.count)
            #expect((kinds[.storage] ?? 0) > 3)
            for guest in live.fleet.sorted([.guest]) { #expect(guest.parent.map { live.fleet.resources[$0] != nil } == true) }
            #expect(live.fleet.sources[live.slug]?.condition == .reachable)
        }
    }

    @Test("no unknown value is a zero: rates need two polls, stopped guests have no processor use")
    func unknownIsNeverZero() async throws {
        try await withEstate { live in
            await live.step()
            let running = try runningGuest(live)
            #expect(running.metrics[.networkIn]?.value == nil)
            #expect(running.metrics[.networkIn]?.quality == .unknown(.firstSample))
            await live.step(2)
            #expect(live.fleet.resources[running.id]?.metrics[.networkIn]?.value != nil)
            for guest in live.fleet.sorted([.guest]) where guest.state.status == .stopped {
                #expect(guest.metrics[.cpu]?.value == nil)
            }
        }
    }

    @Test("a node goes down: its guests are unknown with their last values, the others are not touched; it comes back")
    func nodeDown() async throws {
        try await withEstate { live in
            await live.step(2)
            let victim = live.estate.clusters[0].nodes[1].name
            let running = live.fleet.sorted([.guest]).filter { $0.state.status == .running }
            let onVictim = running.filter { $0.parent == .node(live.slug, victim) }
            let elsewhere = running.filter { $0.parent != .node(live.slug, victim) }
            try #require(!onVictim.isEmpty && !elsewhere.isEmpty)
            try await live.estate.apply(.nodeDown(node: victim))
            await live.step(4)
            #expect(live.node(victim)?.state.status == .offline)
            for guest in onVictim {
                let now = live.fleet.resources[guest.id]
                #expect(now?.state.status == .unknown && now?.state.reason == .nodeOffline && now?.name == guest.name)
                #expect(now?.metrics[.cpu]?.isCurrent == false)
            }
            for guest in elsewhere { #expect(live.fleet.resources[guest.id]?.state.status == .running) }
            try await live.estate.apply(.nodeUp(node: victim))
            // The servers of the estate need a moment to boot the guests.
            await live.step(60)
            #expect(live.node(victim)?.state.status == .online)
            #expect(live.fleet.sorted([.guest]).allSatisfy { $0.state.status != .unknown })
        }
    }

    @Test("the first entry point dies: another node answers, nothing is lost")
    func failover() async throws {
        try await withEstate { live in
            await live.step(2)
            let before = live.fleet.sorted([.guest]).count
            try await live.estate.apply(.nodeDown(node: live.estate.clusters[0].nodes[0].name))
            await live.step(6)
            #expect(live.fleet.sorted([.guest]).count == before)
            #expect(live.fleet.sources[live.slug]?.condition == .degraded)
            #expect(live.fleet.sorted([.guest]).contains { $0.state.status == .running })
        }
    }

    @Test("live migration keeps identity and notes")
    func migration() async throws {
        try await withEstate { live in
            await live.step(2)
            let guest = try runningGuest(live)
            guard case .guest(let facts) = guest.facts else { return }
            let target = try #require(live.estate.clusters[0].nodes.map(\.name).first { $0 != facts.node })
            _ = try live.server.inventory.annotate(guest.id, Annotation(displayName: "Keeper", note: "stays"), at: live.now)
            try await live.estate.apply(.guestMigrated(vmid: facts.vmid, to: target))
            await live.step(2)
            #expect(live.guest(facts.vmid)?.parent == .node(live.slug, target))
            #expect(live.guest(facts.vmid)?.annotation.displayName == "Keeper")
        }
    }

    @Test("a deleted guest leaves; its number used again is another guest")
    func deletion() async throws {
        try await withEstate { live in
            await live.step(2)
            let vmid = try #require(live.estate.clusters[0].vmids.first)
            _ = try live.server.inventory.annotate(.guest(live.slug, vmid: vmid), Annotation(note: "old"), at: live.now)
            try await live.estate.apply(.guestDeleted(vmid: vmid))
            await live.step(2)
            #expect(live.guest(vmid) == nil)
        }
    }

    @Test("when every node is gone the source is unreachable, and nothing is shown as fresh")
    func allGone() async throws {
        try await withEstate { live in
            await live.step(2)
            for node in live.estate.clusters[0].nodes { try await live.estate.apply(.nodeDown(node: node.name)) }
            await live.step(6)
            #expect(live.fleet.sources[live.slug]?.condition == .unreachable)
            #expect(live.fleet.sources[live.slug]?.problems.isEmpty == false)
            for resource in live.fleet.sorted() {
                #expect(resource.state.status == .unknown, "\(resource.id)")
                #expect(resource.metrics.entries.allSatisfy { !$0.measurement.isCurrent }, "\(resource.id)")
            }
        }
    }

    @Test("a privilege is taken away: the source says which, and no guest is lost")
    func permissionRemoved() async throws {
        try await withEstate { live in
            await live.step(2)
            let before = live.fleet.sorted([.guest]).count
            try await live.estate.apply(.permissionRemoved(privilege: "VM.Audit", from: live.estate.clusters[0].token.id))
            await live.step(70)
            #expect(live.fleet.sorted([.guest]).count == before)
            #expect(live.fleet.sources[live.slug]?.missingPrivileges.contains { $0.privilege == "VM.Audit" } == true)
            #expect(live.fleet.sorted([.guest]).allSatisfy { $0.metrics.entries.allSatisfy { !$0.measurement.isCurrent } })
        }
    }

    @Test("bad bodies never lose the source nor pass for data", arguments: [BodyFault.html, .truncated, .redirect, .wrongShape, .empty, .badGateway])
    func badBodies(fault: BodyFault) async throws {
        try await withEstate { live in
            await live.step(2)
            let before = live.fleet.sorted([.guest]).count
            try await live.estate.apply(.body(fault, path: "/cluster/resources"))
            await live.step(5)
            #expect(live.fleet.sorted([.guest]).count == before)
            #expect(live.fleet.sources[live.slug]?.problems.isEmpty == false)
            #expect(live.fleet.sorted([.guest]).allSatisfy { $0.state.status == .unknown })
            try await live.estate.apply(.bodiesRestored)
            await live.step(40)
            #expect(live.fleet.sorted([.guest]).contains { $0.state.status == .running })
        }
    }

    @Test("strange names, NaN, negative uptime and double numbers crash nothing")
    func strangeWorld() async throws {
        try await withEstate { live in
            for fault in [Fault.strangeNames, .negativeUptime(true), .duplicateVmid(true)] { try await live.estate.apply(fault) }
            await live.step(3)
            #expect(live.fleet.sorted([.guest]).count == live.estate.clusters[0].vmids.count)
            for guest in live.fleet.sorted([.guest]) {
                guard case .guest(let facts) = guest.facts else { continue }
                #expect(facts.startedAt.map { $0 <= live.now } ?? true)
            }
            try await live.estate.apply(.notANumber(true))
            await live.step(5)
            #expect(live.fleet.sorted([.guest]).count == live.estate.clusters[0].vmids.count)
        }
    }

    @Test("a certificate that changes is refused, with the fingerprint that was seen")
    func certificateChanged() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 5, standalone: true)) { live in
            await live.step(2)
            try await live.estate.apply(.certificateChanged(node: live.estate.clusters[0].nodes[0].name))
            live.estate.forgetRequests()
            await live.step(5)
            #expect(live.estate.requests().allSatisfy { $0.credential == .none })
            #expect(live.fleet.sources[live.slug]?.condition == .refused)
            #expect(live.fleet.sources[live.slug]?.problems.contains { $0.code == "certificate_changed" } == true)
        }
    }
}
