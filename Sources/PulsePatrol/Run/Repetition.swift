import PulseCore

/// Takes out of an outcome what says in general what another check says in particular: that a figure is unusual, where the figure is known to be too high.
struct Repetition {
    static let words = "It ends, or does not begin, where a check of another area has a finding that rests on the same figure."

    private struct Figure: Hashable {
        let resource: String
        let name: String
        let part: String
    }

    static func settle(_ outcome: inout RunOutcome) {
        let told = Set(outcome.candidates.filter { !$0.check.role.isGeneral }.flatMap { figures(of: $0) })
        let repeated = outcome.candidates.filter { $0.check.role.isGeneral && !told.isDisjoint(with: figures(of: $0)) }
        outcome.superseded = Set(repeated.map(\.identity))
        outcome.candidates.removeAll { outcome.superseded.contains($0.identity) }
    }

    private static func figures(of candidate: Candidate) -> [Figure] {
        candidate.raised.items.compactMap { item in
            guard item.kind == .series || item.kind == .measurement, let resource = item.resource else { return nil }
            return Figure(resource: resource, name: item.name, part: item.part)
        }
    }
}
