import PulseCore

/// What container engines keep beside containers.
struct EngineLists {
    let reader: RecordReader

    func images() -> RecordList {
        reader.engines(\.images) { image, json in
            json.name("imageID"); json.string(image.imageID)
            json.name("tags"); json.array(image.tags) { $0.string($1) }
            json.name("digests"); json.array(image.digests) { $0.string($1) }
            json.name("size"); json.integer(image.size)
            json.name("createdAt"); json.time(image.createdAt)
            json.name("containers"); json.integer(image.containers)
        }
    }

    func volumes() -> RecordList {
        reader.engines(\.volumes) { volume, json in
            json.name("name"); json.string(volume.name)
            json.name("driver"); json.string(volume.driver)
            json.name("mountpoint"); json.string(volume.mountpoint)
            json.name("size"); json.integer(volume.size)
            json.name("containers"); json.integer(volume.containers)
            json.name("createdAt"); json.time(volume.createdAt)
            json.name("project"); json.string(volume.project)
        }
    }

    func networks() -> RecordList {
        reader.engines(\.networks) { network, json in
            json.name("networkID"); json.string(network.networkID)
            json.name("name"); json.string(network.name)
            json.name("driver"); json.string(network.driver)
            json.name("scope"); json.string(network.scope)
            json.name("subnets"); json.array(network.subnets) { $0.string($1) }
            json.name("isInternal"); json.bool(network.isInternal)
        }
    }

    func swarmNodes() -> RecordList {
        reader.engines(\.swarmNodes) { node, json in
            json.name("nodeID"); json.string(node.nodeID)
            json.name("hostname"); json.string(node.hostname)
            json.name("role"); json.string(node.role)
            json.name("state"); json.string(node.state)
            json.name("availability"); json.string(node.availability)
            json.name("isLeader"); json.bool(node.isLeader)
            json.name("reachability"); json.string(node.reachability)
            json.name("address"); json.string(node.address)
            json.name("engineVersion"); json.string(node.engineVersion)
        }
    }
}
