import PulseCore

/// Ceph and physical disks as Pulse v5 lists them.
struct V5Hardware {
    let view: BackupView
    /// What the reader may see.
    let fleet: Fleet

    func writeMembers(into json: inout JSONWriter) {
        json.name("cephClusters"); json.array(fleet.sorted([.ceph])) { ceph($1, &$0) }
        json.name("physicalDisks"); json.array(fleet.sorted([.disk])) { disk($1, &$0) }
    }

    private func ceph(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .ceph(let facts) = resource.facts else { return }
        let space = V5Space(of: resource)
        // What Ceph says in words names pools and machines.
        let state = view.showsAll(of: resource.source) ? view.ledger.sources[resource.source]?.ceph.value.flatMap { $0 } : nil
        json.object { json in
            json.name("id"); json.string(V5Identity.id(of: resource, in: fleet))
            json.name("instance"); json.string(V5Identity.instance(of: resource, in: fleet))
            json.name("name"); json.string(resource.name)
            json.name("fsid"); json.string(state?.fsid)
            json.name("health"); json.string(facts.health)
            if let state, !state.checks.isEmpty { json.name("healthMessage"); json.string(state.checks.map(\.message).joined(separator: "; ")) }
            json.name("totalBytes"); json.number(space.total)
            json.name("usedBytes"); json.number(space.used)
            json.name("availableBytes"); json.number(space.free)
            json.name("usagePercent"); json.number(space.percent)
            json.name("numMons"); json.integer(facts.monitorsTotal)
            json.name("numMgrs"); json.integer(state?.managers)
            json.name("numOsds"); json.integer(facts.osdsTotal)
            json.name("numOsdsUp"); json.integer(facts.osdsUp)
            json.name("numOsdsIn"); json.integer(facts.osdsIn)
            json.name("numPGs"); json.integer(facts.placementGroups)
            json.name("pools"); json.array(state?.pools ?? []) { $1.writeV5(into: &$0) }
            json.name("services"); json.array(services(facts, state)) { $1.write(into: &$0) }
            json.name("lastUpdated"); json.integer(resource.lastSeen.milliseconds)
        }
    }

    private struct Service {
        let type: String
        let running: Int?
        let total: Int?

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.name("type"); json.string(type)
                json.name("running"); json.integer(running)
                json.name("total"); json.integer(total)
            }
        }
    }

    private func services(_ facts: CephFacts, _ state: CephState?) -> [Service] {
        var all: [Service] = []
        if let total = facts.monitorsTotal { all.append(Service(type: "mon", running: facts.monitorsInQuorum, total: total)) }
        // Ceph lists those that run and forgets the others.
        if let managers = state?.managers { all.append(Service(type: "mgr", running: managers, total: managers)) }
        return all
    }

    private func disk(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .disk(let facts) = resource.facts else { return }
        json.object { json in
            json.name("id"); json.string(V5Identity.id(of: resource, in: fleet))
            json.name("node"); json.string(facts.node)
            json.name("instance"); json.string(V5Identity.instance(of: resource, in: fleet))
            json.name("devPath"); json.string(facts.device)
            json.name("model"); json.string(facts.model)
            json.name("serial"); json.string(facts.serial)
            json.name("wwn"); json.null()
            json.name("type"); json.string(facts.type)
            json.name("size"); json.integer(facts.size)
            json.name("health"); json.string(facts.health)
            // What is left of its life, in percent.
            json.name("wearout"); json.number(resource.current(.wear).map { ((1 - $0) * 100).rounded() })
            json.name("temperature"); json.number(resource.current(.temperature)?.rounded())
            json.name("rpm"); json.integer(facts.rotations)
            json.name("used"); json.string(facts.usage)
            json.name("lastChecked"); json.time(resource.lastSeen)
        }
    }
}

extension CephPool {
    fileprivate func writeV5(into json: inout JSONWriter) {
        // What is used and its share of what could be: the rest follows.
        let available = used.flatMap { used in usedShare.flatMap { $0 > 0 ? (Double(used) / $0 - Double(used)).rounded() : nil } }
        json.object { json in
            json.name("id"); json.integer(id)
            json.name("name"); json.string(name)
            json.name("storedBytes"); json.integer(used)
            json.name("availableBytes"); json.number(available)
            json.name("objects"); json.null()
            json.name("percentUsed"); json.number(usedShare.map { $0 * 100 })
        }
    }
}
