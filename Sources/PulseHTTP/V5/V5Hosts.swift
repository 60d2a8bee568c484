import PulseCore

/// Machines with a probe of ours, as Pulse v5 lists those with its host agent.
struct V5Hosts {
    /// What the reader may see.
    let fleet: Fleet

    func write(into json: inout JSONWriter) {
        json.array(fleet.sorted([.host])) { host($1, &$0) }
    }

    private func host(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .host(let facts) = resource.facts else { return }
        let report = fleet.sources[resource.source]
        json.object { json in
            json.name("id"); json.string(resource.id.description)
            json.name("hostname"); json.string(facts.hostname)
            json.name("displayName"); json.string(resource.annotation.displayName ?? facts.hostname)
            json.name("platform"); json.string("linux")
            json.name("osName"); json.string(facts.osName)
            json.name("kernelVersion"); json.string(facts.kernel)
            json.name("architecture"); json.string(facts.architecture)
            json.name("cpuCount"); json.integer(facts.processors.threads)
            json.name("cpuUsage"); json.number(resource.current(.cpu).map { $0 * 100 })
            json.name("loadAverage"); json.list(facts.loadAverage) { $0.number($1) }
            json.name("memory"); json.v5Space(resource, .memoryUsed, .memoryTotal)
            json.name("disks"); json.array(facts.filesystems) { $1.writeV5(into: &$0) }
            json.name("networkInterfaces"); json.array(facts.interfaces) { $1.writeV5(into: &$0) }
            json.name("sensors"); json.object { sensors(facts, &$0) }
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("uptimeSeconds"); json.integer(resource.uptime(since: facts.startedAt))
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
            json.name("intervalSeconds"); json.integer(report?.interval.components.seconds)
            json.name("agentVersion"); json.string(report?.version)
            json.name("tags"); json.array(resource.tags) { $0.string($1) }
            json.name("linkedNodeId"); json.string(linkedNode(resource))
        }
    }

    private func sensors(_ facts: HostFacts, _ json: inout JSONWriter) {
        json.name("temperatureCelsius")
        json.object { json in
            for reading in facts.temperatures.uniqueByName(\.label) {
                json.name(data: reading.label)
                json.number(reading.celsius)
            }
        }
        json.name("fanRpm")
        json.object { json in
            for fan in (facts.fans ?? []).uniqueByName(\.label) {
                json.name(data: fan.label)
                json.integer(fan.turns)
            }
        }
        json.name("smart")
        json.array((facts.disks ?? []).filter { $0.answer == .answered || $0.answer == .standby }) { $1.writeV5(into: &$0) }
    }

    private func linkedNode(_ resource: Resource) -> String? {
        guard let parent = resource.parent, parent.kind == .node, let node = fleet.resources[parent] else { return nil }
        return V5Identity.id(of: node, in: fleet)
    }
}

extension NetworkInterface {
    func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("mac"); json.string(hardwareAddress)
            json.name("addresses"); json.array(addresses) { $0.string($1) }
        }
    }
}

extension HostDisk {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("device"); json.string(device)
            json.name("model"); json.string(model)
            json.name("serial"); json.string(serial)
            json.name("type"); json.string(bus)
            json.name("temperature"); json.number(celsius?.rounded())
            json.name("health"); json.string(passed.map { $0 ? "PASSED" : "FAILED" })
            json.name("standby"); json.bool(answer == .standby)
        }
    }
}

extension Array {
    /// The first of each name: a name stands in an object once.
    fileprivate func uniqueByName(_ name: (Element) -> String) -> [Element] {
        var seen: Set<String> = []
        return filter { seen.insert(name($0)).inserted }
    }
}
