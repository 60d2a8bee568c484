import PulseCore

/// `facts` of a RESOURCE, one shape per kind.
extension JSONWriter {
    mutating func facts(_ facts: Facts) {
        object { json in
            switch facts {
            case .cluster(let facts): json.members(of: facts)
            case .node(let facts): json.members(of: facts)
            case .guest(let facts): json.members(of: facts)
            case .storage(let facts): json.members(of: facts)
            case .host(let facts): facts.write(into: &json)
            case .datastore(let facts): facts.write(into: &json)
            case .pool(let facts): facts.write(into: &json)
            case .disk(let facts): facts.write(into: &json)
            case .ceph(let facts): facts.write(into: &json)
            case .mail(let facts): facts.write(into: &json)
            case .container(let facts): facts.write(into: &json)
            case .swarmService(let facts): facts.write(into: &json)
            case .kubernetesCluster(let facts): facts.write(into: &json)
            case .kubernetesNode(let facts): facts.write(into: &json)
            case .kubernetesPod(let facts): facts.write(into: &json)
            case .kubernetesWorkload(let facts): facts.write(into: &json)
            case .kubernetesClaim(let facts): facts.write(into: &json)
            }
        }
    }

    private mutating func members(of facts: ClusterFacts) {
        name("clusterName"); string(facts.clusterName)
        name("quorate"); bool(facts.quorate)
        name("nodesOnline"); integer(facts.nodesOnline)
        name("nodesTotal"); integer(facts.nodesTotal)
    }

    private mutating func members(of facts: NodeFacts) {
        name("address"); string(facts.address)
        name("version"); string(facts.version)
        name("kernel"); string(facts.kernel)
        name("processors"); processors(facts.processors)
        name("loadAverage"); loadAverage(facts.loadAverage)
        name("startedAt"); time(facts.startedAt)
        name("haState"); string(facts.haState)
        name("certificateFingerprint"); string(facts.certificateFingerprint)
        name("webAddress"); string(facts.webAddress)
    }

    private mutating func members(of facts: GuestFacts) {
        name("type"); string(facts.type.rawValue)
        name("vmid"); integer(facts.vmid)
        name("node"); string(facts.node)
        name("processors"); number(facts.processors)
        name("template"); bool(facts.template)
        name("lock"); string(facts.lock)
        name("pool"); string(facts.pool)
        name("haState"); string(facts.haState)
        name("startedAt"); time(facts.startedAt)
        name("agent"); string(facts.agent.rawValue)
        name("osName"); string(facts.osName)
        name("entrypoint"); string(facts.entrypoint)
        name("hostname"); string(facts.hostname)
        name("interfaces"); optionalArray(facts.interfaces) { $0.interface($1) }
        name("filesystems"); optionalArray(facts.filesystems) { $0.filesystem($1) }
        name("diskSize"); integer(facts.diskSize)
        name("balloonTarget"); integer(facts.balloonTarget)
        name("disks"); optionalArray(facts.disks) { $1.write(to: &$0) }
        name("webAddress"); string(facts.webAddress)
    }

    private mutating func members(of facts: StorageFacts) {
        name("type"); string(facts.type)
        name("content"); array(facts.content) { $0.string($1) }
        name("shared"); bool(facts.shared)
        name("nodes"); array(facts.nodes) { $0.string($1) }
        name("enabled"); bool(facts.enabled)
        name("active"); bool(facts.active)
    }

    mutating func processors(_ processors: ProcessorFacts) {
        object { json in
            json.name("model"); json.string(processors.model)
            json.name("sockets"); json.integer(processors.sockets)
            json.name("cores"); json.integer(processors.cores)
            json.name("threads"); json.integer(processors.threads)
            json.name("megahertz"); json.number(processors.megahertz)
        }
    }

    mutating func loadAverage(_ load: [Double]?) { optionalArray(load) { $0.number($1) } }

    mutating func optionalArray<Element>(_ elements: [Element]?, _ each: (inout JSONWriter, Element) -> Void) {
        if let elements { array(elements, each) } else { null() }
    }

    mutating func interface(_ interface: NetworkInterface) {
        object { json in
            json.name("name"); json.string(interface.name)
            json.name("hardwareAddress"); json.string(interface.hardwareAddress)
            json.name("addresses"); json.array(interface.addresses) { $0.string($1) }
        }
    }

    mutating func filesystem(_ filesystem: Filesystem) {
        object { json in
            json.name("mountpoint"); json.string(filesystem.mountpoint)
            json.name("type"); json.string(filesystem.type)
            json.name("device"); json.string(filesystem.device)
            json.name("total"); json.integer(filesystem.total)
            json.name("used"); json.integer(filesystem.used)
        }
    }
}

extension GuestDisk {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("volume"); json.string(volume)
            json.name("storage"); json.string(storage)
            json.name("size"); json.integer(size)
            json.name("unused"); json.bool(isUnused)
        }
    }
}
