import PulseCore

/// Containers whose image has an update, or of which that could not be found out, in the shape of Pulse v5 with members of ours.
struct InfraUpdates {
    private let fleet: Fleet
    /// In the order of their ids.
    let items: [Item]

    struct Item {
        let container: Resource
        let facts: ContainerFacts
        let update: ImageUpdate
        let host: String
        let hostName: String
    }

    /// - Parameter fleet: what the reader may see.
    init(fleet: Fleet) {
        self.fleet = fleet
        items = fleet.sorted([.container]).compactMap { container in
            guard case .container(let facts) = container.facts, let update = facts.update else { return nil }
            guard update.isWaiting == true || update.problem != nil else { return nil }
            let host = container.parent ?? .reported(.host, container.source, path: "")
            return Item(
                container: container, facts: facts, update: update, host: host.description,
                hostName: fleet.resources[host]?.name ?? fleet.sources[container.source]?.name ?? container.source.description)
        }
    }

    /// - Parameter host: `host:nas`, or the short name of its source.
    func items(ofHost host: String) -> [Item] {
        items.filter { $0.host == host || $0.container.source.description == host }
    }

    /// - Parameter id: ours, the engine's, or v5's `docker:<host>/<container>`.
    func item(_ id: String) -> Item? {
        items.first { [$0.container.id.description, $0.facts.containerID, "docker:\($0.host)/\($0.facts.containerID)"].contains(id) }
    }

    func writeSummary(into json: inout JSONWriter) {
        let hosts = Dictionary(grouping: items, by: \.host).sorted { $0.key < $1.key }
        json.object { json in
            json.name("summaries")
            json.object { json in
                for (host, items) in hosts {
                    json.name(data: host)
                    json.object { json in
                        json.name("hostId"); json.string(host)
                        json.name("hostName"); json.string(items.first?.hostName)
                        json.name("totalCount"); json.integer(items.count)
                        json.name("containers"); json.integer(items.count { $0.update.isWaiting == true })
                    }
                }
            }
            json.name("totalUpdates"); json.integer(items.count { $0.update.isWaiting == true })
        }
    }
}

extension InfraUpdates.Item {
    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("hostId"); json.string(host)
            json.name("hostName"); json.string(hostName)
            json.name("resourceId"); json.string(container.id.description)
            json.name("resourceType"); json.string("docker")
            json.name("containerId"); json.string(facts.containerID)
            json.name("containerName"); json.string(container.name)
            json.name("image"); json.string(facts.image)
            json.name("currentDigest"); json.string(update.currentDigest)
            json.name("latestDigest"); json.string(update.latestDigest)
            json.name("latestTag"); json.string(update.latestTag)
            json.name("verdict"); json.string(update.verdict.rawValue)
            json.name("updateAvailable"); json.bool(update.isWaiting == true)
            // Seconds, as v5 has them here and nowhere else.
            json.name("lastChecked"); json.integer(update.checkedAt?.seconds)
            json.name("firstSeen"); json.time(update.firstSeenAt)
            json.name("error"); json.string(update.problem)
        }
    }
}
