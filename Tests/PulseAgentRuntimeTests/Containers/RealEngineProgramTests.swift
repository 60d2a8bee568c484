import Foundation
import PulseAgentProtocol
import PulseCore
import PulseTransport
import Testing

@testable import PulseAgentRuntime

@Suite("Real engines of containers", .serialized, .timeLimit(.minutes(5)))
struct RealEngineProgramTests {
    @Test(
        "Docker: figures, limits, a restart loop, an end for want of memory, one by hand, a check that fails",
        .enabled(if: RealEngine.obstacle(.docker) == nil, Comment(rawValue: RealEngine.obstacle(.docker) ?? "")))
    func docker() async throws {
        try await Self.withEngine(.docker) { engine, scene in
            try engine.run(
                "run", "-d", "--name", "web", "--network", "none", "--memory", "32m", "--cpus", "0.5", "--label", "com.docker.compose.project=shop",
                "--label",
                "com.docker.compose.service=web", "--label", "com.docker.compose.container-number=1", RealEngine.image, "sh", "-c",
                "while :; do :; done")
            try engine.run("run", "-d", "--name", "loop", "--network", "none", "--restart", "always", RealEngine.image, "sh", "-c", "exit 3")
            try engine.run(
                "run", "-d", "--name", "sick", "--network", "none", "--health-cmd", "echo no database; exit 1", "--health-interval", "1s",
                "--health-retries", "1", RealEngine.image, "sleep", "1000")
            try engine.run("run", "-d", "--name", "stopped", "--network", "none", RealEngine.image, "sleep", "1000")
            // From here on events are seen.
            _ = try await scene.picture { $0.objects.count == 4 }
            try engine.run("run", "-d", "--name", "greedy", "--network", "none", "--memory", "16m", RealEngine.image, "sh", "-c", "tail /dev/zero")
            try engine.run("stop", "-t", "0", "stopped")

            let picture = try await scene.picture { picture in
                let cpu = picture.value(.cpu, of: "shop/web/1") ?? 0
                return cpu > 0.5 && (picture.value(.restarts, of: "loop") ?? 0) >= 2 && picture.container("greedy")?.exitCode != nil
                    && picture.container("stopped")?.state == "exited" && picture.container("sick")?.health == "unhealthy"
            }
            let web = try #require(picture.container("shop/web/1"))
            #expect((web.processorLimit, web.memoryLimit, web.state) == (0.5, 32 << 20, "running"))
            #expect(picture.value(.memoryTotal, of: "shop/web/1") == Double(32 << 20))
            #expect((picture.value(.memoryUsed, of: "shop/web/1") ?? 0) > 0)
            #expect((picture.value(.processes, of: "shop/web/1") ?? 0) >= 1)
            let greedy = try #require(picture.container("greedy"))
            #expect((greedy.exitCode, greedy.wasOutOfMemory, greedy.wasStoppedByHand) == (137, true, false))
            #expect(picture.container("stopped")?.wasStoppedByHand == true)
            #expect(picture.container("sick")?.healthOutput == "no database")
            #expect(picture.objects.first { $0.key.path == "sick" }?.status == .degraded)
            #expect((picture.container("loop")?.restartCount ?? 0) >= 1)
            let lists = try await scene.picture { $0.engines != nil && $0.engineFacts.first?.imageBytes != nil }
            #expect(lists.engines?.first?.images.contains { $0.tags == [RealEngine.image] } == true)
            #expect(lists.modules.map(\.condition) == [.working])
            #expect(lists.engineFacts.first?.product == "docker")
        }
    }

