import PulseCore

/// Machines with a container engine, their containers and Swarm services, as Pulse v5 lists them.
struct V5DockerHosts {
    /// What the reader may see.
    private let fleet: Fleet
    private let containers: [ResourceID: [Resource]]
    private let services: [SourceSlug: [Resource]]

    init(fleet: Fleet) {
        self.fleet = fleet
        containers = Dictionary(grouping: fleet.sorted([.container]).filter { $0.parent != nil }) { $0.parent ?? $0.id }
        services = Dictionary(grouping: fleet.sorted([.swarmService]), by: \.source)
    }

    func write(into json: inout JSONWriter) {
        let hosts = fleet.sorted([.host]).filter { containers[$0.id] != nil || !Self.engines($0).isEmpty }
        json.array(hosts) { host($1, &$0) }
    }

    private static func engines(_ resource: Resource) -> [EngineFacts] {
        guard case .host(let facts) = resource.facts else { return [] }
        return facts.engines ?? []
    }

    private func host(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .host(let facts) = resource.facts else { return }
        let engine = facts.engines?.first
        json.object { json in
            identity(resource, facts, engine, &json)
            json.name("cpus"); json.integer(facts.processors.threads)
            json.name("totalMemoryBytes"); json.number(resource.current(.memoryTotal))
            json.name("uptimeSeconds"); json.integer(resource.uptime(since: facts.startedAt))
            json.name("cpuUsagePercent"); json.number(resource.current(.cpu).map { $0 * 100 })
            json.name("loadAverage"); json.list(facts.loadAverage) { $0.number($1) }
            json.name("memory"); json.v5Space(resource, .memoryUsed, .memoryTotal)
            json.name("disks"); json.array(facts.filesystems) { $1.writeV5(into: &$0) }
            json.name("networkInterfaces"); json.array(facts.interfaces) { $1.writeV5(into: &$0) }
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
            json.name("containers"); json.array(containers[resource.id] ?? []) { $1.writeV5Container(into: &$0) }
            json.name("services"); json.array(services[resource.source] ?? []) { $1.writeV5Service(into: &$0) }
            if let swarm = engine?.swarm { json.name("swarm"); swarm.writeV5(into: &json) }
            json.name("pendingUninstall"); json.bool(false)
        }
    }

    private func identity(_ resource: Resource, _ facts: HostFacts, _ engine: EngineFacts?, _ json: inout JSONWriter) {
        let report = fleet.sources[resource.source]
        json.name("id"); json.string(resource.id.description)
        json.name("agentId"); json.string(resource.source.description)
        json.name("hostname"); json.string(facts.hostname)
        json.name("displayName"); json.string(resource.annotation.displayName ?? facts.hostname)
        json.name("machineId"); json.string(facts.machineID)
        json.name("os"); json.string(facts.osName)
        json.name("kernelVersion"); json.string(facts.kernel)
        json.name("architecture"); json.string(facts.architecture)
        json.name("runtime"); json.string(engine?.product)
        json.name("runtimeVersion"); json.string(engine?.version)
        json.name("dockerVersion"); json.string(engine?.product == "docker" ? engine?.version : nil)
        json.name("intervalSeconds"); json.integer(report?.interval.components.seconds)
        json.name("agentVersion"); json.string(report?.version)
    }
}

extension EngineFacts.Swarm {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("nodeId"); json.string(nodeID)
            json.name("nodeRole"); json.string(isManager ? "manager" : "worker")
            json.name("localState"); json.string(state)
            json.name("controlAvailable"); json.bool(isManager)
            json.name("clusterId"); json.string(clusterID)
        }
    }
}
