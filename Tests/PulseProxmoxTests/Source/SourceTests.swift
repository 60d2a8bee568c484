import PulseCore
import PulseSimulator
import Testing

@testable import PulseProxmox

@Suite("A source against the simulated estate", .timeLimit(.minutes(5)))
struct SourceTests {
    @Test("brings nodes, guests and storages of the whole cluster in the first flight")
    func firstFlight() async throws {
        try await Stage.run { stage in
            let observation = await stage.source().poll(now: stage.now)
            #expect(observation.report.condition == .reachable, "\(observation.report)")
            #expect(observation.kind(.node).count == 3)
            #expect(observation.kind(.guest).count == stage.cluster.vmids.count)
            #expect(observation.kind(.cluster).first?.cluster?.quorate == true)
            #expect(observation.kind(.cluster).first?.name == stage.cluster.name)
            #expect(observation.completeKinds.isSuperset(of: [.cluster, .node, .guest]))
            #expect(observation.report.version == "9.2.10")
            #expect(observation.kind(.node).allSatisfy { $0.parent == .cluster(observation.source) && $0.status == .online })
        }
    }

    @Test("after a few minutes everything that can be known is known", arguments: [SimulatedVersion.pve7, .pve8, .pve9])
    func settles(version: SimulatedVersion) async throws {
        try await Stage.run(EstateOptions(version: version)) { stage in
            let observation = await stage.watch(stage.source(Stage.credentials(stage.cluster.operatorToken)), for: .seconds(600))
            #expect(observation.completeKinds == [.cluster, .node, .guest, .storage, .pool, .disk, .ceph])
            #expect(observation.report.condition == .reachable, "\(observation.report)")
            for node in observation.kind(.node) {
                #expect(node.node?.kernel != nil && node.node?.loadAverage?.count == 3)
                #expect(node.node?.certificateFingerprint != nil)
                for entry in node.metrics.entries { #expect(entry.measurement.isCurrent, "\(node.id) \(entry)") }
            }
            let running = observation.kind(.guest).filter { $0.status == .running }
            #expect(!running.isEmpty)
            for guest in running { check(guest) }
            for guest in observation.kind(.guest) where guest.status == .stopped {
                #expect(guest.metrics[.cpu] == .unknown(.notRunning))
                #expect(guest.metrics[.networkIn] == .unknown(.notRunning))
                #expect(guest.metrics[.memoryTotal]?.value != nil)
            }
            #expect(running.contains { $0.guest?.filesystems?.isEmpty == false })
            #expect(running.contains { $0.guest?.osName != nil })
        }
    }

    private func check(_ guest: ObservedResource) {
        for metric in GuestCounters.metrics + [.cpu, .memoryUsed, .memoryTotal] {
            #expect(guest.metrics[metric]?.isCurrent == true, "\(guest.id) \(metric) \(String(describing: guest.metrics[metric]))")
            #expect((guest.metrics[metric]?.value ?? -1) >= 0)
        }
        if guest.guest?.type == .lxc {
            #expect(guest.metrics[.memoryUsed]?.quality == .measured)
            #expect(guest.metrics[.diskUsed]?.quality == .measured)
            #expect(guest.guest?.agent == .notApplicable)
        } else {
            #expect(guest.metrics[.memoryUsed]?.quality != .measured)
            #expect(guest.guest?.agent != .notAskedYet, "\(guest.id)")
            // Some agents list file systems without figures.
            if guest.guest?.agent == .answering, guest.guest?.filesystems?.contains(where: { $0.used != nil }) == true {
                #expect(guest.metrics[.diskUsed]?.quality == .measured, "\(guest.id)")
            }
            if guest.guest?.agent == .notConfigured { #expect(guest.metrics[.diskUsed] == .unknown(.guestAgentOff)) }
        }
    }

    @Test("the start of a guest stays the same from poll to poll")
    func steadyStart() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            var starts: [ResourceID: Set<Timestamp?>] = [:]
            for _ in 0..<12 {
                for guest in await source.poll(now: stage.now).kind(.guest) { starts[guest.id, default: []].insert(guest.guest?.startedAt) }
                stage.advance(.milliseconds(10_300))
            }
            #expect(starts.values.allSatisfy { $0.count == 1 })
        }
    }

