package import PulseCore

/// The part of the estate that is shown, with what a resource says of others cut off where those are hidden.
extension Visibility {
    package func part(of fleet: Fleet) -> Fleet {
        guard isLimited else { return fleet }
        let resources = fleet.resources.compactMapValues { show($0, in: fleet) }
        let touched = Set(resources.values.map(\.source))
        let sources = fleet.sources.compactMapValues { report -> SourceReport? in
            showsAll(of: report.source) ? report : touched.contains(report.source) ? Self.outline(of: report) : nil
        }
        return Fleet(sequence: fleet.sequence, at: fleet.at, resources: resources, sources: sources)
    }

    /// The resource as it may be seen; nil when it may not.
    package func show(_ resource: Resource, in fleet: Fleet) -> Resource? {
        guard isLimited else { return resource }
        guard shows(resource) else { return nil }
        var shown = resource
        if let parent = resource.parent, !shows(parent, in: fleet) { shown.parent = nil }
        // A guest says where it runs, which belongs to it. Where else a storage can be reached is about the nodes.
        if case .storage(var facts) = resource.facts, facts.shared {
            facts.nodes = facts.nodes.filter { shows(.node(resource.source, $0), in: fleet) }
            shown.facts = .storage(facts)
        }
        return shown
    }

    package func shows(_ id: ResourceID, in fleet: Fleet) -> Bool {
        // What is known from history alone has no tags any more to judge it by.
        !isLimited || fleet.resources[id].map(shows) ?? false
    }

    /// That it is there and answers. Problems, addresses and missing privileges name what may be hidden.
    private static func outline(of report: SourceReport) -> SourceReport {
        SourceReport(
            source: report.source, kind: report.kind, name: report.name, condition: report.condition, version: report.version,
            lastAnswerAt: report.lastAnswerAt, interval: report.interval)
    }

    /// What a change of the estate is for somebody who sees a part: a resource that comes into sight is new, one that leaves it is removed.
    ///
    /// - Parameters:
    ///   - before: the part that was shown until now.
    ///   - after: the part that is shown from now on.
    package static func part(of change: FleetChange, from before: Fleet, to after: Fleet) -> FleetChange {
        let removed = before.resources.keys.filter { after.resources[$0] == nil }.sorted()
        var upserted = Set(change.upserted.map(\.id).filter { after.resources[$0] != nil })
        for (id, resource) in after.resources {
            guard let known = before.resources[id] else {
                upserted.insert(id)
                continue
            }
            // The parent came into sight or left it.
            if known.parent != resource.parent || known.facts != resource.facts { upserted.insert(id) }
        }
        return FleetChange(
            sequence: change.sequence, at: change.at, upserted: upserted.sorted().compactMap { after.resources[$0] }, removed: removed,
            values: change.values.filter { after.resources[$0.id] != nil && !upserted.contains($0.id) },
            sources: after.sources.values.filter { before.sources[$0.source] != $0 }.sorted { $0.source < $1.source },
            removedSources: before.sources.keys.filter { after.sources[$0] == nil }.sorted())
    }
}
