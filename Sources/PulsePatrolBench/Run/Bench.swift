package import PulsePatrol

/// Plays scenarios, as many at once as there are processors.
package struct Bench: Sendable {
    private let player: ScenarioPlayer

    package init(checks: [Check], seed: UInt64) { player = ScenarioPlayer(checks: checks, seed: seed) }

    /// In the order of the scenarios.
    package func runs(_ scenarios: [Scenario]) async throws -> [ScenarioRun] {
        try await withThrowingTaskGroup(of: (Int, ScenarioRun).self) { group in
            for (index, scenario) in scenarios.enumerated() {
                group.addTask { [player] in (index, try await player.play(scenario)) }
            }
            var runs = [ScenarioRun?](repeating: nil, count: scenarios.count)
            for try await (index, run) in group { runs[index] = run }
            return runs.compactMap(\.self)
        }
    }
}
