import PulseCore

// `facts` of datastores, pools, disks, Ceph and mail.

extension DatastoreFacts {
    func write(into json: inout JSONWriter) {
        json.name("comment"); json.string(comment)
        json.name("maintenance"); json.string(maintenance)
        json.name("mountStatus"); json.string(mountStatus)
        json.name("backend"); json.string(backend)
        json.name("estimatedFullAt"); json.time(estimatedFullAt)
        json.name("collectedAt"); json.time(collectedAt)
        json.name("pendingBytes"); json.integer(pendingBytes)
        json.name("removedBytes"); json.integer(removedBytes)
        json.name("badChunks"); json.integer(badChunks)
        json.name("groups"); json.integer(groups)
        json.name("snapshots"); json.integer(snapshots)
        json.name("error"); json.string(error)
    }
}

extension PoolFacts {
    func write(into json: inout JSONWriter) {
        json.name("type"); json.string(kind.rawValue)
        json.name("node"); json.string(node)
        json.name("health"); json.string(health)
        json.name("fragmentation"); json.number(fragmentation)
        json.name("deduplication"); json.number(deduplication)
        json.name("scrubbedAt"); json.time(scrubbedAt)
        json.name("scan"); json.string(scan)
        json.name("errors"); json.string(errors)
        json.name("action"); json.string(action)
        json.name("devices")
        json.optionalArray(devices) { json, device in
            json.object { json in
                json.name("name"); json.string(device.name)
                json.name("depth"); json.integer(device.depth)
                json.name("state"); json.string(device.state)
                json.name("readErrors"); json.integer(device.readErrors)
                json.name("writeErrors"); json.integer(device.writeErrors)
                json.name("checksumErrors"); json.integer(device.checksumErrors)
                json.name("message"); json.string(device.message)
            }
        }
    }
}

extension DiskFacts {
    func write(into json: inout JSONWriter) {
        json.name("node"); json.string(node)
        json.name("device"); json.string(device)
        json.name("model"); json.string(model)
        json.name("vendor"); json.string(vendor)
        json.name("serial"); json.string(serial)
        json.name("type"); json.string(type)
        json.name("size"); json.integer(size)
        json.name("rotations"); json.integer(rotations)
        json.name("health"); json.string(health)
        json.name("usage"); json.string(usage)
        json.name("osd"); json.integer(osd)
        json.name("powerOnSeconds"); json.integer(powerOnTime.map { $0.components.seconds })
        json.name("mediaErrors"); json.integer(mediaErrors)
        json.name("attributes")
        json.optionalArray(attributes) { json, attribute in
            json.object { json in
                json.name("id"); json.integer(attribute.id)
                json.name("name"); json.string(attribute.name)
                json.name("value"); json.integer(attribute.value)
                json.name("worst"); json.integer(attribute.worst)
                json.name("threshold"); json.integer(attribute.threshold)
                json.name("raw"); json.string(attribute.raw)
                json.name("failure"); json.string(attribute.failure)
            }
        }
    }
}

extension CephFacts {
    func write(into json: inout JSONWriter) {
        json.name("health"); json.string(health)
        json.name("osdsTotal"); json.integer(osdsTotal)
        json.name("osdsUp"); json.integer(osdsUp)
        json.name("osdsIn"); json.integer(osdsIn)
        json.name("monitorsTotal"); json.integer(monitorsTotal)
        json.name("monitorsInQuorum"); json.integer(monitorsInQuorum)
        json.name("placementGroups"); json.integer(placementGroups)
        json.name("version"); json.string(version)
    }
}

extension MailFacts {
    func write(into json: inout JSONWriter) {
        json.name("nodesTotal"); json.integer(nodesTotal)
        json.name("nodesReachable"); json.integer(nodesReachable)
        json.name("spamQuarantine"); json.integer(spamQuarantine)
        json.name("virusQuarantine"); json.integer(virusQuarantine)
    }
}
