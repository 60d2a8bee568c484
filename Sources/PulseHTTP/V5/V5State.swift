import PulseCore

/// `GET /api/state` in the shape of Pulse v5: for dashboards and scripts that people already have.
///
/// Field names and conventions: lists by kind, times in Unix milliseconds, `cpu` a ratio, `usage` in percent, ids made of instance, node and
/// number. Where v5 says 0 for "not known", this says null.
struct V5State {
    private let fleet: Fleet

    init(_ fleet: Fleet) {
        self.fleet = fleet
    }

    func write() -> [UInt8] {
        var json = JSONWriter(capacity: 4096 + fleet.resources.count * 900)
        let all = fleet.sorted()
        json.object { json in
            json.name("nodes"); json.array(all.filter { $0.id.kind == .node }) { node($1, &$0) }
            json.name("vms"); json.array(guests(all, .qemu)) { guest($1.0, $1.1, &$0) }
            json.name("containers"); json.array(guests(all, .lxc)) { guest($1.0, $1.1, &$0) }
            json.name("hosts"); json.array(all.filter { $0.id.kind == .host }) { host($1, &$0) }
            json.name("storage"); json.array(all.filter { $0.id.kind == .storage }) { storage($1, &$0) }
            emptyLists(&json)
            json.name("connectionHealth")
            json.object { json in
                for report in fleet.sources.values.sorted(by: { $0.source < $1.source }) where report.kind == .proxmoxVE {
                    json.name(data: report.name)
                    json.bool(report.condition == .reachable || report.condition == .degraded)
                }
            }
            json.name("lastUpdate"); json.integer(fleet.at.milliseconds)
            json.name("temperatureMonitoringEnabled"); json.bool(true)
        }
        return json.bytes
    }

    /// What exists in v5 and not here yet. An empty list is `[]`, never null.
    private func emptyLists(_ json: inout JSONWriter) {
        let lists: [StaticString] = [
            "dockerHosts", "removedDockerHosts", "kubernetesClusters", "removedKubernetesClusters", "cephClusters", "physicalDisks", "pbs", "pmg",
            "pbsBackups", "pmgBackups", "replicationJobs", "activeAlerts",
        ]
        for list in lists {
            json.name(list)
            json.array(EmptyCollection<Int>()) { $0.integer($1) }
        }
        let objects: [StaticString] = ["metrics", "performance", "stats"]
        for object in objects {
            json.name(object)
            json.object { _ in }
        }
        json.name("pveBackups"); veBackups(&json)
        json.name("backups")
        json.object { json in
            json.name("pve"); veBackups(&json)
            json.name("pbs"); json.array(EmptyCollection<Int>()) { $0.integer($1) }
            json.name("pmg"); json.array(EmptyCollection<Int>()) { $0.integer($1) }
        }
    }

