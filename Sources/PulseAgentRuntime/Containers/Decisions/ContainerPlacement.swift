import PulseAgentProtocol
import PulseCore

/// What a container is for, as the tools that made it wrote on its labels: this stays the same when it is made anew.
struct ContainerPlacement: Hashable, Sendable {
    /// Compose's project or Swarm's stack.
    var project: String?
    var service: String?
    var replica: Int?
    /// True of a task of Swarm, whose containers are made anew at every start.
    var isSwarmTask = false

    init(labels: [String: String]) {
        if let service = labels["com.docker.swarm.service.name"]?.unlessEmpty {
            project = labels["com.docker.stack.namespace"]?.unlessEmpty?.name
            self.service = service.name
            replica = Self.slot(of: labels["com.docker.swarm.task.name"] ?? "", service: service)
            isSwarmTask = true
        } else if let project = labels["com.docker.compose.project"]?.unlessEmpty ?? labels["io.podman.compose.project"]?.unlessEmpty {
            self.project = project.name
            // What `compose run` starts is called by its own name.
            guard labels["com.docker.compose.oneoff"]?.lowercased() != "true" else { return }
            service = labels["com.docker.compose.service"]?.unlessEmpty?.name
            replica = labels["com.docker.compose.container-number"].flatMap { Int($0) }
        }
    }

    /// `shop_web.2.x8f…` -> 2; a task of a global service has the id of its node there.
    private static func slot(of task: String, service: String) -> Int? {
        guard task.hasPrefix("\(service).") else { return nil }
        return task.dropFirst(service.count + 1).split(separator: ".").first.flatMap { Int($0) }
    }

    /// The names of the key; nil where only the container's own name tells what it is.
    var names: [String]? {
        guard let service else { return nil }
        if isSwarmTask { return [project ?? "-", service, replica.map(String.init) ?? "node"] }
        guard let project, let replica else { return nil }
        return [project, service, "\(replica)"]
    }
}

/// What is needed of a container to give it its key.
struct NamedContainer: Hashable, Sendable {
    let id: String
    let name: String
    let placement: ContainerPlacement
    let isRunning: Bool
    /// Seconds since 1970.
    let created: Int64
}

/// Gives the containers of one engine their keys: `shop/web/1` by the labels of Compose and Swarm, else the container's name; behind the engine's
/// prefix where it has one. Keys of both kinds and of engines cannot be equal: they differ in how many names they have (1, 3; 2, 4 with a prefix).
struct ContainerKeys: Sendable {
    let prefix: String?

    /// - Returns: by container id. A container that another one has taken the place of, and that does not run, has no key: it is not told of.
    func keys(of containers: [NamedContainer]) -> [String: ObjectKey] {
        var holders: [ObjectKey: NamedContainer] = [:]
        var keys: [String: ObjectKey] = [:]
        // Whoever runs, and was made last, holds the place.
        for container in containers.sorted(by: Self.comesFirst) {
            guard let names = container.placement.names, let key = key(names) else { continue }
            if holders[key] == nil {
                holders[key] = container
                keys[container.id] = key
            }
        }
        for container in containers where keys[container.id] == nil {
            let isSuperseded = container.placement.names != nil && !container.isRunning
            guard !isSuperseded, let key = key([container.name]), holders[key] == nil else { continue }
            holders[key] = container
            keys[container.id] = key
        }
        return keys
    }

    private static func comesFirst(_ left: NamedContainer, _ right: NamedContainer) -> Bool {
        if left.isRunning != right.isRunning { return left.isRunning }
        return left.created == right.created ? left.id < right.id : left.created > right.created
    }

    /// Nil when the names are longer than a key may be.
    private func key(_ names: [String]) -> ObjectKey? {
        let path = ((prefix.map { [$0] } ?? []) + names).map(ResourceID.encode).joined(separator: "/")
        return ObjectKey(text: "\(ResourceKind.container.rawValue):\(path)")
    }
}
