private import Foundation
package import PulsePatrol

/// Plays scenarios, as many at once as there are processors.
package struct Bench: Sendable {
    package typealias Play = @Sendable (Scenario) async throws -> ScenarioRun

    private let play: Play

    /// - Parameter play: how a scenario becomes a run.
    package init(play: @escaping Play) { self.play = play }

    /// Of worlds in memory.
    package init(checks: [Check], seed: UInt64) {
        let player = ScenarioPlayer(checks: checks, seed: seed)
        self.init { try await player.play($0) }
    }

    /// In the order of the scenarios.
    package func runs(_ scenarios: [Scenario]) async throws -> [ScenarioRun] {
        try await withThrowingTaskGroup(of: (Int, ScenarioRun).self) { group in
            var runs = [ScenarioRun?](repeating: nil, count: scenarios.count)
            var waiting = scenarios.enumerated().makeIterator()
            // No more at once, so that other work of the process gets its turn.
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { add(waiting.next(), to: &group) }
            while let (index, run) = try await group.next() {
                runs[index] = run
                add(waiting.next(), to: &group)
            }
            return runs.compactMap(\.self)
        }
    }

    private func add(_ next: (offset: Int, element: Scenario)?, to group: inout ThrowingTaskGroup<(Int, ScenarioRun), any Error>) {
        guard let next else { return }
        group.addTask { [play] in (next.offset, try await play(next.element)) }
    }
}
