import PulseBackups
import PulseCore
package import PulsePatrol

/// Plays a scenario: a world for each look, and what patrol makes of it with its own run, search for causes and book of findings.
package struct ScenarioPlayer: Sendable {
    package let checks: [Check]
    package let seed: UInt64
    private let caches = CacheTable()

    package init(checks: [Check], seed: UInt64) { (self.checks, self.seed) = (checks, seed) }

    /// - Throws: ``ScenarioError`` when the scenario does not fit its world.
    package func play(_ scenario: Scenario) async throws -> ScenarioRun {
        guard scenario.simulator == nil else {
            throw ScenarioError(file: scenario.file, line: scenario.line, scenario: scenario.name, sentence: "its world is the simulator's")
        }
        var (run, builder, book) = (ScenarioRun(scenario: scenario), BoardBuilder(), FindingBook())
        // Guests of the first board are not new.
        let first = try WorldChanger.world(scenario, at: scenario.start, seed: seed)
        _ = builder.board(first.fleet(0), Ledger(first.ledgers), at: scenario.start)
        for (index, moment) in scenario.looks.enumerated() {
            let world = try WorldChanger.world(scenario, at: moment, seed: seed)
            let (fleet, ledger) = (world.fleet(UInt64(index + 1)), Ledger(world.ledgers))
            let outlook = builder.board(fleet, ledger, at: moment).outlook
            run.backups = outlook.words
            let estate = Estate(fleet: fleet, ledger: ledger, backups: outlook)
            let source = WorldSource(now: estate, figures: world.figures, cache: caches.cache(of: scenario))
            let outcome = try await PatrolRun(checks: checks, source: source).look(at: estate)
            let links = Correlator(outcome.candidates, in: estate.topology).links(for: outcome.candidates)
            _ = book.take(outcome, links, estate: estate, known: Set(checks.map(\.code)))
            run.take(outcome, book, estate.fleet, checks)
        }
        return run
    }
}

extension BackupOutlook {
    /// What can be said of each guest and datastore, a line each.
    fileprivate var words: [String] {
        let guests = guests.sorted { $0.key < $1.key }.map { "backups: \($0.key) \($0.value.verdict) \($0.value.reasons.map(\.code))" }
        let stores = datastores.sorted { $0.key < $1.key }.map { "backups: \($0.key) \($0.value.map(\.code))" }
        return guests + stores + leftovers.map { "backups: left over \($0.kind) \($0.backupID) in \($0.place.resource)" }
    }
}

extension World {
    func fleet(_ sequence: UInt64) -> Fleet { Fleet(sequence: sequence + 1, at: now, resources: resources, sources: sources) }
}
