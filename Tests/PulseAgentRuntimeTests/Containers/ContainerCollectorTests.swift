import Foundation
import PulseAgentProtocol
import PulseCore
import PulseTransport
import Testing

@testable import PulseAgentRuntime

@Suite("The collector of containers", .serialized, .timeLimit(.minutes(2)))
struct ContainerCollectorTests {
    private static let now = Timestamp(seconds: 1_795_438_790)

    private static func configuration(_ engine: EngineDouble, podman: EngineDouble? = nil, budget: Duration = .seconds(40)) -> ContainerConfiguration
    {
        var configuration = ContainerConfiguration()
        configuration.dockerHost = engine.path
        configuration.podmanHost = podman?.path
        configuration.choice = podman == nil ? .docker : .auto
        configuration.socketRoot = "/nonexistent"
        configuration.machineRoot = "/nonexistent"
        configuration.budget = budget
        return configuration
    }

    private static func collector(_ configuration: ContainerConfiguration, _ http: OutboundClient) -> ContainerCollector {
        ContainerCollector(configuration, http: http, random: { 0.5 })
    }

    /// A Docker 20.10 with these rows.
    private static func docker(
        rows: @escaping @Sendable () -> [String], second: @escaping @Sendable () -> Int = { 0 },
        other: @escaping @Sendable (String) -> EngineDouble.Answer? = { _ in nil }
    ) -> EngineDouble {
        EngineDouble { path in
            if let answer = other(path) { return answer }
            return switch path {
            case "/_ping": EngineAnswers.ping20
            case "/version": EngineAnswers.version20
            case "/info": .json(EngineAnswers.info)
            case _ where path.hasPrefix("/containers/json"): .json("[\(rows().joined(separator: ","))]")
            case _ where path.contains("/stats"):
                .json(EngineAnswers.statistics(second: second(), nanoseconds: second() * 2_000_000_000, received: second() * 100))
            case _ where path.hasPrefix("/containers/"): .json(EngineAnswers.inspection())
            case _ where path.hasPrefix("/events"): .stream("")
            case "/images/json", "/networks": .json("[]")
            case "/volumes": .json(#"{"Volumes":null}"#)
            default: .json("{}")
            }
        }
    }

    @Test("a picture has containers with figures, and inspects each only once")
    func picture() async throws {
        let second = Counter()
        let engine = Self.docker(
            rows: {
                [
                    EngineAnswers.row(EngineAnswers.web, "web"),
                    EngineAnswers.row(EngineAnswers.db, "db", state: "exited", status: "Exited (0) 2 days ago"),
                ]
            },
            second: { second.value })
        try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine), http)
            _ = await collector.picture(at: Self.now)
            second.value = 10
            let picture = await collector.picture(at: Self.now + .seconds(10))
            #expect(picture.objects.map(\.key.description) == ["container:db", "container:web"])
            #expect(picture.objects.map(\.status) == [.stopped, .running])
            let figures = try #require(picture.figures.first { $0.key.path == "web" })
            // Nobody has told yet how many processors there are.
            #expect((figures.values[.cpu], figures.values[.networkIn]) == (.unknown(.notAskedYet), .value(100)))
            #expect((figures.values[.restarts], figures.values[.memoryUsed]) == (.value(0), .value(500_000)))
            #expect(picture.figures.first?.values[.cpu] == .unknown(.notRunning))
            #expect(picture.modules == [AgentStatus.Module("docker", .working, kinds: [.container, .swarmService])])
            #expect(engine.questions.count { $0.hasSuffix("/json") } == 2)
            #expect(engine.questions.contains { $0.hasPrefix("/v1.41/containers/json") })
            #expect(engine.questions.contains { $0.contains("one-shot=1") })
        }
    }

    @Test("what is asked for beside the pictures is in the next ones: the machine, lists, disk use")
    func lists() async throws {
        let second = Counter()
        let engine = Self.docker(
            rows: { [EngineAnswers.row(EngineAnswers.web, "web")] }, second: { second.value },
            other: { path in
                switch path {
                case "/images/json": .json(#"[{"Id":"sha256:4f56","RepoTags":["local/web:1.2"],"Size":5}]"#)
                case "/system/df": .json(#"{"LayersSize":77,"Images":[],"Containers":[{"Id":"\#(EngineAnswers.web)","SizeRw":12}]}"#)
                default: nil
                }
            })
        try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine), http)
            let first = await collector.picture(at: Self.now)
            #expect(first.engines == nil, "nothing is known of the lists yet, which is not the same as none")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                try await until { await collector.picture(at: Self.now + .seconds(1)).engineFacts.first?.imageBytes == 77 }
                group.cancelAll()
            }
            second.value = 10
            let picture = await collector.picture(at: Self.now + .seconds(12))
            #expect(picture.engines?.first?.images.map(\.tags) == [["local/web:1.2"]])
            #expect(picture.engineFacts.first?.storageDriver == "overlay2")
            guard case .container(let facts)? = picture.objects.first?.facts else { throw NotSeen() }
            #expect(facts.writtenBytes == 12)
            // Twenty seconds of four processors' forty.
            #expect(picture.figures.first?.values[.cpu] == .value(0.5))
            #expect(picture.figures.first?.values[.memoryTotal] == .value(8_000_000_000))
        }
    }

    @Test(
        "an engine that may make no cgroups answers with the figures of its machine: they are unknown, the network is not, and it is said what to do",
        arguments: [#""CgroupDriver":"none""#, #""CgroupDriver":"cgroupfs","CgroupVersion":"1","Rootless":true"#])
    func nobodyCounts(told: String) async throws {
        let second = Counter()
        let info = EngineAnswers.info.replacing(#"{"ID""#, with: "{\(told),\"ID\"", maxReplacements: 1)
        let engine = Self.docker(
            rows: { [EngineAnswers.row(EngineAnswers.web, "web")] }, second: { second.value },
            other: { path in
                switch path {
                case "/info": .json(info)
                case "/system/df": .json(#"{"LayersSize":77,"Images":[],"Containers":[]}"#)
                default: nil
                }
            })
        try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine), http)
            _ = await collector.picture(at: Self.now)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                try await until {
                    let picture = await collector.picture(at: Self.now + .seconds(1))
                    return picture.engineFacts.first?.imageBytes == 77 && picture.modules.first?.nextStep?.contains("cgroup v2") == true
                }
                group.cancelAll()
            }
            second.value = 10
            let values = try #require(await collector.picture(at: Self.now + .seconds(12)).figures.first?.values)
            for metric in [Metric.cpu, .memoryUsed, .diskRead, .diskWrite, .processes] {
                #expect(values[metric] == .unknown(.notReported), "\(metric)")
            }
            #expect(values[.networkIn] == .value(100))
        }
    }

    @Test("an engine of a user is not believed before it said how it counts")
    func rootlessAtFirst() throws {
        var state = EngineState()
        state.identified(EngineIdentity(product: .podman, version: "4.3.1", apiVersion: .oneShot, isRootless: true))
        #expect(!state.countsUse)
        state.take(try EngineAnswers.decode(InfoAnswer.self, #"{"CgroupVersion":"2","CgroupDriver":"systemd"}"#))
        #expect(state.countsUse)
        state.take(try EngineAnswers.decode(InfoAnswer.self, #"{"CgroupVersion":"1","CgroupDriver":"cgroupfs"}"#))
        #expect(!state.countsUse)
    }

    @Test("an event makes a container be looked at before its row says anything")
    func events() async throws {
        let line =
            #"{"Type":"container","Action":"health_status: unhealthy","Actor":{"ID":"\#(EngineAnswers.web)","Attributes":{}},"time":1795438791}"#
            + "\n"
        let engine = Self.docker(
            rows: { [EngineAnswers.row(EngineAnswers.web, "web")] }, other: { $0.hasPrefix("/events") ? .stream(line) : nil })
        try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine), http)
            _ = await collector.picture(at: Self.now)
            #expect(engine.questions.count { $0.hasSuffix("\(EngineAnswers.web)/json") } == 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                try await until {
                    _ = await collector.picture(at: Self.now)
                    return engine.questions.count { $0.hasSuffix("\(EngineAnswers.web)/json") } == 2
                }
                group.cancelAll()
            }
            let stream = try #require(engine.questions.first { $0.contains("/events") })
            #expect(stream.contains("health_status"))
        }
    }

    @Test(
        "an engine that does not answer is a condition with a sentence, and nothing is told of as gone",
        arguments: [EngineDouble.Answer.hang, .cut, .answer(500, #"{"message":"disk full"}"#), .answer(200, "no JSON"), .answer(200, "")])
    func failing(answer: EngineDouble.Answer) async throws {
        let isBroken = Counter()
        let engine = Self.docker(
            rows: { [EngineAnswers.row(EngineAnswers.web, "web")] },
            other: { $0.hasPrefix("/containers/json") && isBroken.value == 1 ? answer : nil })
        try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine, budget: .seconds(4)), http)
            #expect(await collector.picture(at: Self.now).objects.count == 1)
            isBroken.value = 1
            let picture = await collector.picture(at: Self.now + .seconds(10))
            #expect(picture.objects == [])
            let module = try #require(picture.modules.first)
            #expect((module.condition, module.kinds) == (.failing, ["container", "swarm-service"]))
            #expect(module.problem?.hasPrefix("The engine could not be asked to list its containers: ") == true)
            #expect(module.problem?.contains(engine.path) == true)
            #expect(module.nextStep?.isEmpty == false)
            isBroken.value = 0
            #expect(await collector.picture(at: Self.now + .seconds(20)).objects.count == 1)
        }
    }

    @Test("a socket where nobody listens, and one that is not there")
    func absent() async throws {
        let http = OutboundClient()
        var configuration = ContainerConfiguration()
        configuration.socketRoot = "/nonexistent"
        #expect(await Self.collector(configuration, http).picture(at: Self.now) == Picture(), "a machine without engines has nothing to say")
        configuration.choice = .podman
        let named = await Self.collector(configuration, http).picture(at: Self.now)
        #expect(named.modules.first?.condition == .failing)
        #expect(named.modules.first?.problem == "No engine was found: there is no socket at /nonexistent/run/podman/podman.sock.")
        configuration.choice = .auto
        configuration.dockerHost = "ssh://host"
        let wrong = await Self.collector(configuration, http).picture(at: Self.now)
        #expect(wrong.modules.first?.problem == "DOCKER_HOST is “ssh://host”, which is no address that can be asked.")
        await http.shutdown()
    }

    @Test("an engine that went away is failing, and not forgotten")
    func wentAway() async throws {
        let engine = Self.docker(rows: { [] })
        let collector = try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine), http)
            #expect(await collector.picture(at: Self.now).modules.first?.condition == .working)
            return collector
        }
        #expect(await collector.picture(at: Self.now).modules.first?.condition == .failing)
    }

    @Test("two engines at once: one that fails does not hide the other, and both may have a container of one name")
    func twoEngines() async throws {
        let podmanFails = Counter()
        let podman = EngineDouble { path in
            switch path {
            case "/_ping": EngineAnswers.pingPodman
            case "/version": EngineAnswers.versionPodman
            case _ where path.hasPrefix("/containers/json"):
                podmanFails.value == 1 ? .hang : .json("[\(EngineAnswers.row(EngineAnswers.web, "web"))]")
            // As Podman answers of what does not run any more.
            case _ where path.contains("/stats"): .answer(200, "")
            default: .json(EngineAnswers.inspection())
            }
        }
        try await podman.run { podman, _ in
            try await Self.docker(rows: { [EngineAnswers.row(EngineAnswers.db, "web")] }).run { docker, http in
                let collector = Self.collector(Self.configuration(docker, podman: podman, budget: .seconds(4)), http)
                let both = await collector.picture(at: Self.now)
                #expect(both.objects.map(\.key.description) == ["container:web", "container:podman/web"])
                #expect(both.modules.map(\.name) == ["docker", "podman"])
                #expect(both.figures.last?.values[.cpu] == .unknown(.notReported))
                podmanFails.value = 1
                let one = await collector.picture(at: Self.now + .seconds(10))
                #expect(one.objects.map(\.key.description) == ["container:web"])
                #expect(one.modules.map(\.condition) == [.working, .failing])
            }
        }
    }

    @Test("one engine under two names is asked once")
    func twoNames() async throws {
        try await Self.docker(rows: { [EngineAnswers.row(EngineAnswers.web, "web")] }).run { engine, http in
            let link = engine.path + "2"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: engine.path)
            defer { try? FileManager.default.removeItem(atPath: link) }
            var configuration = Self.configuration(engine)
            configuration.choice = .auto
            configuration.podmanHost = link
            #expect(await Self.collector(configuration, http).picture(at: Self.now).modules.count == 1)
        }
    }

    @Test("a container that cannot be measured or inspected keeps its place")
    func unmeasured() async throws {
        let engine = Self.docker(
            rows: { [EngineAnswers.row(EngineAnswers.web, "web"), EngineAnswers.row(EngineAnswers.db, "db")] },
            other: { path in
                if path.contains("\(EngineAnswers.web)/stats") { return .answer(500, #"{"message":"cgroup deleted"}"#) }
                return path.hasSuffix("\(EngineAnswers.db)/json") ? .answer(500, "") : nil
            })
        try await engine.run { engine, http in
            let picture = await Self.collector(Self.configuration(engine), http).picture(at: Self.now)
            #expect(picture.objects.map(\.name) == ["db", "web"])
            #expect(picture.figures.last?.values[.cpu] == .unknown(.notReported))
            #expect(picture.modules.first?.condition == .working)
        }
    }

    @Test("ten thousand containers and more: a bounded time, a bounded number, and it is said")
    func tenThousand() async throws {
        let rows = (0..<10_100).map {
            EngineAnswers.row(EngineAnswers.id("\($0)x"), "c\($0)", state: "exited", status: "Exited (0) 3 days ago", labels: ["a": "b"])
        }
        let engine = Self.docker(rows: { rows })
        try await engine.run { engine, http in
            let collector = Self.collector(Self.configuration(engine), http)
            let began = ContinuousClock.now
            let picture = await collector.picture(at: Self.now)
            #expect(ContinuousClock.now - began < .seconds(60))
            #expect(picture.objects.count == 10_000)
            #expect(engine.questions.count <= 3 + ContainerWatch.inspections)
            let module = try #require(picture.modules.first)
            #expect((module.condition, module.problem) == (.limited, "100 containers beyond 10000 are left out."))
        }
    }

    @Test("an engine that is too old, and a proxy that forbids")
    func refusals() async throws {
        let old = Self.docker(rows: { [] }, other: { $0 == "/_ping" ? .answer(200, "OK", headers: [("Api-Version", "1.30")]) : nil })
        try await old.run { engine, http in
            let module = await Self.collector(Self.configuration(engine), http).picture(at: Self.now).modules.first
            #expect(module?.problem?.hasSuffix("speaks version 1.30 of the interface, and the oldest that is understood is 1.39.") == true)
        }
        let proxy = Self.docker(rows: { [] }, other: { $0.hasPrefix("/containers") ? .answer(403, "<html>forbidden</html>") : nil })
        try await proxy.run { engine, http in
            let module = await Self.collector(Self.configuration(engine), http).picture(at: Self.now).modules.first
            #expect(module?.problem?.contains("answered 403, “<html>forbidden</html>”") == true)
            #expect(module?.nextStep?.hasPrefix("A proxy before the socket") == true)
        }
    }
}

private struct NotSeen: Error {}

/// Waits for what another task brings about.
private func until(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<2_000 {
        if try await condition() { return }
        await Task.yield()
    }
    throw NotSeen()
}
