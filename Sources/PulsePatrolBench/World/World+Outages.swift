import PulseCore

extension World {
    /// The same thing once more, with its figures, under another id.
    mutating func clone(_ original: Resource, as id: ResourceID) {
        let name = id.path.split(separator: "/").last.map(String.init) ?? original.name
        var facts = original.facts
        if case .guest(var guest) = facts {
            guest.vmid = Int(name) ?? guest.vmid
            facts = .guest(guest)
        }
        resources[id] = Resource(
            id: id, source: original.source, name: id.kind == .guest ? "\(original.name)-copy" : name, parent: original.parent, state: original.state,
            tags: original.tags, facts: facts, lastSeen: original.lastSeen)
        for (key, signal) in figures.signals where key.resource == original.id {
            let own = SeriesKey(id, key.metric, part: key.part)
            figures.signals[own] = Signal(
                own, base: signal.base, rhythm: signal.rhythm, noise: signal.noise, ceiling: signal.ceiling, quality: signal.quality)
        }
    }

    mutating func move(_ guest: Resource, to node: String) throws {
        guard case .guest(var facts) = guest.facts else { throw Unreadable("\(guest.id) is no guest") }
        facts.node = node
        resources[guest.id]?.facts = .guest(facts)
        resources[guest.id]?.parent = .node(guest.source, node)
    }

    /// Proxmox lists a stopped guest without figures.
    mutating func stop(_ resource: Resource, at moment: Timestamp) {
        var stopped = resource
        stopped.state = ResourceState(.stopped, since: moment)
        if case .guest(var facts) = stopped.facts {
            facts.startedAt = nil
            stopped.facts = .guest(facts)
        }
        for entry in stopped.metrics.entries where ![Metric.memoryTotal, .diskTotal].contains(entry.metric) {
            stopped.metrics[entry.metric] = .unknown(.notRunning)
        }
        resources[resource.id] = stopped
    }

    /// What the rest of its cluster or source says when one machine is gone.
    mutating func takeDown(_ node: Resource, at moment: Timestamp) {
        resources[node.id]?.state = ResourceState(.offline, reason: .nodeOffline, since: moment)
        resources[node.id]?.metrics = node.metrics.stale(.nodeOffline)
        for resource in resources.values where resource.id != node.id && stands(resource, on: node) {
            resources[resource.id]?.state = ResourceState(.unknown, reason: .nodeOffline, since: moment)
            resources[resource.id]?.metrics = resource.metrics.stale(.nodeOffline)
            resources[resource.id]?.lastSeen = moment
        }
        guard case .cluster(var cluster)? = resources[.cluster(node.source)]?.facts else { return }
        cluster.nodesOnline = cluster.nodesOnline.map { max(0, $0 - 1) }
        resources[.cluster(node.source)]?.facts = .cluster(cluster)
        resources[.cluster(node.source)]?.state = ResourceState(.degraded, reason: .nodeOffline, since: moment)
    }

    private func stands(_ resource: Resource, on node: Resource) -> Bool {
        guard resource.source == node.source else { return false }
        switch resource.facts {
        case .guest(let guest): return guest.node == node.name
        case .pool(let pool): return pool.node == node.name
        case .disk(let disk): return disk.node == node.name
        case .storage(let storage): return !storage.shared && storage.nodes == [node.name]
        default: return false
        }
    }

    /// As after a start of Pulse with a source that does not answer, or one that was just added: nothing is known of what it has.
    mutating func beUnheard(_ slug: SourceSlug, since moment: Timestamp) {
        // What a scenario says of its condition stands.
        if sources[slug]?.condition == .reachable { silence(slug, at: moment) }
        sources[slug]?.lastAnswerAt = nil
        sources[slug]?.knownSince = moment
        ledgers[slug] = SourceLedger()
        resources = resources.filter { $0.value.source != slug }
    }

    /// Nothing answers any more: everything that it told of is as old as its last answer.
    mutating func silence(_ slug: SourceSlug, at moment: Timestamp) {
        let problem = Problem(code: "timed_out", sentence: "It did not answer within 10 seconds.", nextStep: "Look whether it is up.")
        sources[slug]?.condition = .unreachable
        sources[slug]?.problems = [problem]
        sources[slug]?.lastAnswerAt = moment
        for resource in resources.values where resource.source == slug {
            resources[resource.id]?.state = ResourceState(.unknown, reason: .sourceUnreachable, since: moment)
            resources[resource.id]?.metrics = resource.metrics.stale(.sourceUnreachable)
            resources[resource.id]?.lastSeen = moment
        }
    }
}
