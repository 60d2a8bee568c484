import ArgumentParser
import Foundation
import PulseEstateLab
import PulseEvaluation
import PulsePatrol
import PulsePatrolBench

/// `pulse-patrol-bench`
@main
struct PulsePatrolEvaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse-patrol-bench", abstract: "Judge the checks of patrol on worlds with a known truth.")

    enum Worlds: String, CaseIterable, ExpressibleByArgument {
        case memory, simulator, all
    }

    @Option(name: .long, help: "The folder with the scenarios; those of simulated worlds are in its folder simulator.")
    var folder = "Scenarios"

    @Option(name: .long, help: "Which worlds: those in memory, which are fast, those of the simulator, or all.")
    var worlds = Worlds.all

    @Option(name: .long, help: "The seed of all noise.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "How many seeds, one after the other. Simulated worlds are played with the first.")
    var seeds = 1

    @Option(name: .long, help: "Only scenarios whose name or file has this in it.")
    var filter: String?

    @Option(name: .long, help: "Only scenarios with an expectation of this check, and this check alone.")
    var check: String?

    @Flag(name: .long, help: "Only the healthy worlds.")
    var healthy = false

    @Flag(name: .long, help: "Make every check wrong, one at a time, and see that worlds in memory notice.")
    var mutate = false

    @Flag(name: .long, help: "Say of each scenario what could not be judged and what the backups' verdicts are.")
    var explain = false

    func run() async throws {
        let checks = CheckCatalogue.all.filter { check == nil || $0.code == check }
        let scenarios = try chosen()
        var runs: [ScenarioRun] = []
        for number in 0..<UInt64(max(1, seeds)) {
            runs += try await Bench(checks: checks, seed: seed + number).runs(scenarios.filter { $0.simulator == nil })
        }
        runs += try await simulated(scenarios.filter { $0.simulator != nil }, checks)
        let isWhole = check == nil && filter == nil && !healthy && worlds != .simulator
        let report = BenchReport(runs: runs, checks: checks, isWhole: isWhole, mutates: mutate)
        if explain { for run in runs { say(run.explanation) } }
        say(report.text)
        if !report.isKept { throw ExitCode.failure }
    }

    private func simulated(_ scenarios: [Scenario], _ checks: [Check]) async throws -> [ScenarioRun] {
        let player = EstatePlayer(checks: checks, seed: seed)
        return try await Bench { try await player.play($0) }.runs(scenarios)
    }

    private func chosen() throws -> [Scenario] {
        let (memory, simulator) = (ScenarioFolder(path: folder), ScenarioFolder(path: folder + "/simulator"))
        let all = (worlds == .simulator ? [] : try memory.scenarios()) + (worlds == .memory ? [] : try simulator.scenarios())
        let chosen = all.filter { scenario in
            (filter.map { scenario.name.contains($0) || scenario.file.contains($0) } ?? true) && (!healthy || scenario.isHealthy)
                && (check.map { code in scenario.isHealthy || scenario.expectations.contains { $0.code == code } } ?? true)
        }
        guard !chosen.isEmpty else { throw ValidationError("There is no such scenario in \(folder).") }
        return chosen
    }
}

/// Writes a text and an end of line to the standard output.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
