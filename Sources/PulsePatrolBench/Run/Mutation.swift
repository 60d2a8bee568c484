import PulseCore
import PulsePatrol

/// A check made wrong, to see whether the scenarios notice. Nothing is run again: what the other checks say does not depend on it.
package enum Mutation: String, Hashable, Sendable, CaseIterable {
    case disabled
    /// Raises where all is well, and nowhere else.
    case inverted

    /// True when the scenarios notice it: something is wrong that was right before.
    package func isNoticed(_ code: String, _ runs: [ScenarioRun]) -> Bool {
        runs.contains { run in Score([mutated(run, code)]).failures.count > Score([run]).failures.count }
    }

    private func mutated(_ run: ScenarioRun, _ code: String) -> ScenarioRun {
        var mutant = run
        mutant.tracks.removeAll { $0.key.code == code }
        guard self == .inverted else { return mutant }
        for (place, verdict) in run.verdicts.sorted(by: { $0.key.resource < $1.key.resource }) where place.code == code {
            guard verdict == .clear else { continue }
            let key = FindingKey(code: code, resource: place.resource, instance: "")
            mutant.tracks.append(
                Track(key: key, first: run.scenario.start, severity: .critical, gone: nil, title: "Inverted", evidence: "Made wrong on purpose."))
        }
        return mutant
    }
}