    @Test(
        "Docker: a container that is made anew keeps its key, and a swarm's service is told of",
        .enabled(if: RealEngine.obstacle(.docker) == nil, Comment(rawValue: RealEngine.obstacle(.docker) ?? "")))
    func swarm() async throws {
        try await Self.withEngine(.docker) { engine, scene in
            try engine.run("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1")
            try engine.run(
                "service", "create", "--detach", "--name", "api", "--network", "host", "--replicas", "2", "--no-resolve-image", RealEngine.image,
                "sleep",
                "1000")
            let picture = try await scene.picture { picture in
                guard case .swarmService(let facts)? = picture.objects.first(where: { $0.key.kind == .swarmService })?.facts else { return false }
                return facts.running == 2 && picture.container("-/api/2")?.state == "running"
            }
            guard case .swarmService(let facts)? = picture.objects.first(where: { $0.key.kind == .swarmService })?.facts else { return }
            #expect((facts.desired, facts.mode, facts.image) == (2, "replicated", RealEngine.image))
            #expect(picture.engines?.first?.swarmNodes.first?.isLeader == true)
            #expect(picture.engineFacts.first?.swarm?.isManager == true)
            let before = try #require(picture.container("-/api/1")?.containerID)
            try engine.run("kill", before)
            let after = try await scene.picture {
                ($0.container("-/api/1")?.containerID ?? before) != before && $0.container("-/api/1")?.state == "running"
            }
            #expect(after.objects.count { $0.key.path == "-/api/1" } == 1)
        }
    }

    @Test(
        "Podman: figures, an end by hand, an end by itself, a pod, a check that fails",
        .enabled(if: RealEngine.obstacle(.podman) == nil, Comment(rawValue: RealEngine.obstacle(.podman) ?? "")))
    func podman() async throws {
        try await Self.withEngine(.podman) { engine, scene in
            let image = "localhost/\(RealEngine.image)"
            try engine.run(
                "run", "-d", "--name", "web", "--network", "none", "--memory", "32m", "--cpus", "0.5", image, "sh", "-c", "while :; do :; done")
            try engine.run(
                "run", "-d", "--name", "sick", "--network", "none", "--health-cmd", "exit 1", "--health-interval", "disable", "--health-retries", "1",
                image, "sleep", "1000")
            try engine.run("run", "-d", "--name", "stopped", "--network", "none", image, "sleep", "1000")
            try engine.run("run", "-d", "--name", "loop", "--network", "none", "--restart", "always", image, "sh", "-c", "sleep 1; exit 3")
            _ = try await scene.picture { $0.objects.count == 4 }
            try engine.run("run", "-d", "--name", "failed", "--network", "none", image, "sh", "-c", "exit 2")
            _ = try? engine.run("healthcheck", "run", "sick")
            try engine.run("stop", "-t", "0", "stopped")

            let picture = try await scene.picture { picture in
                (picture.value(.cpu, of: "podman/web") ?? 0) > 0.5 && picture.container("podman/failed")?.exitCode == 2
                    && picture.container("podman/stopped")?.state == "exited" && (picture.value(.restarts, of: "podman/loop") ?? 0) >= 2
                    && picture.container("podman/sick")?.health == "unhealthy"
            }
            let web = try #require(picture.container("podman/web"))
            #expect((web.engine, web.processorLimit, web.memoryLimit, web.health) == ("podman", 0.5, 32 << 20, nil))
            #expect(picture.container("podman/stopped")?.wasStoppedByHand == true)
            #expect(picture.container("podman/failed")?.wasStoppedByHand != true)
            #expect(picture.modules.map(\.name) == ["podman"])
            let lists = try await scene.picture { $0.engines != nil && $0.engineFacts.first?.imageBytes != nil }
            #expect(lists.engines?.first?.images.first?.tags == [image])
            #expect(lists.modules.map(\.condition) == [.working])
        }
    }

