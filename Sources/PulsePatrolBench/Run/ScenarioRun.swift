import PulseBackups
package import PulseCore
package import PulsePatrol

/// A finding over the time of a scenario.
package struct Track: Hashable, Sendable {
    package let key: FindingKey
    package let first: Timestamp
    package internal(set) var severity: FindingSeverity
    /// When it was seen to be gone; nil while it is there.
    package internal(set) var gone: Timestamp?
    package internal(set) var title: String
    package internal(set) var evidence: String
}

/// What the checks made of a scenario.
package struct ScenarioRun: Sendable {
    /// How a check ended with a resource.
    package enum Verdict: Hashable, Sendable {
        case clear
        case raised
        case hidden(String)
    }

    package struct Place: Hashable, Sendable {
        package let code: String
        package let resource: ResourceID
    }

    package let scenario: Scenario
    package internal(set) var tracks: [Track] = []
    /// Of the last look.
    package internal(set) var verdicts: [Place: Verdict] = [:]

    /// What the backup board says of guests and datastores at the end, in words.
    package internal(set) var backups: [String] = []

    package init(scenario: Scenario) { self.scenario = scenario }

    /// What could not be judged at the end, and what backups are worth.
    package var explanation: String {
        let hidden = verdicts.compactMap { place, verdict in
            if case .hidden(let reason) = verdict { "  not evaluable: \(place.code) \(place.resource): \(reason)" } else { nil as String? }
        }
        let raised = tracks.map {
            "  \($0.gone == nil ? "open" : "gone"): \($0.key.code) \($0.key.resource) \"\($0.key.instance)\" \($0.severity.rawValue): \($0.evidence)"
        }
        return (["“\(scenario.name)”"] + raised + hidden.sorted() + backups.map { "  \($0)" }).joined(separator: "\n")
    }
}

/// Plays a scenario: a world for each look, and what the checks say of it.
package struct ScenarioPlayer: Sendable {
    package let checks: [Check]
    package let seed: UInt64
    private let caches: CacheTable

    package init(checks: [Check], seed: UInt64) {
        (self.checks, self.seed) = (checks, seed)
        caches = CacheTable()
    }

    /// - Throws: ``ScenarioError`` when the scenario does not fit its world.
    package func play(_ scenario: Scenario) throws -> ScenarioRun {
        var run = ScenarioRun(scenario: scenario)
        var builder = BoardBuilder()
        _ = builder.board(try WorldChanger.world(scenario, at: scenario.start, seed: seed).fleet(0), Ledger(), at: scenario.start)
        for (index, moment) in scenario.looks.enumerated() {
            let world = try WorldChanger.world(scenario, at: moment, seed: seed)
            let (fleet, ledger) = (world.fleet(UInt64(index + 1)), Ledger(world.ledgers))
            let outlook = builder.board(fleet, ledger, at: moment).outlook
            run.backups = outlook.words
            let patrol = Patrol(
                checks: checks, estate: Estate(fleet: fleet, ledger: ledger, backups: outlook), figures: world.figures,
                cache: caches.cache(of: scenario))
            run.take(patrol.run(), at: moment, resources: Set(world.resources.keys))
        }
        return run
    }
}

extension BackupOutlook {
    /// What deserves a look, a line each.
    fileprivate var words: [String] {
        let guests = guests.sorted { $0.key < $1.key }.map { "backups: \($0.key) \($0.value.verdict) \($0.value.reasons.map(\.code))" }
        let stores = datastores.sorted { $0.key < $1.key }.map { "backups: \($0.key) \($0.value.map(\.code))" }
        return guests + stores + leftovers.map { "backups: left over \($0.kind) \($0.backupID) in \($0.place.resource)" }
    }
}

extension World {
    func fleet(_ sequence: UInt64) -> Fleet { Fleet(sequence: sequence + 1, at: now, resources: resources, sources: sources) }
}

extension ScenarioRun {
    /// What one look found. What is hidden stays as it was; what no longer exists is gone.
    mutating func take(_ said: [Patrol.Said], at moment: Timestamp, resources: Set<ResourceID>) {
        verdicts = [:]
        for one in said {
            verdicts[Place(code: one.code, resource: one.resource)] =
                !one.answer.raised.isEmpty ? .raised : one.answer.hidden.first.map { .hidden($0.reason) } ?? .clear
            close(one, at: moment)
            for raised in one.answer.raised { open(raised, one, at: moment) }
        }
        for index in tracks.indices where tracks[index].gone == nil && !resources.contains(tracks[index].key.resource) { tracks[index].gone = moment }
    }

    private mutating func open(_ raised: Raised, _ said: Patrol.Said, at moment: Timestamp) {
        let key = FindingKey(code: said.code, resource: said.resource, instance: raised.instance)
        if let index = tracks.firstIndex(where: { $0.key == key && $0.gone == nil }) {
            tracks[index].severity = max(tracks[index].severity, raised.severity)
            (tracks[index].title, tracks[index].evidence) = (raised.title, raised.evidence)
        } else {
            tracks.append(
                Track(key: key, first: moment, severity: raised.severity, gone: nil, title: raised.title, evidence: raised.evidence))
        }
    }

    private mutating func close(_ said: Patrol.Said, at moment: Timestamp) {
        let raised = Set(said.answer.raised.map(\.instance))
        let (all, some) = (said.answer.hidden.contains { $0.instance == nil }, Set(said.answer.hidden.compactMap(\.instance)))
        guard !all else { return }
        for index in tracks.indices where tracks[index].gone == nil && tracks[index].key.code == said.code {
            let key = tracks[index].key
            if key.resource == said.resource, !raised.contains(key.instance), !some.contains(key.instance) { tracks[index].gone = moment }
        }
    }
}
