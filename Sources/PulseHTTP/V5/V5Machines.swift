import PulseCore

/// Nodes, guests and storages as Pulse v5 lists them.
struct V5Machines {
    /// What the reader may see.
    let fleet: Fleet

    func writeMembers(into json: inout JSONWriter) {
        let all = fleet.sorted([.node, .guest, .storage])
        json.name("nodes"); json.array(all.filter { $0.id.kind == .node && isCluster($0.source) }) { node($1, &$0) }
        json.name("vms"); json.array(guests(all, .qemu)) { guest($1.0, $1.1, &$0) }
        json.name("containers"); json.array(guests(all, .lxc)) { guest($1.0, $1.1, &$0) }
        json.name("storage"); json.array(all.filter { $0.id.kind == .storage }) { storage($1, &$0) }
    }

    /// The machines of backup servers and mail gateways are in the lists of those.
    private func isCluster(_ source: SourceSlug) -> Bool { fleet.sources[source].map { $0.kind == .proxmoxVE } ?? true }

    private func guests(_ all: [Resource], _ type: GuestType) -> [(Resource, GuestFacts)] {
        all.compactMap { resource in
            guard case .guest(let facts) = resource.facts, facts.type == type else { return nil }
            return (resource, facts)
        }
    }

    private func instance(_ resource: Resource) -> String {
        V5Identity.instance(of: resource, in: fleet)
    }

    private func node(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .node(let facts) = resource.facts else { return }
        let cluster = fleet.resources[.cluster(resource.source)]
        json.object { json in
            json.name("id"); json.string(V5Identity.id(of: resource, in: fleet))
            json.name("node"); json.string(facts.name)
            json.name("name"); json.string(facts.name)
            json.name("displayName"); json.string(resource.annotation.displayName ?? facts.name)
            json.name("instance"); json.string(instance(resource))
            json.name("host"); json.string(facts.webAddress)
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("type"); json.string("pve")
            usage(resource, &json)
            json.name("loadAverage")
            if let load = facts.loadAverage { json.array(load) { $0.number($1) } } else { json.null() }
            json.name("kernelVersion"); json.string(facts.kernel)
            json.name("pveVersion"); json.string(facts.version)
            json.name("cpuInfo")
            json.object { json in
                json.name("model"); json.string(facts.processors.model)
                json.name("cores"); json.integer(facts.processors.threads)
                json.name("sockets"); json.integer(facts.processors.sockets)
                json.name("mhz"); json.string(facts.processors.megahertz.map { "\(Int($0))" })
            }
            json.name("uptime"); json.integer(resource.uptime(since: facts.startedAt))
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
            json.name("connectionHealth"); json.string(resource.state.status == .online ? "healthy" : "error")
            json.name("isClusterMember"); json.bool(cluster != nil)
            if let cluster { json.name("clusterName"); json.string(cluster.name) }
        }
    }

    private func guest(_ resource: Resource, _ facts: GuestFacts, _ json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(V5Identity.id(of: resource, in: fleet))
            json.name("vmid"); json.integer(facts.vmid)
            json.name("name"); json.string(resource.name)
            json.name("node"); json.string(facts.node)
            json.name("instance"); json.string(instance(resource))
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("type"); json.string(facts.type.rawValue)
            json.name("cpus"); json.number(facts.processors)
            usage(resource, &json)
            if let filesystems = facts.filesystems { json.name("disks"); json.array(filesystems) { $1.writeV5(into: &$0) } }
            if let reason = resource.metrics[.diskUsed]?.quality.reason { json.name("diskStatusReason"); json.string(reason.rawValue) }
            json.name("osName"); json.string(facts.osName)
            json.name("ipAddresses")
            json.array(facts.interfaces?.flatMap(\.addresses).map { String($0.prefix { $0 != "/" }) } ?? []) { $0.string($1) }
            rates(resource, &json)
            json.name("uptime"); json.integer(resource.uptime(since: facts.startedAt))
            json.name("template"); json.bool(facts.template)
            json.name("tags"); json.string(resource.tags.joined(separator: ","))
            json.name("lock"); json.string(facts.lock)
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
        }
    }

    private func storage(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .storage(let facts) = resource.facts else { return }
        let space = V5Space(of: resource)
        json.object { json in
            json.name("id"); json.string(V5Identity.id(of: resource, in: fleet))
            json.name("storage"); json.string(facts.name)
            json.name("name"); json.string(facts.name)
            json.name("node"); json.string(facts.shared ? "cluster" : facts.nodes.first)
            json.name("instance"); json.string(instance(resource))
            json.name("nodes"); json.array(facts.nodes) { $0.string($1) }
            json.name("nodeCount"); json.integer(facts.nodes.count)
            json.name("type"); json.string(facts.type)
            json.name("status"); json.string(resource.state.status.rawValue)
            space.writeMembers(into: &json)
            json.name("avail"); json.number(space.free)
            json.name("content"); json.string(facts.content.joined(separator: ","))
            json.name("shared"); json.bool(facts.shared)
            json.name("enabled"); json.bool(facts.enabled)
            json.name("active"); json.bool(facts.active)
        }
    }

    // MARK: Parts

    private func usage(_ resource: Resource, _ json: inout JSONWriter) {
        json.name("cpu"); json.number(resource.current(.cpu))
        json.name("memory"); json.v5Space(resource, .memoryUsed, .memoryTotal)
        json.name("mem"); json.number(resource.current(.memoryUsed))
        json.name("maxmem"); json.number(resource.current(.memoryTotal))
        json.name("disk"); json.v5Space(resource, .diskUsed, .diskTotal)
        json.name("maxdisk"); json.number(resource.current(.diskTotal))
    }

    private func rates(_ resource: Resource, _ json: inout JSONWriter) {
        json.name("networkIn"); json.number(resource.current(.networkIn)?.rounded())
        json.name("networkOut"); json.number(resource.current(.networkOut)?.rounded())
        json.name("diskRead"); json.number(resource.current(.diskRead)?.rounded())
        json.name("diskWrite"); json.number(resource.current(.diskWrite)?.rounded())
    }
}
