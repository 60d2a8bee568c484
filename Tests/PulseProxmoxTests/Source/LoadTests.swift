import PulseCore
import PulseSimulator
import Synchronization
import Testing

@testable import PulseProxmox

@Suite("Load and slowness", .timeLimit(.minutes(5)))
struct LoadTests {
    @Test("five nodes and 120 guests: at most 25 calls in ten seconds, two per node at a time")
    func budget() async throws {
        let options = EstateOptions(nodesPerCluster: 5, guestsPerCluster: 120)
        try await Stage.run(options) { stage in
            let source = stage.source(endpoints: [stage.endpoint(stage.cluster.nodes[0])])
            await stage.watch(source, for: .seconds(300))
            stage.estate.forgetRequests()
            await stage.watch(source, for: .seconds(600))
            let perWindow = Dictionary(grouping: stage.estate.requests()) { Int($0.at / 10) }.mapValues(\.count)
            #expect((perWindow.values.max() ?? 0) <= 25, "\(perWindow.values.sorted())")
            #expect(perWindow.values.reduce(0, +) > 60 * 5)
        }
    }

    /// Four nodes and 60 guests: ten hanging agents, a dead node, a slow one. What hangs does so longer than any call may take.
    private func troubled(_ body: (Stage) async throws -> Void) async throws {
        let options = EstateOptions(
            nodesPerCluster: 4, guestsPerCluster: 60,
            delays: .init(refusal: .seconds(3), agent: .seconds(60), proxy: .seconds(60), keepAliveIdle: .seconds(5)), workersPerNode: 64)
        try await Stage.run(options) { stage in
            let running = await stage.source().poll(now: stage.now).kind(.guest).filter { $0.status == .running && $0.guest?.type == .qemu }
            let candidates = running.filter { $0.guest?.node != stage.cluster.nodes[3].name }.compactMap(\.guest?.vmid)
            try #require(candidates.count >= 10)
            for vmid in candidates.prefix(10) { try await stage.estate.apply(.agentHanging(vmid: vmid)) }
            try await stage.estate.apply(.nodeDown(node: stage.cluster.nodes[3].name, .hanging))
            try await stage.estate.apply(.slowNode(node: stage.cluster.nodes[2].name, .milliseconds(200)))
            stage.estate.forgetRequests()
            try await body(stage)
        }
    }

    @Test("ten hanging agents, a dead node and a slow one: while calls hang, every poll brings every row of the other nodes")
    func rowsKeepComing() async throws {
        try await troubled { stage in
            // It flies once by itself; what it asks beside that goes on, and hangs.
            let source = stage.source(endpoints: [stage.endpoint(stage.cluster.nodes[0])], interval: .seconds(36_000))
            let run = Task { await source.run { _ in } }
            try await stage.wait {
                stage.advance(.milliseconds(100))
                return stage.estate.requests().contains { $0.path.contains("/agent/") }
            }
            for _ in 0..<6 {
                stage.advance(.seconds(10))
                #expect(source.callsInFlight > 0, "nothing hung any more, so nothing was shown")
                let observation = await source.poll(now: stage.now)
                #expect(observation.kind(.guest).count == stage.cluster.vmids.count)
                for guest in observation.kind(.guest) where guest.status == .running {
                    #expect(guest.isFresh && guest.metrics[.cpu]?.isCurrent == true, "\(guest.id)")
                    #expect(guest.metrics[.cpu]?.at == stage.now)
                }
            }
            run.cancel()
            await run.value
        }
    }

    @Test("and the calls about other guests go on beside those that hang, two per node at most")
    func otherCallsGoOn() async throws {
        try await troubled { stage in
            let source = stage.source(endpoints: [stage.endpoint(stage.cluster.nodes[0])], interval: .milliseconds(200))
            let emitted = Mutex(0)
            let run = Task { await source.run { _ in emitted.withLock { $0 += 1 } } }
            try await stage.wait {
                // So that the calls of many minutes come due in seconds.
                stage.advance(.milliseconds(100))
                let paths = stage.estate.requests().map(\.path)
                guard let hung = paths.firstIndex(where: { $0.contains("/agent/") }) else { return false }
                return paths[hung...].count { $0.hasSuffix("/status/current") } >= 5 && emitted.withLock { $0 } >= 10
            }
            for node in stage.cluster.nodes.dropFirst() {
                #expect(stage.estate.peakRequests(node: node.name) <= DetailPlan.mostInFlightPerNode, "\(node.name)")
            }
            run.cancel()
            await run.value
        }
    }

    @Test("a run that is cancelled ends, also in the middle of a call, and says nothing more")
    func cancellation() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6, standalone: true)) { stage in
            try await stage.estate.apply(.nodeDown(node: stage.cluster.nodes[0].name, .hanging))
            let source = stage.source()
            let emitted = Mutex(0)
            let run = Task { await source.run { _ in emitted.withLock { $0 += 1 } } }
            try await stage.wait { source.callCounts["resources"] == 1 }
            run.cancel()
            await run.value
            #expect(emitted.withLock { $0 } == 0)
            // Cancelled, not timed out: nothing is known about the address.
            #expect(source.door.way.standing == nil)
            #expect(source.door.way.pool.entries.allSatisfy { $0.problem == nil })
        }
    }
}

extension PVESource {
    fileprivate var callsInFlight: Int { state.withLock { $0.plan.callsInFlight } }
}
