import Foundation
import PulseEstateLab
import PulsePatrol
import PulsePatrolBench
import Testing

/// A handful of the scenarios of simulated worlds; `make patrol-bench` plays all of them.
@Suite("Scenarios of simulated worlds", .timeLimit(.minutes(10)))
struct SimulatedScenarioTests {
    private static let folder = (#filePath.components(separatedBy: "/Tests/PulseEstateLabTests").first ?? "") + "/Scenarios/simulator"

    private static let handful = [
        "a quiet hour of a cluster", "Pulse starts again and its clock leaps", "a node loses power and comes back", "a datastore is in maintenance",
        "a service of the gateway fails", "a file system in a guest runs full and is emptied",
    ]

    private static func all() throws -> [Scenario] { try ScenarioFolder(path: folder).scenarios() }

    @Test("there are enough, and each is one of the simulator")
    func folder() throws {
        let all = try Self.all()
        #expect(all.count >= 25 && all.count { $0.isHealthy } >= 8)
        #expect(all.filter { $0.simulator == nil }.map(\.name) == [])
    }

    @Test("what has to be found is found and nothing else", arguments: handful)
    func plays(name: String) async throws {
        let scenario = try #require(try Self.all().first { $0.name == name })
        let score = Score([try await EstatePlayer(checks: CheckCatalogue.all, seed: 1).play(scenario)])
        #expect(score.failures.isEmpty, "\(score.failures.map(\.text).joined(separator: "\n"))")
    }

    @Test("the same seed plays the same")
    func repeats() async throws {
        let text = "scenario a\n  simulator nodes 2 guests 6 neglected\n  for 30m\n  every 10m\n  at 12m\n    fault guest-filling 100 5m"
        let scenario = try #require(try ScenarioParser.scenarios(text, file: "x.scenarios").first)
        let player = EstatePlayer(checks: CheckCatalogue.all, seed: 3)
        let first = try await player.play(scenario)
        let second = try await player.play(scenario)
        #expect(first.tracks == second.tracks && first.verdicts == second.verdicts)
        #expect(first.tracks.contains { $0.key.code == "PVE-GUEST-FILESYSTEM" })
    }

    @Test(
        "what the simulator does not have is named with its line",
        arguments: [
            ("  fault node-gone pve1", "x.scenarios:3: “a”: there is no fault “node-gone”"),
            ("  fault node-down pve9", "x.scenarios:3: “a”: there is no node pve9"),
            ("  forget cellar", "x.scenarios:3: “a”: there is no source “cellar”: lab"),
        ])
    func misfits(line: String, sentence: String) async throws {
        let text = "scenario a\n  simulator nodes 1 guests 1 standalone\n\(line)"
        let scenario = try #require(try ScenarioParser.scenarios(text, file: "x.scenarios").first)
        let error = try await #require(throws: ScenarioError.self) { try await EstatePlayer(checks: [], seed: 1).play(scenario) }
        #expect(error.description.hasPrefix(sentence), "\(error)")
    }
}