    @Test(
        "a registry: the same image, another one under its tag, a newer tag",
        .enabled(
            if: RealEngine.obstacle(.docker) == nil && RealRegistry.isInstalled,
            Comment(rawValue: RealEngine.obstacle(.docker) ?? "docker-registry is not installed")))
    func registry() async throws {
        let registry = try RealRegistry()
        try registry.start()
        defer { registry.stop() }
        try await Self.withEngine(.docker, asksRegistries: true) { engine, scene in
            let image = "127.0.0.1:\(registry.port)/web:1.0"
            try engine.run("tag", RealEngine.image, image)
            for _ in 0..<100 where (try? engine.run("push", image)) == nil { try await Task.sleep(for: .milliseconds(100)) }
            try engine.run("run", "-d", "--name", "web", "--network", "none", image, "sleep", "1000")
            try engine.run("run", "-d", "--name", "local", "--network", "none", RealEngine.image, "sleep", "1000")
            let current = try await scene.picture { $0.container("web")?.update != nil && $0.container("local")?.update != nil }
            #expect(current.container("web")?.update?.verdict == .current)
            #expect(current.container("web")?.update?.currentDigest == current.container("web")?.imageDigest)

            try engine.run("tag", RealEngine.image, "127.0.0.1:\(registry.port)/web:1.1")
            try engine.run("push", "127.0.0.1:\(registry.port)/web:1.1")
            scene.pass(.seconds(8 * 3600))
            let newTag = try await scene.picture { $0.container("web")?.update?.verdict == .newTag }
            #expect(newTag.container("web")?.update?.latestTag == "1.1")

            try engine.run("import", "--change", "CMD [\"sleep\"]", "\(engine.folder)/image.tar", image)
            try engine.run("push", image)
            scene.pass(.seconds(8 * 3600))
            let newDigest = try await scene.picture { $0.container("web")?.update?.verdict == .newDigest }
            let update = try #require(newDigest.container("web")?.update)
            #expect(update.latestDigest?.hasPrefix("sha256:") == true)
            #expect(update.latestDigest != update.currentDigest)
            #expect(update.firstSeenAt == newTag.container("web")?.update?.firstSeenAt)
            #expect(newDigest.container("web")?.image == image)
        }
    }

    /// A collector that runs beside a real engine.
    final class Scene: Sendable {
        let collector: ContainerCollector
        private let ahead = Counter()

        init(_ collector: ContainerCollector) { self.collector = collector }

        /// Time that only the collector is told of.
        func pass(_ time: Duration) { ahead.value += Int(time.components.seconds) }

        var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + .seconds(ahead.value) }

        /// The first picture that is as wanted.
        func picture(_ isWanted: (Picture) -> Bool) async throws -> Picture {
            var last = Picture()
            for _ in 0..<300 {
                last = await collector.picture(at: now)
                if isWanted(last) { return last }
                try await Task.sleep(for: .milliseconds(200))
            }
            throw RealEngine.Failed(description: "what was waited for did not come: \(last)")
        }
    }

    private static func withEngine(
        _ product: RealEngine.Product, asksRegistries: Bool = false, _ body: (RealEngine, Scene) async throws -> Void
    ) async throws {
        let engine = try RealEngine(product)
        let http = OutboundClient()
        defer { engine.stop() }
        do {
            try await engine.start(http)
            var configuration = ContainerConfiguration()
            configuration.choice = product == .docker ? .docker : .podman
            configuration.dockerHost = engine.socket
            configuration.podmanHost = engine.socket
            configuration.asksRegistries = asksRegistries
            let collector = ContainerCollector(configuration, http: http, random: { 0 })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await collector.run() }
                try await body(engine, Scene(collector))
                group.cancelAll()
            }
        } catch {
            await http.shutdown()
            throw error
        }
        await http.shutdown()
    }
}

extension Picture {
    func container(_ path: String) -> ContainerFacts? {
        guard case .container(let facts)? = objects.first(where: { $0.key.kind == .container && $0.key.path == path })?.facts else { return nil }
        return facts
    }

    func value(_ metric: Metric, of path: String) -> Double? {
        guard case .value(let value)? = figures.first(where: { $0.key.kind == .container && $0.key.path == path })?.values[metric] else { return nil }
        return value
    }
}