    @Test("a migration keeps the guest's id and gives no negative rate")
    func migration() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(60))
            let guest = try #require(before.kind(.guest).first { $0.status == .running })
            let target = try #require(stage.cluster.nodes.map(\.name).first { $0 != guest.guest?.node })
            try await stage.estate.apply(.guestMigrated(vmid: try #require(guest.guest?.vmid), to: target))
            var nodes: Set<String> = []
            for _ in 0..<12 {
                let observation = await stage.watch(source, for: .seconds(10))
                let now = try #require(observation[guest.id.description])
                nodes.insert(now.guest?.node ?? "")
                for metric in GuestCounters.metrics { #expect((now.metrics[metric]?.value ?? 0) >= 0) }
            }
            #expect(nodes.contains(target))
        }
    }

    @Test("a node goes down: it, its guests and its own storages are told apart from the rest, and come back")
    func nodeDown() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(60))
            let lost = stage.cluster.nodes[1].name
            try await stage.estate.apply(.nodeDown(node: lost))
            var observation = await stage.watch(source, for: .seconds(30))
            for _ in 0..<2 {
                #expect(observation.report.condition == .degraded)
                // That it is offline is known; what it did before is old.
                let node = try #require(observation["node:lab/\(lost)"])
                #expect(node.status == .offline && node.isFresh)
                #expect(node.metrics[.cpu]?.quality == .stale(.nodeOffline) && node.metrics[.memoryTotal]?.quality == .stale(.nodeOffline))
                #expect(node.metrics[.cpu]?.at.map { stage.now.since($0) >= .seconds(30) } == true)
                let guests = observation.kind(.guest).filter { $0.guest?.node == lost }
                #expect(!guests.isEmpty)
                for guest in guests {
                    #expect(guest.status == .unknown && guest.statusReason == .nodeOffline && !guest.isFresh)
                    #expect(guest.metrics.entries.allSatisfy { !$0.measurement.isCurrent }, "\(guest)")
                }
                for storage in observation.kind(.storage) where storage.parent == .node(observation.source, lost) {
                    #expect(storage.status == .unknown && storage.statusReason == .nodeOffline)
                }
                #expect(observation.kind(.guest).filter { $0.guest?.node != lost && $0.status == .running }.allSatisfy { $0.isFresh })
                // The rows change their shape after five minutes.
                observation = await stage.watch(source, for: .seconds(330))
            }
            #expect(observation.kind(.guest).filter { $0.guest?.node == lost }.allSatisfy { $0.name == nil })
            #expect(Set(observation.kind(.guest).map(\.id)) == Set(before.kind(.guest).map(\.id)))
            try await stage.estate.apply(.nodeUp(node: lost))
            observation = await stage.watch(source, for: .seconds(600))
            #expect(observation["node:lab/\(lost)"]?.status == .online)
            #expect(observation.report.condition == .reachable, "\(observation.report)")
            #expect(observation.kind(.guest).allSatisfy { $0.name != nil })
        }
    }

    @Test("pvestatd stands still: the figures of that node are old, not current")
    func stalled() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(30))
            let node = stage.cluster.nodes[2].name
            try await stage.estate.apply(.statisticsStopped(node: node))
            let observation = await stage.watch(source, for: .seconds(120))
            #expect(observation.codes == ["node_figures_stalled"])
            #expect(observation["node:lab/\(node)"]?.metrics[.cpu]?.quality == .stale(.nodeStatusMissing))
            let later = await stage.watch(source, for: .seconds(300))
            #expect(later["node:lab/\(node)"]?.statusReason == .nodeStatusMissing)
            #expect(later.kind(.guest).filter { $0.guest?.node == node }.allSatisfy { !$0.isFresh })
        }
    }

    @Test("a storage that went away on an online node is inactive as soon as its node has been asked")
    func storageInactive() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(60))
            let shared = try #require(before.kind(.storage).first { $0.storage?.shared == true })
            try await stage.estate.apply(.storageInactive(id: try #require(shared.storage?.name)))
            let observation = await stage.watch(source, for: .seconds(400))
            #expect(observation[shared.id.description]?.status == .inactive, "\(String(describing: observation[shared.id.description]))")
            #expect(observation[shared.id.description]?.metrics[.diskUsed]?.isCurrent == false)
        }
    }

    @Test("a shared storage counts once, a node's own once per node")
    func storages() async throws {
        try await Stage.run { stage in
            let observation = await stage.watch(stage.source(), for: .seconds(30))
            let storages = observation.kind(.storage)
            #expect(Set(storages.map(\.id)).count == storages.count)
            #expect(storages.filter { $0.storage?.name == "local" }.count == 3)
            for storage in storages where storage.storage?.shared == true {
                #expect(!storage.id.description.contains("@"))
                #expect(storage.parent == .cluster(observation.source))
            }
        }
    }

    @Test("a standalone node has no cluster above it, and joins one without changing an id")
    func standalone() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 8, standalone: true)) { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(60))
            #expect(before.kind(.cluster).isEmpty && before.kind(.node).count == 1)
            #expect(before.kind(.node)[0].parent == nil)
            try await stage.estate.apply(.joinsCluster(name: "prod"))
            let after = await stage.watch(source, for: .seconds(60))
            #expect(after.kind(.cluster).first?.name == "prod")
            #expect(Set(before.resources.map(\.id)).isSubset(of: Set(after.resources.map(\.id))))
            #expect(after.kind(.node)[0].parent == .cluster(after.source))
        }
    }

    @Test("guests deleted are gone, a number used again is still that number")
    func deletion() async throws {
        try await Stage.run { stage in
            let source = stage.source()
            let before = await stage.watch(source, for: .seconds(30))
            let (first, second) = (stage.cluster.vmids[0], stage.cluster.vmids[1])
            try await stage.estate.apply(.guestDeleted(vmid: first))
            try await stage.estate.apply(.vmidReused(vmid: second, name: "newcomer"))
            let after = await stage.watch(source, for: .seconds(30))
            #expect(before["guest:lab/\(first)"] != nil && after["guest:lab/\(first)"] == nil)
            #expect(after["guest:lab/\(second)"]?.name == "newcomer")
            #expect(after.completeKinds.contains(.guest))
        }
    }
}
