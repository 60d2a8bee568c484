package import PulseCore

/// Finds which of a run's conditions is the cause of which, by topology and by what the checks say of themselves.
///
/// What two sources tell of is said once: see ``Repetitions``. Each other symptom gets the nearest cause: what stands closest below it, or what it keeps its data on. Causes may have causes; a circle is broken.
/// What is known to have begun after a dated symptom has not caused it. A symptom that is so now may have any cause that is so now.
package struct Correlator: Sendable {
    package struct Link: Hashable, Sendable {
        package let cause: FindingIdentity
        /// From the symptom's resource to the cause's, both included.
        package let path: [ResourceID]
    }

    /// A state is seen a while after it has begun.
    fileprivate static let seenLate = Duration.seconds(600)

    private static let grounds: Set<ResourceKind> = [.pool, .ceph, .datastore]

    private let causes: [ResourceID: [Candidate]]
    private let bySource: [SourceSlug: [Candidate]]
    private let repetitions: Repetitions
    private let topology: Topology

    package init(_ candidates: [Candidate], in topology: Topology) {
        self.topology = topology
        repetitions = Repetitions(candidates, topology.doubles)
        let explaining = candidates.filter { !$0.check.role.explains.isEmpty }
        causes = Dictionary(grouping: explaining) { $0.resource.id }
        bySource = Dictionary(grouping: explaining.filter { $0.check.role.explains.contains { $0.reach == .source } }) { $0.resource.source }
    }

    package func links(for candidates: [Candidate]) -> [FindingIdentity: Link] {
        var links = repetitions.links(for: candidates)
        for candidate in candidates where !candidate.check.role.symptoms.isEmpty && links[candidate.identity] == nil {
            guard let link = link(for: candidate), !leads(link.cause, to: candidate.identity, links) else { continue }
            links[candidate.identity] = link
        }
        return links
    }

    private func link(for symptom: Candidate) -> Link? {
        let id = symptom.resource.id
        let below = [id] + topology.path(from: id)
        if let cause = cause(at: id, .itself, of: symptom) { return Link(cause: cause, path: [id]) }
        for place in symptom.raised.dependsOn {
            if let cause = cause(at: place, .named, of: symptom) { return Link(cause: cause, path: [id, place]) }
        }
        let stores = (topology.storages[id] ?? []).union(symptom.raised.dependsOn)
        // The node under a guest explains more than the storage beside it, and that more than the source as a whole.
        for (distance, place) in below.enumerated() {
            if let cause = cause(at: place, .placed, of: symptom) { return Link(cause: cause, path: Array(below[...distance])) }
        }
        for store in stores.sorted() {
            for place in [store] + topology.path(from: store) {
                // What lies on a storage lies on the pool or the datastore below it.
                let reaches: [Reach] = place == store ? [.stored] : Self.grounds.contains(place.kind) ? [.stored, .placed] : [.placed]
                guard let cause = reaches.lazy.compactMap({ cause(at: place, $0, of: symptom) }).first else { continue }
                return Link(cause: cause, path: place == store ? [id, store] : [id, store, place])
            }
        }
        let whole = bySource[symptom.resource.source]?.first { $0.identity != symptom.identity && $0.explains(symptom, .source) }
        return whole.map { Link(cause: $0.identity, path: [id, $0.resource.id]) }
    }

    private func cause(at place: ResourceID, _ reach: Reach, of symptom: Candidate) -> FindingIdentity? {
        causes[place]?.first { $0.identity != symptom.identity && $0.explains(symptom, reach) }?.identity
    }

    private func leads(_ from: FindingIdentity, to end: FindingIdentity, _ links: [FindingIdentity: Link]) -> Bool {
        var next: FindingIdentity? = from
        while let place = next {
            if place == end { return true }
            next = links[place]?.cause
        }
        return false
    }
}

extension Candidate {
    fileprivate func explains(_ symptom: Candidate, _ reach: Reach) -> Bool {
        let isFit = check.role.explains.contains {
            $0.reach == reach && raised.severity >= $0.from && symptom.check.role.symptoms.contains($0.symptom)
        }
        return isFit && !isTooLate(for: symptom) && (reach != .itself || isRest(of: symptom.raised))
    }

    private func isRest(of other: Raised) -> Bool { other.restsOn.map { $0.contains(raised.instance) } ?? (raised.instance == other.instance) }

    private func isTooLate(for symptom: Candidate) -> Bool {
        guard case .event(let happened) = symptom.raised.moment, let began = raised.moment.began else { return false }
        return began.since(happened) > Correlator.seenLate
    }
}
