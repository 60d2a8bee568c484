import PulseCore

// `facts` of machines that a probe of ours looks at. Members are the properties by name.

extension HostFacts {
    func write(into json: inout JSONWriter) {
        json.name("hostname"); json.string(hostname)
        json.name("machineID"); json.string(machineID)
        json.name("osName"); json.string(osName)
        json.name("kernel"); json.string(kernel)
        json.name("architecture"); json.string(architecture)
        json.name("processors"); json.processors(processors)
        json.name("loadAverage"); json.loadAverage(loadAverage)
        json.name("startedAt"); json.time(startedAt)
        json.name("filesystems"); json.array(filesystems) { $0.filesystem($1) }
        json.name("interfaces"); json.array(interfaces) { $0.interface($1) }
        json.name("temperatures"); json.array(temperatures) { $1.write(into: &$0) }
        json.name("fans"); json.list(fans) { $1.write(into: &$0) }
        json.name("arrays"); json.list(arrays) { $1.write(into: &$0) }
        json.name("pools"); json.list(pools) { $1.write(into: &$0) }
        json.name("disks"); json.list(disks) { $1.write(into: &$0) }
        json.name("failedUnits"); json.list(failedUnits) { $0.string($1) }
        json.name("packages"); packages.write(into: &json) { $0.write(into: &$1) }
        json.name("isRebootDue"); json.bool(isRebootDue)
        json.name("clock"); clock.write(into: &json) { $0.write(into: &$1) }
        json.name("engines"); json.list(engines) { $1.write(into: &$0) }
        json.name("virtualization"); json.string(virtualization)
        json.name("productUUID"); json.string(productUUID)
    }
}

extension TemperatureReading {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("label"); json.string(label)
            json.name("celsius"); json.number(celsius)
        }
    }
}

extension FanReading {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("label"); json.string(label)
            json.name("turns"); json.integer(turns)
        }
    }
}

extension SoftwareArray {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("device"); json.string(device)
            json.name("level"); json.string(level)
            json.name("state"); json.string(state)
            json.name("devicesWanted"); json.integer(devicesWanted)
            json.name("devicesActive"); json.integer(devicesActive)
            json.name("devicesFailed"); json.integer(devicesFailed)
            json.name("devicesSpare"); json.integer(devicesSpare)
            json.name("isDegraded"); json.bool(isDegraded)
            json.name("members"); json.array(members) { $1.write(into: &$0) }
            json.name("action"); json.string(action)
            json.name("progress"); json.number(progress)
            json.name("size"); json.integer(size)
        }
    }
}

extension SoftwareArray.Member {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("device"); json.string(device)
            json.name("state"); json.string(state)
            json.name("slot"); json.integer(slot)
        }
    }
}

extension ZFSPool {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("health"); json.string(health)
            json.name("size"); json.integer(size)
            json.name("allocated"); json.integer(allocated)
            json.name("fragmentation"); json.number(fragmentation)
            json.name("scan"); json.string(scan)
            json.name("scrubbedAt"); json.time(scrubbedAt)
            json.name("errors"); json.string(errors)
            json.name("readErrors"); json.integer(readErrors)
            json.name("writeErrors"); json.integer(writeErrors)
            json.name("checksumErrors"); json.integer(checksumErrors)
        }
    }
}

extension HostDisk {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("device"); json.string(device)
            json.name("model"); json.string(model)
            json.name("serial"); json.string(serial)
            json.name("bus"); json.string(bus)
            json.name("size"); json.integer(size)
            json.name("isRotational"); json.bool(isRotational)
            json.name("answer"); json.string(answer.rawValue)
            json.name("passed"); json.bool(passed)
            json.name("celsius"); json.number(celsius)
            json.name("powerOnHours"); json.integer(powerOnHours)
            json.name("wear"); json.number(wear)
            json.name("reallocatedSectors"); json.integer(reallocatedSectors)
            json.name("pendingSectors"); json.integer(pendingSectors)
            json.name("uncorrectableErrors"); json.integer(uncorrectableErrors)
            json.name("mediaErrors"); json.integer(mediaErrors)
            json.name("linkErrors"); json.integer(linkErrors)
            json.name("spareLeft"); json.number(spareLeft)
            json.name("askedAt"); json.time(askedAt)
        }
    }
}

extension PackageState {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("manager"); json.string(manager)
            json.name("pending"); json.integer(pending)
            json.name("security"); json.integer(security)
            json.name("listsAt"); json.time(listsAt)
        }
    }
}

extension ClockState {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("isSynchronised"); json.bool(isSynchronised)
            json.name("estimatedError"); json.number(estimatedError)
        }
    }
}

extension EngineFacts {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("product"); json.string(product)
            json.name("version"); json.string(version)
            json.name("apiVersion"); json.string(apiVersion)
            json.name("isRootless"); json.bool(isRootless)
            json.name("storageDriver"); json.string(storageDriver)
            json.name("swarm"); swarm.write(into: &json) { $0.write(into: &$1) }
            json.name("imageBytes"); json.integer(imageBytes)
            json.name("containerBytes"); json.integer(containerBytes)
            json.name("volumeBytes"); json.integer(volumeBytes)
            json.name("cacheBytes"); json.integer(cacheBytes)
            json.name("reclaimableBytes"); json.integer(reclaimableBytes)
        }
    }
}

extension EngineFacts.Swarm {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("clusterID"); json.string(clusterID)
            json.name("nodeID"); json.string(nodeID)
            json.name("state"); json.string(state)
            json.name("isManager"); json.bool(isManager)
        }
    }
}
