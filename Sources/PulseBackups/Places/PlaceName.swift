import PulseCore

/// What people call a place: a storage, and the node whose own it is; a datastore, and the namespace in it.
struct PlaceName: Hashable, Sendable {
    /// `storage local`, `datastore main of pbs`: what several nodes or namespaces have in common.
    let whole: String
    /// The node or the namespace; nil where there is one only.
    let part: String?
    /// Of a storage that is one node's own.
    let nodeID: ResourceID?

    /// The datastore's name where a datastore is among them, because it is what all the storages lead to.
    init?(_ places: [BackupPlace], _ fleet: Fleet) {
        guard let place = places.first(where: { $0.resource.kind == .datastore }) ?? places.first else { return nil }
        let resource = fleet.resources[place.resource]
        let path = place.resource.path
        let name = (resource?.name ?? String(path[(path.firstIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])).printable(limit: 80)
        if place.resource.kind == .datastore {
            let server = resource.map { fleet.sources[$0.source]?.name ?? $0.source.description }
            whole = "datastore \(name)" + (server.map { " of \($0.printable(limit: 80))" } ?? "")
            (part, nodeID) = (place.namespace.isEmpty ? nil : "namespace \(place.namespace.printable(limit: 120))", nil)
        } else if let resource, case .storage(let facts) = resource.facts, !facts.shared, let node = facts.nodes.first {
            whole = "storage \(facts.name.printable(limit: 80))"
            (part, nodeID) = (node.printable(limit: 60), .node(resource.source, node))
        } else {
            (whole, part, nodeID) = ("storage \(name)", nil, nil)
        }
    }
}