    private func veBackups(_ json: inout JSONWriter) {
        json.object { json in
            let lists: [StaticString] = ["backupTasks", "storageBackups", "guestSnapshots"]
            for list in lists {
                json.name(list)
                json.array(EmptyCollection<Int>()) { $0.integer($1) }
            }
        }
    }

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
            json.name("uptime"); uptime(facts.startedAt, resource, &json)
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
            if let filesystems = facts.filesystems { json.name("disks"); json.array(filesystems) { disk($1, &$0) } }
            if let reason = resource.metrics[.diskUsed]?.quality.reason { json.name("diskStatusReason"); json.string(reason.rawValue) }
            json.name("osName"); json.string(facts.osName)
            json.name("ipAddresses")
            json.array(facts.interfaces?.flatMap(\.addresses).map { String($0.prefix { $0 != "/" }) } ?? []) { $0.string($1) }
            rates(resource, &json)
            json.name("uptime"); uptime(facts.startedAt, resource, &json)
            json.name("template"); json.bool(facts.template)
            json.name("tags"); json.string(resource.tags.joined(separator: ","))
            json.name("lock"); json.string(facts.lock)
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
        }
    }

    private func storage(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .storage(let facts) = resource.facts else { return }
        let (used, total) = (value(resource, .diskUsed), value(resource, .diskTotal))
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
            space(used, total, &json)
            json.name("avail"); json.number(rest(used, total))
            json.name("content"); json.string(facts.content.joined(separator: ","))
            json.name("shared"); json.bool(facts.shared)
            json.name("enabled"); json.bool(facts.enabled)
            json.name("active"); json.bool(facts.active)
        }
    }

    private func host(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .host(let facts) = resource.facts else { return }
        json.object { json in
            json.name("id"); json.string(resource.id.description)
            json.name("hostname"); json.string(facts.hostname)
            json.name("displayName"); json.string(resource.annotation.displayName ?? facts.hostname)
            json.name("platform"); json.string("linux")
            json.name("osName"); json.string(facts.osName)
            json.name("kernelVersion"); json.string(facts.kernel)
            json.name("architecture"); json.string(facts.architecture)
            json.name("cpuCount"); json.integer(facts.processors.threads)
            json.name("cpuUsage"); json.number(value(resource, .cpu).map { $0 * 100 })
            json.name("memory"); block(resource, .memoryUsed, .memoryTotal, &json)
            json.name("disks"); json.array(facts.filesystems) { disk($1, &$0) }
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("uptimeSeconds"); uptime(facts.startedAt, resource, &json)
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
        }
    }

    // MARK: Parts

    private func usage(_ resource: Resource, _ json: inout JSONWriter) {
        json.name("cpu"); json.number(value(resource, .cpu))
        json.name("memory"); block(resource, .memoryUsed, .memoryTotal, &json)
        json.name("mem"); json.number(value(resource, .memoryUsed))
        json.name("maxmem"); json.number(value(resource, .memoryTotal))
        json.name("disk"); block(resource, .diskUsed, .diskTotal, &json)
        json.name("maxdisk"); json.number(value(resource, .diskTotal))
    }

    private func rates(_ resource: Resource, _ json: inout JSONWriter) {
        json.name("networkIn"); json.number(value(resource, .networkIn)?.rounded())
        json.name("networkOut"); json.number(value(resource, .networkOut)?.rounded())
        json.name("diskRead"); json.number(value(resource, .diskRead)?.rounded())
        json.name("diskWrite"); json.number(value(resource, .diskWrite)?.rounded())
    }

    private func block(_ resource: Resource, _ used: Metric, _ total: Metric, _ json: inout JSONWriter) {
        json.object { json in space(value(resource, used), value(resource, total), &json) }
    }

    private func disk(_ filesystem: Filesystem, _ json: inout JSONWriter) {
        json.object { json in
            space(filesystem.used.map(Double.init), filesystem.total.map(Double.init), &json)
            json.name("mountpoint"); json.string(filesystem.mountpoint)
            json.name("type"); json.string(filesystem.type)
            json.name("device"); json.string(filesystem.device)
        }
    }

    private func space(_ used: Double?, _ total: Double?, _ json: inout JSONWriter) {
        json.name("total"); json.number(total)
        json.name("used"); json.number(used)
        json.name("free"); json.number(rest(used, total))
        json.name("usage"); json.number(percent(used, total))
    }

    private func rest(_ used: Double?, _ total: Double?) -> Double? {
        guard let used, let total else { return nil }
        return max(0, total - used)
    }

    private func percent(_ used: Double?, _ total: Double?) -> Double? {
        guard let used, let total, total > 0 else { return nil }
        return used / total * 100
    }

    private func uptime(_ startedAt: Timestamp?, _ resource: Resource, _ json: inout JSONWriter) {
        json.integer(startedAt.map { max(0, resource.lastSeen.since($0).components.seconds) })
    }

    /// Only what is true now.
    private func value(_ resource: Resource, _ metric: Metric) -> Double? {
        resource.metrics[metric].flatMap { $0.isCurrent ? $0.value : nil }
    }
}
