package import PulseCore

/// A container of whose image something is known from a registry.
package struct ContainerUpdate: Hashable, Sendable {
    package let id: ResourceID
    package let source: SourceSlug
    package let hostID: ResourceID
    package let hostName: String
    package let containerID: String
    package let name: String
    package let image: String
    package let update: ImageUpdate
}

/// The containers that were asked about, by host and name. Pure.
package enum ContainerUpdates {
    package static func all(in fleet: Fleet) -> [ContainerUpdate] {
        fleet.resources.values.compactMap { update(of: $0, in: fleet) }.sorted { ($0.hostName, $0.name, $0.id) < ($1.hostName, $1.name, $1.id) }
    }

    /// Whether anything was ever asked of registries for the containers of a source.
    package static func isAsked(of source: SourceSlug, in fleet: Fleet) -> Bool {
        fleet.resources.values.contains { $0.source == source && update(of: $0, in: fleet) != nil }
    }

    private static func update(of resource: Resource, in fleet: Fleet) -> ContainerUpdate? {
        guard case .container(let facts) = resource.facts, let update = facts.update else { return nil }
        let host = resource.parent.flatMap { fleet.resources[$0] }
        let hostID = resource.parent ?? .reported(.host, resource.source, path: "")
        return ContainerUpdate(
            id: resource.id, source: resource.source, hostID: hostID, hostName: host?.name ?? resource.source.description,
            containerID: facts.containerID, name: resource.name, image: facts.image, update: update)
    }
}
