import Foundation
import PulsePatrol
import PulsePatrolBench
import Testing

/// The scenarios of the repository with one seed, as `make patrol-bench` plays them with more.
@Suite("Scenarios of patrol", .timeLimit(.minutes(10)))
struct ScenarioTests {
    private static let folder = (#filePath.components(separatedBy: "/Tests/PulsePatrolBenchTests").first ?? "") + "/Scenarios"

    @Test("what has to be found is found and nothing else")
    func all() async throws {
        let scenarios = try ScenarioFolder(path: Self.folder).scenarios()
        #expect(scenarios.count { $0.isHealthy } >= 40)
        let score = Score(try await Bench(checks: CheckCatalogue.all, seed: 1).runs(scenarios))
        #expect(score.failures.isEmpty, "\(score.failures.map(\.text).joined(separator: "\n"))")
        #expect(score.shareOptional <= Score.mostOptional)
        #expect(score.untested(CheckCatalogue.all.map(\.code)) == [], "a check needs a scenario that fires it and a near miss")
    }
}
