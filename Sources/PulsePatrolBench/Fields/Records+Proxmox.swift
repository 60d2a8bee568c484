import PulseCore

extension ClusterFacts: EditableRecord {
    static var blank: ClusterFacts { ClusterFacts() }

    static func list(_ field: inout Fields<ClusterFacts>) {
        field("clusterName", \.clusterName)
        field("quorate", \.quorate)
        field("nodesOnline", \.nodesOnline)
        field("nodesTotal", \.nodesTotal)
    }
}

extension ProcessorFacts: EditableRecord {
    static var blank: ProcessorFacts { ProcessorFacts() }

    static func list(_ field: inout Fields<ProcessorFacts>) {
        field("model", \.model)
        field("sockets", \.sockets)
        field("cores", \.cores)
        field("threads", \.threads)
        field("megahertz", \.megahertz)
    }
}

extension NodeFacts: EditableRecord {
    static var blank: NodeFacts { NodeFacts(name: "") }

    static func list(_ field: inout Fields<NodeFacts>) {
        field("name", \.name)
        field("address", \.address)
        field("version", \.version)
        field("kernel", \.kernel)
        field("processors", \.processors)
        field("loadAverage", \.loadAverage)
        field("startedAt", \.startedAt)
        field("haState", \.haState)
        field("certificateFingerprint", \.certificateFingerprint)
        field("webAddress", \.webAddress)
    }
}

extension Filesystem: EditableRecord {
    static var blank: Filesystem { Filesystem(mountpoint: "") }

    static func list(_ field: inout Fields<Filesystem>) {
        field("mountpoint", \.mountpoint)
        field("type", \.type)
        field("device", \.device)
        field("total", \.total)
        field("used", \.used)
    }
}

extension NetworkInterface: EditableRecord {
    static var blank: NetworkInterface { NetworkInterface(name: "") }

    static func list(_ field: inout Fields<NetworkInterface>) {
        field("name", \.name)
        field("hardwareAddress", \.hardwareAddress)
        field("addresses", \.addresses)
    }
}

extension GuestFacts: EditableRecord {
    static var blank: GuestFacts { GuestFacts(type: .qemu, vmid: 0, node: "") }

    static func list(_ field: inout Fields<GuestFacts>) {
        field("type", \.type)
        field("vmid", \.vmid)
        field("node", \.node)
        field("processors", \.processors)
        field("template", \.template)
        field("lock", \.lock)
        field("pool", \.pool)
        field("haState", \.haState)
        field("startedAt", \.startedAt)
        field("agent", \.agent)
        field("osName", \.osName)
        field("hostname", \.hostname)
        field("entrypoint", \.entrypoint)
        field("interfaces", \.interfaces)
        field("filesystems", \.filesystems)
        field("diskSize", \.diskSize)
        field("balloonTarget", \.balloonTarget)
        field("disks", \.disks)
        field("webAddress", \.webAddress)
    }
}

extension GuestDisk: EditableRecord {
    static var blank: GuestDisk { GuestDisk(name: "scsi9", volume: "") }

    static func list(_ field: inout Fields<GuestDisk>) {
        field("name", \.name)
        field("volume", \.volume)
        field("size", \.size)
    }
}

extension StorageFacts: EditableRecord {
    static var blank: StorageFacts { StorageFacts(name: "", shared: false, nodes: []) }

    static func list(_ field: inout Fields<StorageFacts>) {
        field("name", \.name)
        field("type", \.type)
        field("content", \.content)
        field("shared", \.shared)
        field("nodes", \.nodes)
        field("enabled", \.enabled)
        field("active", \.active)
    }
}
