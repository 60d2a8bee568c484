package import PulseCore

/// What a board depends on, as a number that is cheap to compare: the ledgers' revisions, and of the fleet what matters to backups.
///
/// Figures of guests change every few seconds and leave it as it is.
package struct BoardInputs: Hashable, Sendable {
    private let revisions: [SourceSlug: UInt64]
    private let fleet: Int

    package init(_ fleet: Fleet, _ ledger: Ledger) {
        revisions = ledger.sources.mapValues(\.revision)
        var sum = 0
        // Added up, so that the order of a dictionary does not matter.
        for resource in fleet.resources.values where Self.kinds.contains(resource.id.kind) { sum &+= Self.part(resource) }
        for report in fleet.sources.values {
            var hasher = Hasher()
            hasher.combine(report.source)
            hasher.combine(report.condition)
            hasher.combine(report.missingPrivileges)
            for endpoint in report.endpoints { hasher.combine(endpoint.fingerprint) }
            sum &+= hasher.finalize()
        }
        self.fleet = sum
    }

    private static let kinds: Set<ResourceKind> = [.guest, .storage, .datastore]

    private static func part(_ resource: Resource) -> Int {
        var hasher = Hasher()
        hasher.combine(resource.id)
        hasher.combine(resource.name)
        switch resource.facts {
        case .guest(let facts):
            hasher.combine(facts.type)
            hasher.combine(facts.node)
            hasher.combine(facts.pool)
            hasher.combine(facts.template)
            hasher.combine(resource.state.status)
        case .storage(let facts): hasher.combine(facts)
        case .datastore(let facts): hasher.combine(facts)
        default: break
        }
        return hasher.finalize()
    }
}
