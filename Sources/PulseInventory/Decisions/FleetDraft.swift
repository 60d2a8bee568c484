import PulseCore

/// A fleet in the making during one tick.
struct FleetDraft {
    private(set) var resources: [ResourceID: Resource]
    var sources: [SourceSlug: SourceReport]
    /// What may differ from the fleet before: the only things that have to be compared.
    private(set) var touched: Set<ResourceID> = []

    init(_ fleet: Fleet) {
        resources = fleet.resources
        sources = fleet.sources
    }

    subscript(id: ResourceID) -> Resource? {
        get { resources[id] }
        set {
            resources[id] = newValue
            touched.insert(id)
        }
    }

    mutating func update(_ id: ResourceID, _ change: (inout Resource) -> Void) {
        guard var resource = self[id] else { return }
        change(&resource)
        self[id] = resource
    }

    mutating func removeSource(_ source: SourceSlug) {
        sources[source] = nil
        for id in resources.filter({ $0.value.source == source }).keys { self[id] = nil }
    }

    /// A host that is a node or a guest seen from inside becomes the child of that.
    ///
    /// - Parameter links: by host, where somebody has found them out; nil for those with the address of a node.
    mutating func linkHosts(_ links: [ResourceID: ResourceID]?) {
        let hosts = resources.values.filter { $0.id.kind == .host }
        guard !hosts.isEmpty else { return }
        guard let links else { return linkByAddress(hosts) }
        for host in hosts {
            let parent = links[host.id].flatMap { resources[$0] == nil ? nil : $0 }
            if host.parent != parent { update(host.id) { $0.parent = parent } }
        }
    }

    private mutating func linkByAddress(_ hosts: [Resource]) {
        var nodeByAddress: [String: ResourceID] = [:]
        for resource in resources.values {
            guard case .node(let facts) = resource.facts, let address = facts.address, !address.hasPrefix("127.") else { continue }
            nodeByAddress[address] = resource.id
        }
        for host in hosts {
            guard case .host(let facts) = host.facts else { continue }
            let addresses = facts.interfaces.flatMap(\.addresses).map { $0.prefix { $0 != "/" } }
            let node = addresses.lazy.compactMap { nodeByAddress[String($0)] }.first
            if host.parent != node { update(host.id) { $0.parent = node } }
        }
    }

    /// Marks what no source has vouched for within its limit. It keeps its last values, as values of their time.
    mutating func markStale(at now: Timestamp) {
        for (id, resource) in resources {
            let report = sources[resource.source]
            guard now.since(resource.lastSeen) > Staleness.limit(interval: report?.interval) else { continue }
            guard resource.state.status != .unknown || resource.metrics.entries.contains(where: { $0.measurement.isCurrent }) else { continue }
            let reason = Staleness.reason(report?.condition)
            update(id) {
                $0.metrics = $0.metrics.stale(reason)
                guard $0.state.status != .unknown else { return }
                $0.state = ResourceState(.unknown, reason: reason, since: now)
            }
        }
    }
}

/// When a value is too old to be shown as today's.
enum Staleness {
    /// Three missed intervals, but never less than half a minute: one slow answer is not an outage.
    static func limit(interval: Duration?) -> Duration {
        max((interval ?? .seconds(10)) * 3, .seconds(30))
    }

    static func reason(_ condition: SourceCondition?) -> Reason {
        switch condition {
        case .unreachable: .sourceUnreachable
        case .refused: .sourceRefused
        case .connecting, .reachable, .degraded, nil: .overdue
        }
    }
}
