import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization
import Testing

@testable import PulseProxmox

@Suite("Certificates and failover", .timeLimit(.minutes(5)))
struct TrustTests {
    @Test("another certificate at a pinned address is refused, and that server never sees a request")
    func pinMismatch() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6, standalone: true)) { stage in
            let source = stage.source()
            #expect(await stage.watch(source, for: .seconds(20)).report.condition == .reachable)
            try await stage.estate.apply(.certificateChanged(node: stage.cluster.nodes[0].name))
            stage.estate.forgetRequests()
            let observation = await stage.watch(source, for: .seconds(600))
            #expect(observation.report.condition == .refused)
            #expect(observation.codes == ["certificate_changed"])
            #expect(observation.report.problems[0].sentence.contains(stage.cluster.nodes[0].fingerprint))
            #expect(observation.resources.isEmpty)
            #expect(stage.estate.requests().isEmpty)
        }
    }

    @Test("with a changed certificate on one node the others answer, and it is believed again when the cluster names the new one")
    func renewedInCluster() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            let node = stage.cluster.nodes[0].name
            try await stage.estate.apply(.certificateChanged(node: node))
            stage.estate.forgetRequests()
            let observation = await stage.watch(source, for: .seconds(30))
            #expect(observation.report.condition == .degraded)
            #expect(observation.report.endpoints.first { $0.node == node }?.problem?.code == "certificate_changed")
            #expect(stage.estate.requests(node: node).isEmpty)
            let later = await stage.watch(source, for: .seconds(700))
            #expect(later.report.condition == .reachable, "\(later.report)")
            #expect(source.learntEndpoints.map(\.fingerprint).contains(stage.cluster.nodes[0].fingerprint))
        }
    }

    @Test("peers are learnt from one address, pinned, and stand in for it")
    func learnsPeers() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let nodes = stage.cluster.nodes
            let source = stage.source(endpoints: [ProxmoxEndpoint(url: nodes[0].url, fingerprint: nodes[0].fingerprint)])
            let first = await source.poll(now: stage.now)
            #expect(Set(source.learntEndpoints) == Set(nodes.dropFirst().map(stage.endpoint)))
            #expect(stage.learnt.withLock { $0.count } == 1)
            #expect(first.report.endpoints.map(\.node) == nodes.map { Optional($0.name) })
            try await stage.estate.apply(.nodeDown(node: nodes[0].name, .refused))
            let observation = await stage.watch(source, for: .seconds(20))
            #expect(observation.report.condition == .degraded)
            #expect(observation.kind(.guest).count == first.kind(.guest).count)
            #expect(observation.report.endpoints[0].problem?.code == "connection_refused")
            #expect(observation.report.endpoints[0].breaker != .closed)
            try await stage.estate.apply(.nodeUp(node: nodes[0].name))
            let back = await stage.watch(source, for: .seconds(700))
            #expect(back.report.endpoints.allSatisfy { $0.breaker == .closed && $0.problem == nil }, "\(back.report.endpoints)")
        }
    }

    @Test("when nothing answers the breakers open and nothing is asked in vain; when it is back so is everything")
    func allDown() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(20))
            for node in stage.cluster.nodes { try await stage.estate.apply(.nodeDown(node: node.name)) }
            let before = source.callCounts["resources", default: 0]
            let observation = await stage.watch(source, for: .seconds(600))
            #expect(observation.report.condition == .unreachable)
            #expect(observation.codes == ["connection_refused"])
            #expect(observation.resources.isEmpty && observation.completeKinds.isEmpty)
            // Sixty flights to three addresses: without breakers 180.
            #expect(source.callCounts["resources", default: 0] - before <= 24)
            for node in stage.cluster.nodes { try await stage.estate.apply(.nodeUp(node: node.name)) }
            #expect(await stage.watch(source, for: .seconds(600)).report.condition == .reachable)
        }
    }

    @Test("a node that was taken out of the cluster is not believed when it is turned to")
    func otherCluster() async throws {
        try await Stage.run(EstateOptions(guestsPerCluster: 6)) { stage in
            try await Stage.run(EstateOptions(seed: 9, guestsPerCluster: 4, standalone: true)) { stranger in
                let node = stranger.cluster.nodes[0]
                let other = ProxmoxEndpoint(url: node.url, node: "pve9", fingerprint: node.fingerprint)
                let source = stage.source(Stage.credentials(stage.cluster.user), endpoints: [stage.endpoint(stage.cluster.nodes[0]), other])
                await stage.watch(source, for: .seconds(10))
                for node in stage.cluster.nodes { try await stage.estate.apply(.nodeDown(node: node.name)) }
                let observation = await stage.watch(source, for: .seconds(10))
                #expect(observation.resources.isEmpty)
                #expect(observation.report.condition != .reachable)
            }
        }
    }
}
