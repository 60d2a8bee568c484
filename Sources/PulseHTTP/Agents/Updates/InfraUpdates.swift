import PulseAgents
import PulseCore

/// Containers whose image has an update, or of which that could not be found out, in the shape of Pulse v5 with members of ours.
struct InfraUpdates {
    /// By host and name.
    let items: [ContainerUpdate]

    /// - Parameter fleet: what the reader may see.
    init(fleet: Fleet) {
        items = ContainerUpdates.all(in: fleet).filter { $0.update.isWaiting == true || $0.update.problem != nil }
    }

    /// - Parameter host: `host:nas`, or the short name of its source.
    func items(ofHost host: String) -> [ContainerUpdate] {
        items.filter { $0.hostID.description == host || $0.source.description == host }
    }

    /// - Parameter id: ours, the engine's, or v5's `docker:<host>/<container>`.
    func item(_ id: String) -> ContainerUpdate? {
        items.first { $0.isNamed(id) }
    }

    func writeSummary(into json: inout JSONWriter) {
        let hosts = Dictionary(grouping: items, by: \.hostID).sorted { $0.key < $1.key }
        json.object { json in
            json.name("summaries")
            json.object { json in
                for (host, items) in hosts {
                    json.name(data: host.description)
                    json.object { json in
                        json.name("hostId"); json.string(host.description)
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

extension ContainerUpdate {
    func isNamed(_ text: String) -> Bool { [id.description, containerID, "docker:\(hostID)/\(containerID)"].contains(text) }

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("hostId"); json.string(hostID.description)
            json.name("hostName"); json.string(hostName)
            json.name("resourceId"); json.string(id.description)
            json.name("resourceType"); json.string("docker")
            json.name("containerId"); json.string(containerID)
            json.name("containerName"); json.string(name)
            json.name("image"); json.string(image)
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
