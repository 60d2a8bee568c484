import PulseCore

extension TemperatureReading: EditableRecord {
    static var blank: TemperatureReading { TemperatureReading(label: "", celsius: 0) }

    static func list(_ field: inout Fields<TemperatureReading>) {
        field("label", \.label)
        field("celsius", \.celsius)
    }
}

extension FanReading: EditableRecord {
    static var blank: FanReading { FanReading(label: "", turns: 0) }

    static func list(_ field: inout Fields<FanReading>) {
        field("label", \.label)
        field("turns", \.turns)
    }
}

extension SoftwareArray.Member: EditableRecord {
    static var blank: SoftwareArray.Member { SoftwareArray.Member(device: "", state: "active") }

    static func list(_ field: inout Fields<SoftwareArray.Member>) {
        field("device", \.device)
        field("state", \.state)
        field("slot", \.slot)
    }
}

extension SoftwareArray: EditableRecord {
    static var blank: SoftwareArray { SoftwareArray(device: "", state: "clean") }

    static func list(_ field: inout Fields<SoftwareArray>) {
        field("device", \.device)
        field("level", \.level)
        field("state", \.state)
        field("devicesWanted", \.devicesWanted)
        field("devicesActive", \.devicesActive)
        field("devicesFailed", \.devicesFailed)
        field("devicesSpare", \.devicesSpare)
        field("members", \.members)
        field("action", \.action)
        field("progress", \.progress)
        field("size", \.size)
    }
}

extension ZFSPool: EditableRecord {
    static var blank: ZFSPool { ZFSPool(name: "") }

    static func list(_ field: inout Fields<ZFSPool>) {
        field("name", \.name)
        field("health", \.health)
        field("size", \.size)
        field("allocated", \.allocated)
        field("fragmentation", \.fragmentation)
        field("scan", \.scan)
        field("scrubbedAt", \.scrubbedAt)
        field("errors", \.errors)
        field("readErrors", \.readErrors)
        field("writeErrors", \.writeErrors)
        field("checksumErrors", \.checksumErrors)
    }
}

extension HostDisk: EditableRecord {
    static var blank: HostDisk { HostDisk(device: "", answer: .answered) }

    static func list(_ field: inout Fields<HostDisk>) {
        field("device", \.device)
        field("model", \.model)
        field("serial", \.serial)
        field("bus", \.bus)
        field("size", \.size)
        field("isRotational", \.isRotational)
        field("answer", \.answer)
        field("passed", \.passed)
        field("celsius", \.celsius)
        field("powerOnHours", \.powerOnHours)
        field("wear", \.wear)
        field("reallocatedSectors", \.reallocatedSectors)
        field("pendingSectors", \.pendingSectors)
        field("uncorrectableErrors", \.uncorrectableErrors)
        field("mediaErrors", \.mediaErrors)
        field("linkErrors", \.linkErrors)
        field("spareLeft", \.spareLeft)
        field("askedAt", \.askedAt)
    }
}

extension PackageState: EditableRecord {
    static var blank: PackageState { PackageState(manager: "apt") }

    static func list(_ field: inout Fields<PackageState>) {
        field("manager", \.manager)
        field("pending", \.pending)
        field("security", \.security)
        field("listsAt", \.listsAt)
    }
}

extension ClockState: EditableRecord {
    static var blank: ClockState { ClockState() }

    static func list(_ field: inout Fields<ClockState>) {
        field("isSynchronised", \.isSynchronised)
        field("estimatedError", \.estimatedError)
    }
}

extension EngineFacts.Swarm: EditableRecord {
    static var blank: EngineFacts.Swarm { EngineFacts.Swarm(state: "active", isManager: true) }

    static func list(_ field: inout Fields<EngineFacts.Swarm>) {
        field("clusterID", \.clusterID)
        field("nodeID", \.nodeID)
        field("state", \.state)
        field("isManager", \.isManager)
    }
}

extension EngineFacts: EditableRecord {
    static var blank: EngineFacts { EngineFacts(product: "docker") }

    static func list(_ field: inout Fields<EngineFacts>) {
        field("product", \.product)
        field("version", \.version)
        field("apiVersion", \.apiVersion)
        field("isRootless", \.isRootless)
        field("storageDriver", \.storageDriver)
        field("swarm", \.swarm)
        field("imageBytes", \.imageBytes)
        field("containerBytes", \.containerBytes)
        field("volumeBytes", \.volumeBytes)
        field("cacheBytes", \.cacheBytes)
        field("reclaimableBytes", \.reclaimableBytes)
    }
}

extension HostFacts: EditableRecord {
    static var blank: HostFacts { HostFacts(hostname: "") }

    static func list(_ field: inout Fields<HostFacts>) {
        field("hostname", \.hostname)
        field("machineID", \.machineID)
        field("osName", \.osName)
        field("kernel", \.kernel)
        field("architecture", \.architecture)
        field("processors", \.processors)
        field("loadAverage", \.loadAverage)
        field("startedAt", \.startedAt)
        field("filesystems", \.filesystems)
        field("interfaces", \.interfaces)
        field("temperatures", \.temperatures)
        field("fans", \.fans)
        field("arrays", \.arrays)
        field("pools", \.pools)
        field("disks", \.disks)
        field("failedUnits", \.failedUnits)
        field("packages", \.packages)
        field("isRebootDue", \.isRebootDue)
        field("clock", \.clock)
        field("engines", \.engines)
        field("virtualization", \.virtualization)
        field("productUUID", \.productUUID)
    }
}
