import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

@Suite("Kubernetes clusters that agents see", .timeLimit(.minutes(5)))
struct ClusterTests {
    private func watcher(_ name: String, _ stage: Stage) throws -> FakeAgent {
        let agent = FakeAgent(name)
        try agent.enrol(stage)
        return agent
    }

    private func tell(_ agent: FakeAgent, _ stage: Stage, uid: String = "u1") throws -> AgentReply {
        try agent.tell(stage) { report in
            guard report.base == nil else { return }
            report.upserted += [Things.cluster(uid, "prod"), Things.pod("api-0")]
            report.status = Things.status(kubernetes: .working)
            report.kubernetes = KubernetesRecords()
        }
    }

    @Test("a cluster is a source of its own, named once and kept over restarts")
    func source() throws {
        let stage = try Stage()
        let agent = try watcher("nas", stage)
        _ = try tell(agent, stage)
        let cluster = try #require(stage.drain().observations.first { $0.report.kind == .kubernetes })
        #expect(cluster.source.description == "prod" && cluster.report.condition == .reachable)
        #expect(Set(cluster.resources.map(\.id.description)) == ["k8s-cluster:prod", "k8s-pod:prod/shop/api-0"])
        #expect(cluster.resources.first { $0.id.kind == .kubernetesPod }?.parent?.description == "k8s-cluster:prod")
        #expect(cluster.completeKinds.contains(.kubernetesPod) && !cluster.completeKinds.contains(.host))
        #expect(cluster.ledger?.kubernetes.value == KubernetesRecords())
        try stage.restart()
        #expect(Set(stage.drain().observations.map(\.source.description)) == ["nas", "prod"])
        #expect(stage.service.directory.slugs.map(\.description).sorted() == ["nas", "prod"])
        #expect(try stage.service.directory.find(agent.id, at: stage.now).clusters.map(\.description) == ["prod"])
    }

    @Test("of two agents that see one cluster the first speaks, and the second when the first is silent")
    func two() throws {
        let stage = try Stage()
        let (first, second) = (try watcher("a", stage), try watcher("b", stage))
        _ = try tell(first, stage)
        _ = try tell(second, stage)
        let observations = stage.drain().observations
        #expect(observations.count { $0.source.description == "prod" } == 1)
        #expect(observations.first { $0.source.description == "b" }?.report.problems.map(\.code) == ["cluster_spoken_for"])
        stage.pass(.seconds(31))
        _ = try tell(second, stage)
        let later = stage.drain().observations
        #expect(later.filter { $0.source.description == "prod" }.map(\.report.condition).contains(.reachable))
        #expect(later.first { $0.source.description == "b" }?.report.problems.isEmpty == true)
    }

    @Test("two clusters of one name are told apart by their uid")
    func names() throws {
        let stage = try Stage()
        _ = try tell(try watcher("a", stage), stage, uid: "u1")
        _ = try tell(try watcher("b", stage), stage, uid: "u2")
        #expect(Set(stage.drain().observations.map(\.source.description)) == ["a", "b", "prod", "prod-2"])
    }

    @Test("a cluster that does not answer is unreachable, and what it told stays")
    func failing() throws {
        let stage = try Stage()
        let agent = try watcher("a", stage)
        _ = try tell(agent, stage)
        _ = stage.drain()
        try agent.tell(stage) { $0.status = Things.status(kubernetes: .failing) }
        let cluster = try #require(stage.drain().observations.first { $0.source.description == "prod" })
        #expect(cluster.report.condition == .unreachable && !cluster.report.problems.isEmpty)
        #expect(cluster.resources.allSatisfy { !$0.isFresh } && cluster.resources.count == 2)
        #expect(!cluster.completeKinds.contains(.kubernetesPod))
    }

    @Test("a new cluster that cannot be kept is not told of, and its report may be sent again")
    func fullDisk() throws {
        let stage = try Stage()
        let agent = try watcher("a", stage)
        try stage.breakDisk("agent_cluster")
        #expect(throws: (any Error).self) { try tell(agent, stage) }
        try stage.breakDisk(nil)
        _ = try agent.tell(stage)
        #expect(stage.drain().observations.contains { $0.source.description == "prod" })
    }
}
