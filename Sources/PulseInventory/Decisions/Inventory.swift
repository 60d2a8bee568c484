package import PulseCore

/// The current state of everything, decided from observations: events in, the change out. No clock, no storage.
///
/// Invariants: an id is in the fleet once; `since` of a state moves only when the status does; a resource leaves only when its source, able
/// to see all of its kind, did not list it in two answers in succession; whatever its source has not vouched for lately is marked stale.
package struct Inventory: Sendable {
    package private(set) var fleet: Fleet
    private var annotations: [ResourceID: Annotation]
    /// Resources whose notes no longer belong to them, until the shell has removed those from its store.
    private var detached: [ResourceID] = []
    /// Resources that were missing from the latest complete answer, once.
    private var missedOnce: Set<ResourceID> = []
    /// Which node or guest a host is; nil as long as nobody has found out.
    private var hostLinks: [ResourceID: ResourceID]?

    package init(annotations: [ResourceID: Annotation] = [:], at now: Timestamp) {
        fleet = .empty(at: now)
        self.annotations = annotations
    }

    /// Takes in what the sources said and lets time pass. The result is empty when nothing changed.
    package mutating func apply(_ observations: [Observation], at now: Timestamp) -> FleetChange {
        var draft = FleetDraft(fleet)
        let known = Self.bySource(fleet, observations)
        for observation in observations { take(observation, known[observation.source] ?? [], at: now, into: &draft) }
        draft.linkHosts(hostLinks)
        draft.markStale(at: now)
        return finish(draft, at: now)
    }

    /// Keeps a person's words about a resource. Nil when the resource is not known.
    package mutating func annotate(_ id: ResourceID, _ annotation: Annotation, at now: Timestamp) -> FleetChange? {
        guard fleet.resources[id] != nil else { return nil }
        annotations[id] = annotation.isEmpty ? nil : annotation
        var draft = FleetDraft(fleet)
        draft.update(id) { $0.annotation = annotation }
        return finish(draft, at: now)
    }

    /// Takes over which node or guest each host is.
    package mutating func setHostLinks(_ links: [ResourceID: ResourceID], at now: Timestamp) -> FleetChange {
        hostLinks = links
        var draft = FleetDraft(fleet)
        draft.linkHosts(links)
        return finish(draft, at: now)
    }

    /// Exchanges everything that people wrote, as after an import.
    package mutating func replaceAnnotations(_ all: [ResourceID: Annotation], at now: Timestamp) -> FleetChange {
        annotations = all
        var draft = FleetDraft(fleet)
        for id in fleet.resources.keys { draft.update(id) { $0.annotation = all[id] ?? Annotation() } }
        return finish(draft, at: now)
    }

    /// Forgets a source and its resources; what people wrote about them stays for the day they come back.
    package mutating func removeSource(_ source: SourceSlug, at now: Timestamp) -> FleetChange {
        var draft = FleetDraft(fleet)
        draft.removeSource(source)
        return finish(draft, at: now)
    }

    /// What the sources that speak had told before: looked through once, however many speak.
    private static func bySource(_ fleet: Fleet, _ observations: [Observation]) -> [SourceSlug: [ResourceID]] {
        let complete = observations.filter { !$0.completeKinds.isEmpty }.map(\.source)
        guard !complete.isEmpty else { return [:] }
        var known = Dictionary(complete.map { ($0, [ResourceID]()) }) { first, _ in first }
        for (id, resource) in fleet.resources { known[resource.source]?.append(id) }
        return known
    }

    private mutating func take(_ observation: Observation, _ known: [ResourceID], at now: Timestamp, into draft: inout FleetDraft) {
        var report = observation.report
        report.knownSince = draft.sources[observation.source]?.knownSince ?? now
        report.completeKinds = observation.completeKinds
        draft.sources[observation.source] = report
        for observed in observation.resources {
            let previous = draft[observed.id]
            let wasMissing = missedOnce.remove(observed.id) != nil
            if let previous, isAnotherThing(observed, than: previous, wasMissing: wasMissing) { detach(observed.id) }
            draft[observed.id] = ResourceMerge.merge(
                observed, from: observation, previous: previous, annotation: annotations[observed.id] ?? Annotation())
        }
        removeMissing(observation, known, from: &draft)
    }

    /// The ids whose stored notes are to be removed. Each is told once.
    package mutating func takeDetached() -> [ResourceID] {
        defer { detached = [] }
        return detached
    }

    private mutating func detach(_ id: ResourceID) {
        if annotations.removeValue(forKey: id) != nil { detached.append(id) }
    }

    private mutating func removeMissing(_ observation: Observation, _ known: [ResourceID], from draft: inout FleetDraft) {
        guard !observation.completeKinds.isEmpty else { return }
        let listed = Set(observation.resources.map(\.id))
        for id in known where observation.completeKinds.contains(id.kind) && !listed.contains(id) {
            // Another source may tell of it by now.
            guard draft[id]?.source == observation.source else { continue }
            if missedOnce.insert(id).inserted { continue }
            missedOnce.remove(id)
            draft[id] = nil
        }
    }

    /// A vmid can be used again for another guest. It is another one when its type differs, or when it came back under another name after an
    /// absence; then the notes of the old one must not stick to it.
    private func isAnotherThing(_ observed: ObservedResource, than previous: Resource, wasMissing: Bool) -> Bool {
        guard case .guest(let new) = observed.facts, case .guest(let old) = previous.facts else { return false }
        if new.type != old.type { return true }
        return wasMissing && observed.name != nil && observed.name != previous.name
    }

    private mutating func finish(_ draft: FleetDraft, at now: Timestamp) -> FleetChange {
        let change = FleetDifference.between(fleet, draft, sequence: fleet.sequence + 1, at: now)
        guard !change.isEmpty else {
            // Times of unchanged values still move on.
            fleet = Fleet(sequence: fleet.sequence, at: now, resources: draft.resources, sources: draft.sources)
            return change
        }
        fleet = Fleet(sequence: fleet.sequence + 1, at: now, resources: draft.resources, sources: draft.sources)
        return change
    }
}
