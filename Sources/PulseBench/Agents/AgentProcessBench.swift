import Foundation
import PulseEvaluation
import PulseTestPrograms
import PulseTransport

/// The real agent on this machine, with so many containers, and with a cluster, reporting to a real server: what it takes.
struct AgentProcessBench: Sendable {
    let program: String
    let agent: String
    /// How long each is watched.
    let watch: Duration
    private let clock = ContinuousClock()

    private static let containers = 50
    private static let pods = 5_000
    /// Between two pods that change, which is a busy cluster.
    private static let change = Duration.milliseconds(200)

    func measure(_ table: inout Table) async throws {
        try await measureContainers(&table)
        try await measurePods(&table)
    }

    private func measureContainers(_ table: inout Table) async throws {
        let load = ManyContainers(count: Self.containers)
        let figures = try await LoopbackReceiver(remembers: false, load.answer).run { engine in
            try await watched(
                arguments: ["--enable-docker", "true"], environment: ["DOCKER_HOST": "http://127.0.0.1:\(engine.port)"], kind: "container",
                count: Self.containers)
        }
        table.add(
            Row(
                "pulse-agent with this machine and \(Self.containers) containers at 10 s: RssAnon", n: n, figure: figures.anonymous, unit: "MiB",
                below: 10, baseline: figures.learned, baselineIs: "when all was reported"))
        tellRest(&table, figures, memory: 32, processor: 0.5)
    }

    private func measurePods(_ table: inout Table) async throws {
        let load = ManyPods(count: Self.pods)
        let figures = try await LoopbackReceiver(remembers: false, load.answer).run { cluster in
            let file = NSTemporaryDirectory() + "/pulse-bench-kubeconfig-\(ProcessInfo.processInfo.processIdentifier)"
            try Self.kubeconfig(cluster.port).write(toFile: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: file) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await change(load, in: cluster) }
                defer { group.cancelAll() }
                return try await watched(
                    arguments: ["--enable-docker", "false", "--enable-kubernetes", "true", "--kubeconfig", file], environment: [:], kind: "k8s-pod",
                    count: Self.pods)
            }
        }
        table.add(
            Row(
                "pulse-agent with this machine and \(Self.pods) pods at 10 s: RssAnon", n: n, figure: figures.anonymous, unit: "MiB", below: 30,
                baseline: figures.learned, baselineIs: "when all was reported"))
        tellRest(&table, figures, memory: nil, processor: nil)
    }

    private func change(_ load: ManyPods, in cluster: LoopbackReceiver) async throws {
        for turn in 0... {
            try await clock.sleep(for: Self.change)
            cluster.say(load.change(turn), to: ManyPods.pods)
        }
    }

    private static func kubeconfig(_ port: Int) -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: bench
        clusters: [{name: bench, cluster: {server: "http://127.0.0.1:\(port)"}}]
        users: [{name: bench, user: {}}]
        contexts: [{name: bench, context: {cluster: bench, user: bench}}]

        """
    }

    private func watched(arguments: [String], environment: [String: String], kind: String, count: Int) async throws -> AgentWatch.Figures {
        try await AgentWatch(program: program, agent: agent, watch: watch, arguments: arguments, environment: environment).figures { client in
            try await client.total("kind=\(kind)&limit=1") >= count
        }
    }

    private var n: String { "\(Int(watch.seconds)) s" }

    private func tellRest(_ table: inout Table, _ figures: AgentWatch.Figures, memory: Double?, processor: Double?) {
        func row(_ name: String, _ figure: Double, _ unit: String, _ below: Double?) {
            table.add(Row(name, n: n, figure: figure, unit: unit, below: below, baseline: nil, baselineIs: ""))
        }
        row("  RssAnon, peak of looks each half a second", figures.peak, "MiB", nil)
        row("  VmRSS", figures.resident, "MiB", memory)
        row("  processor", figures.share, "% of a core", processor)
    }
}
