import PulseCore

extension Facts {
    /// A property of the record inside, whichever it is.
    mutating func edit(_ path: PropertyPath, _ edit: Edit, _ moments: Moments) throws {
        switch self {
        case .cluster(let facts): self = .cluster(try Self.edited(facts, path, edit, moments))
        case .node(let facts): self = .node(try Self.edited(facts, path, edit, moments))
        case .guest(let facts): self = .guest(try Self.edited(facts, path, edit, moments))
        case .storage(let facts): self = .storage(try Self.edited(facts, path, edit, moments))
        case .host(let facts): self = .host(try Self.edited(facts, path, edit, moments))
        case .datastore(let facts): self = .datastore(try Self.edited(facts, path, edit, moments))
        case .pool(let facts): self = .pool(try Self.edited(facts, path, edit, moments))
        case .disk(let facts): self = .disk(try Self.edited(facts, path, edit, moments))
        case .ceph(let facts): self = .ceph(try Self.edited(facts, path, edit, moments))
        case .mail(let facts): self = .mail(try Self.edited(facts, path, edit, moments))
        case .container(let facts): self = .container(try Self.edited(facts, path, edit, moments))
        case .swarmService(let facts): self = .swarmService(try Self.edited(facts, path, edit, moments))
        case .kubernetesCluster(let facts): self = .kubernetesCluster(try Self.edited(facts, path, edit, moments))
        case .kubernetesNode(let facts): self = .kubernetesNode(try Self.edited(facts, path, edit, moments))
        case .kubernetesPod(let facts): self = .kubernetesPod(try Self.edited(facts, path, edit, moments))
        case .kubernetesWorkload(let facts): self = .kubernetesWorkload(try Self.edited(facts, path, edit, moments))
        case .kubernetesClaim(let facts): self = .kubernetesClaim(try Self.edited(facts, path, edit, moments))
        }
    }

    private static func edited<Record: EditableRecord>(
        _ record: Record, _ path: PropertyPath, _ edit: Edit, _ moments: Moments
    ) throws -> Record {
        var record = record
        try record.edit(path.steps[...], edit, moments)
        return record
    }
}

extension Resource {
    /// A property of the resource itself, else of its facts.
    mutating func edit(_ path: PropertyPath, _ edit: Edit, _ moments: Moments) throws {
        let rest = path.steps.dropFirst()
        switch path.steps.first {
        case .name("status"):
            let before = state.status
            var status = before
            try status.edit(rest, edit, moments)
            state = ResourceState(status, since: status == before ? state.since : moments.changed)
        case .name("reason"):
            var reason = state.reason
            try reason.edit(rest, edit, moments)
            state = ResourceState(state.status, reason: reason, since: state.since)
        case .name("since"):
            var since = state.since
            try since.edit(rest, edit, moments)
            state = ResourceState(state.status, reason: state.reason, since: since)
        case .name("tags"): try tags.edit(rest, edit, moments)
        case .name("parent"): try parent.edit(rest, edit, moments)
        case .name("lastSeen"): try lastSeen.edit(rest, edit, moments)
        case .name("displayName"): try annotation.displayName.edit(rest, edit, moments)
        case .name("label"): try name.edit(rest, edit, moments)
        // A reason of the facts stands behind the reason of the status.
        case .name("facts"): try facts.edit(PropertyPath(String(path.description.dropFirst("facts.".count))), edit, moments)
        default: try facts.edit(path, edit, moments)
        }
    }
}
