import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

@Suite("Docker reports of v5", .timeLimit(.minutes(5)))
struct V5DockerTests {
    private static let caller = V5Caller(tokenID: "t1")

    @Test("a Docker report alone tells of host and containers, with processor shares of the whole machine")
    func alone() throws {
        let stage = try Stage()
        let reply = try stage.service.v5.docker(V5Bodies.docker(at: stage.now, containers: V5Bodies.web), from: Self.caller, at: stage.now)
        #expect(reply.success && reply.commands.isEmpty)
        let observation = try #require(stage.drain().observations.first)
        #expect(Set(observation.resources.map(\.id.description)) == ["host:vm", "container:vm/web"])
        let container = try #require(observation.resources.first { $0.id.kind == .container })
        #expect(container.metrics[.cpu]?.value == 0.1 && container.metrics[.memoryUsed]?.value == 1000 && container.parent?.description == "host:vm")
        guard case .container(let facts) = container.facts else { return }
        #expect(facts.project == "shop" && facts.memoryLimit == nil && facts.restartCount == 2)
        #expect(facts.update?.verdict == .newDigest && facts.update?.firstSeenAt == stage.now)
        #expect(observation.completeKinds.contains(.container))
    }

    @Test("the modules of one machine are one agent: neither takes away what the other told")
    func modules() throws {
        let stage = try Stage()
        _ = try stage.service.v5.host(V5Bodies.host(at: stage.now), from: Self.caller, at: stage.now)
        _ = try stage.service.v5.docker(V5Bodies.docker(at: stage.now, containers: V5Bodies.web), from: V5Caller(tokenID: "t2"), at: stage.now)
        #expect(try stage.service.directory.all(at: stage.now).count == 1)
        let both = try #require(stage.drain().observations.first)
        #expect(Set(both.resources.map(\.id.description)) == ["host:vm", "container:vm/web"])
        #expect(both.resources.first { $0.id.kind == .host }?.metrics[.cpu]?.value == 0.5)
        let first = stage.now
        stage.pass(.seconds(30))
        _ = try stage.service.v5.host(V5Bodies.host(at: stage.now), from: Self.caller, at: stage.now)
        let later = try #require(stage.drain().observations.first)
        #expect(later.resources.first { $0.id.kind == .container }?.metrics[.memoryUsed] == .measured(1000, at: first))
        guard case .host(let facts)? = later.resources.first(where: { $0.id.kind == .host })?.facts else { return }
        #expect(facts.engines?.map(\.product) == ["docker"])
    }

    @Test("when the Docker module tells nothing any more, its things grow old while the host goes on")
    func moduleSilent() throws {
        let stage = try Stage()
        _ = try stage.service.v5.host(V5Bodies.host(at: stage.now), from: Self.caller, at: stage.now)
        _ = try stage.service.v5.docker(V5Bodies.docker(at: stage.now, containers: V5Bodies.web), from: Self.caller, at: stage.now)
        stage.pass(.seconds(91))
        _ = try stage.service.v5.host(V5Bodies.host(at: stage.now), from: Self.caller, at: stage.now)
        let observation = try #require(stage.drain().observations.first)
        #expect(observation.resources.first { $0.id.kind == .container }?.isFresh == false)
        #expect(!observation.completeKinds.contains(.container) && observation.report.condition == .degraded)
    }

    @Test("a container that is gone is no longer listed, and since when there is an update is kept")
    func gone() throws {
        let stage = try Stage()
        let first = stage.now
        _ = try stage.service.v5.docker(V5Bodies.docker(at: stage.now, containers: V5Bodies.web), from: Self.caller, at: stage.now)
        stage.pass(.seconds(30))
        _ = try stage.service.v5.docker(V5Bodies.docker(at: stage.now, containers: V5Bodies.web), from: Self.caller, at: stage.now)
        let kept = try #require(stage.drain().observations.first?.resources.first { $0.id.kind == .container })
        guard case .container(let facts) = kept.facts else { return }
        #expect(facts.update?.firstSeenAt == first)
        stage.pass(.seconds(30))
        _ = try stage.service.v5.docker(V5Bodies.docker(at: stage.now), from: Self.caller, at: stage.now)
        #expect(stage.drain().observations.first?.resources.map(\.id.kind) == [.host])
    }
}

@Suite("Kubernetes reports of v5", .timeLimit(.minutes(5)))
struct V5KubernetesTests {
    static func body(agent: String = "k1", cluster: String = "c1", at moment: Timestamp) -> [UInt8] {
        Array(
            """
            {"agent":{"id":"\(agent)","version":"v5.0.11","intervalSeconds":30},"cluster":{"id":"\(cluster)","name":"prod","version":"v1.30.1","provider":"k3s"},
            "nodes":[{"uid":"n","name":"node-1","ready":true,"capacity":{"cpuCores":4,"memoryBytes":8000,"pods":110},"roles":["control-plane"]}],
            "pods":[{"uid":"p","name":"api-0","namespace":"shop","phase":"Running","restarts":3,"ownerKind":"Deployment","ownerName":"api",
            "containers":[{"name":"api","ready":false,"restartCount":3,"state":"waiting","reason":"CrashLoopBackOff"}]}],
            "deployments":[{"uid":"d","name":"api","namespace":"shop","desiredReplicas":2,"readyReplicas":1}],"timestamp":"\(moment)"}
            """.utf8)
    }

    @Test("a report becomes a cluster with nodes, pods and deployments")
    func report() throws {
        let stage = try Stage()
        let reply = try stage.service.v5.kubernetes(Self.body(at: stage.now), from: V5Caller(tokenID: "t1"), at: stage.now)
        #expect(reply.success && reply.clusterId == "c1")
        let cluster = try #require(stage.drain().observations.first { $0.report.kind == .kubernetes })
        #expect(cluster.source.description == "prod" && cluster.report.version == "v1.30.1")
        let status = Dictionary(uniqueKeysWithValues: cluster.resources.map { ($0.id.description, $0.status) })
        #expect(
            status == [
                "k8s-cluster:prod": .online, "k8s-node:prod/node-1": .online, "k8s-pod:prod/shop/api-0": .degraded,
                "k8s-deployment:prod/shop/api": .degraded,
            ])
    }

    @Test("two agents that give their clusters the same id do not mix them up")
    func sameID() throws {
        let stage = try Stage()
        _ = try stage.service.v5.kubernetes(Self.body(agent: "k1", at: stage.now), from: V5Caller(tokenID: "t1"), at: stage.now)
        _ = try stage.service.v5.kubernetes(Self.body(agent: "k2", at: stage.now), from: V5Caller(tokenID: "t1"), at: stage.now)
        #expect(stage.drain().observations.filter { $0.report.kind == .kubernetes }.map(\.source.description).sorted() == ["prod", "prod-2"])
    }
}
