import PulseAgentProtocol
import PulseCore

/// Makes of the containers of one engine what is reported of them.
struct ContainerTranslation: Sendable {
    /// What is known of containers besides list, inspection and events.
    struct Extras: Sendable {
        /// Names with digests of the images that are here, by the image's id; empty of one that never saw a registry.
        var digests: [String: [String]] = [:]
        /// Bytes written, by container id.
        var written: [String: Int64] = [:]
        /// Podman's pods, by container id.
        var pods: [String: String] = [:]

        init() {}
    }

    let identity: EngineIdentity
    let extras: Extras

    func objects(
        of watch: ContainerWatch, updates: [String: ImageUpdate], at now: Timestamp
    ) -> (objects: [ReportedObject], figures: [ObjectFigures]) {
        let named = watch.containers.compactMap { id, container in
            container.row.map {
                NamedContainer(id: id, name: $0.name, placement: $0.placement, isRunning: $0.isRunning, created: $0.created)
            }
        }
        let keys = ContainerKeys(prefix: identity.prefix).keys(of: named.sorted { ($0.created, $0.id) < ($1.created, $1.id) })
        var result: (objects: [ReportedObject], figures: [ObjectFigures]) = ([], [])
        result.objects.reserveCapacity(keys.count)
        for (id, key) in keys.sorted(by: { $0.value.path < $1.value.path }) {
            guard let container = watch.containers[id], let row = container.row else { continue }
            result.objects.append(object(id, key, row, container, updates))
            result.figures.append(figures(key, container, at: now))
        }
        return result
    }

    private func object(
        _ id: String, _ key: ObjectKey, _ row: ListedContainer, _ container: WatchedContainer, _ updates: [String: ImageUpdate]
    ) -> ReportedObject {
        var facts = facts(id, row, container)
        facts.update = updates[UpdateSubject.key(image: facts.image, imageID: facts.imageID)]
        return ReportedObject(key, name: row.name, parent: ObjectKey(.host), status: Self.status(facts), facts: .container(facts))
    }

    private func facts(_ id: String, _ row: ListedContainer, _ container: WatchedContainer) -> ContainerFacts {
        var facts =
            container.details?.facts ?? ContainerFacts(engine: identity.product.rawValue, containerID: id, image: row.image, state: row.state)
        facts.state = row.state
        // The list is newer than the last inspection; where it does not speak of health, events caused a new one.
        if let health = row.health { facts.health = health }
        if facts.image.isEmpty || facts.image.hasPrefix("sha256:") { facts.image = row.image }
        facts.imageID = facts.imageID ?? row.imageID
        facts.imageDigest = facts.imageID.flatMap { extras.digests[$0] }.flatMap { Self.digest(of: facts.image, among: $0) }
        facts.project = row.placement.project
        facts.service = row.placement.service
        facts.replica = row.placement.replica
        facts.pod = extras.pods[id]
        facts.writtenBytes = extras.written[id]
        if container.details == nil { facts.ports = Self.ports(row.ports) }
        if !row.isRunning || row.state == "restarting" { Self.fillEnd(&facts, container.life.end) }
        return facts
    }

    /// Events tell more of an end than an inspection does.
    private static func fillEnd(_ facts: inout ContainerFacts, _ end: ContainerLife.End?) {
        if let end {
            facts.exitCode = end.exitCode ?? facts.exitCode
            if end.wasOutOfMemory { facts.wasOutOfMemory = true }
            facts.wasStoppedByHand = end.wasStoppedByHand
            if end.wasStoppedByHand == true, facts.wasOutOfMemory == nil { facts.wasOutOfMemory = false }
        } else if facts.state == "exited", ["always", "unless-stopped"].contains(facts.restartPolicy ?? "") {
            // Whatever else had ended it, the engine would have started it again.
            facts.wasStoppedByHand = true
        }
    }

    private static func status(_ facts: ContainerFacts) -> Status {
        switch facts.state {
        case "running": facts.health == "unhealthy" ? .degraded : .running
        case "paused": .paused
        case "restarting", "dead": .failing
        case "created", "exited", "removing", "stopped", "configured", "initialized", "stopping": .stopped
        default: .unknown
        }
    }

    private func figures(_ key: ObjectKey, _ container: WatchedContainer, at now: Timestamp) -> ObjectFigures {
        var values = container.figures.isEmpty ? WatchedContainer.unknown(.notAskedYet) : container.hasFigures(at: now) ? container.figures : [:]
        values[.restarts] = .value(Double(container.life.restarts.count(at: now)))
        return ObjectFigures(key, values: values)
    }

    /// Of `ghcr.io/owner/web@sha256:…` that of the image's own repository, else any.
    private static func digest(of image: String, among digests: [String]) -> String? {
        let repository = ImageReference(image)?.repositoryName
        let own = digests.first { repository != nil && ImageReference($0)?.repositoryName == repository } ?? digests.first
        return own.flatMap { $0.split(separator: "@").last.map(String.init) }
    }

    private static func ports(_ rows: [ContainerRow.Port]) -> [ContainerFacts.Port] {
        let ports = rows.compactMap { row in
            row.container.map {
                ContainerFacts.Port(
                    container: $0, host: row.host, transport: (row.transport ?? "tcp").cut(toBytes: 8), address: row.address?.cut(toBytes: 64))
            }
        }
        return ports.inOrder(limit: ContainerDetails.rows)
    }
}

extension [ContainerFacts.Port] {
    /// Engines tell them in any order.
    func inOrder(limit: Int) -> [ContainerFacts.Port] {
        func order(_ port: ContainerFacts.Port) -> (Int, String, Int, String) { (port.container, port.transport, port.host ?? 0, port.address ?? "") }
        return Array(sorted { order($0) < order($1) }.prefix(limit))
    }
}
