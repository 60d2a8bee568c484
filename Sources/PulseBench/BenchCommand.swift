import ArgumentParser
import Foundation
import PulseEvaluation

/// `pulse-bench`
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pulse-bench", abstract: "Measure the budgets against a simulated estate.")

    @Option(name: .long, help: "The pulse program to measure, built for release.")
    var pulse = ".build/release/pulse"

    @Option(name: .long, help: "The pulse-agent program to measure, built for release.")
    var agent = ".build/release/pulse-agent"

    @Option(name: .long, help: "Minutes of steady state per measurement; the budgets speak of 10.")
    var minutes = 2.0

    @Option(name: .long, help: "The seed of the simulated estate.")
    var seed: UInt64 = 7

    @Option(
        name: .long, parsing: .upToNextOption,
        help:
            "Only these: start, calls, stream, state, faults, commit, audit, backups, deliveries, json, agent, day, agents, listing, patrol, estate, load100, load2000, …"
    )
    var only: [String] = []

    @Option(name: .long, parsing: .upToNextOption, help: .hidden)
    var deliverer: [String] = []

    @Option(name: .long, parsing: .upToNextOption, help: .hidden)
    var child: [String] = []

    @Option(name: .long, parsing: .upToNextOption, help: .hidden)
    var agentDay: [String] = []

    func run() async throws {
        guard deliverer.isEmpty else { return try await DeliveryScenario.deliver(deliverer) }
        if agentDay.count == 3 { return try await AgentDay(server: agentDay[0], engine: agentDay[1], folder: agentDay[2]).run() }
        if child.count == 3, let count = Int(child[2]) { return try AuditBench.child(child[1], count) }
        let scenarios = Scenarios(program: pulse, seed: seed, watch: .milliseconds(Int64(minutes * 60_000)))
        var table = Table()
        var failures: [String] = []
        for (name, measure) in all(scenarios) where only.isEmpty || only.contains(name) {
            FileHandle.standardError.write(Data("measuring \(name) …\n".utf8))
            do { try await measure(&table) } catch { failures.append("\(name): \(error)") }
        }
        say("commit \(Self.commit()), seed \(seed)\n\(table.text)")
        for failure in failures { say("not measured: \(failure)") }
        if !failures.isEmpty || !table.isKept { throw ExitCode.failure }
    }

    private typealias Measure = (inout Table) async throws -> Void

    private func all(_ scenarios: Scenarios) -> [(String, Measure)] {
        [
            ("start", scenarios.start), ("calls", scenarios.calls), ("stream", scenarios.stream), ("state", scenarios.state),
            ("faults", scenarios.faults), ("commit", { try await AuditBench().measureCommit(&$0) }),
            ("audit", { try await AuditBench().measure(&$0) }),
            ("json", { try await BodyBench().measure(&$0) }),
            ("backups", { BackupBench(seed: seed).measure(&$0) }),
            ("deliveries", { try await DeliveryScenario(seed: seed).run(&$0) }),
            ("spool", { try SpoolBench().measure(&$0) }),
            ("agent", { try await AgentProcessBench(program: pulse, agent: agent, watch: scenarios.watch).measure(&$0) }),
            ("day", { try await AgentDayBench().measure(&$0) }),
            ("agents", { try await AgentFleetBench(program: pulse, watch: min(scenarios.watch, .seconds(120))).measure(&$0) }),
            ("listing", { try await ListingBench(seed: seed).measure(&$0) }),
            ("patrol", { try await PatrolBench(program: pulse, seed: seed).measure(&$0) }),
            ("estate", { try await EstateBench(program: pulse, seed: seed, watch: scenarios.watch).measure(&$0) }),
            ("load100", { try await scenarios.load(&$0, guests: 100, nodes: 5, memoryBudget: 25, processorBudget: nil) }),
            ("load2000", { try await scenarios.load(&$0, guests: 2_000, nodes: 10, memoryBudget: 80, processorBudget: nil) }),
            ("load5000", { try await scenarios.load(&$0, guests: 5_000, nodes: 20, memoryBudget: 150, processorBudget: 5) }),
            ("load10000", { try await scenarios.load(&$0, guests: 10_000, nodes: 20, memoryBudget: 250, processorBudget: nil) }),
        ]
    }

    private func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    private static func commit() -> String {
        let git = Process()
        let pipe = Pipe()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "rev-parse", "--short", "HEAD"]
        git.standardOutput = pipe
        guard (try? git.run()) != nil else { return "unknown" }
        git.waitUntilExit()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
