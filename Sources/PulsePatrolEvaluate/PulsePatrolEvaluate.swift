import ArgumentParser
import Foundation
import PulseEvaluation
import PulsePatrol
import PulsePatrolBench

/// `pulse-patrol-bench`
@main
struct PulsePatrolEvaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse-patrol-bench", abstract: "Judge the checks of patrol on worlds with a known truth.")

    @Option(name: .long, help: "The folder with the scenarios.")
    var folder = "Scenarios"

    @Option(name: .long, help: "The seed of all noise.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "How many seeds, one after the other.")
    var seeds = 1

    @Option(name: .long, help: "Only scenarios whose name or file has this in it.")
    var filter: String?

    @Option(name: .long, help: "Only scenarios with an expectation of this check, and this check alone.")
    var check: String?

    @Flag(name: .long, help: "Only the healthy worlds.")
    var healthy = false

    @Flag(name: .long, help: "Make every check wrong, one at a time, and see that it is noticed.")
    var mutate = false

    @Flag(name: .long, help: "Say of each scenario what could not be judged and what the backups' verdicts are.")
    var explain = false

    func run() async throws {
        let checks = CheckCatalogue.all.filter { check == nil || $0.code == check }
        let scenarios = try chosen()
        var runs: [ScenarioRun] = []
        for number in 0..<UInt64(max(1, seeds)) {
            runs += try await Bench(checks: checks, seed: seed + number).runs(scenarios)
        }
        let report = BenchReport(runs: runs, checks: checks, isWhole: check == nil && filter == nil && !healthy, mutates: mutate)
        if explain { for run in runs { say(run.explanation) } }
        say(report.text)
        if !report.isKept { throw ExitCode.failure }
    }

    private func chosen() throws -> [Scenario] {
        let all = try ScenarioFolder(path: folder).scenarios()
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
