import PulseCore

extension ImageRecord: EditableRecord {
    static var blank: ImageRecord { ImageRecord(imageID: "") }

    static func list(_ field: inout Fields<ImageRecord>) {
        field("imageID", \.imageID)
        field("tags", \.tags)
        field("digests", \.digests)
        field("size", \.size)
        field("createdAt", \.createdAt)
        field("containers", \.containers)
    }
}

extension VolumeRecord: EditableRecord {
    static var blank: VolumeRecord { VolumeRecord(name: "") }

    static func list(_ field: inout Fields<VolumeRecord>) {
        field("name", \.name)
        field("driver", \.driver)
        field("mountpoint", \.mountpoint)
        field("size", \.size)
        field("containers", \.containers)
        field("createdAt", \.createdAt)
        field("project", \.project)
    }
}

extension NetworkRecord: EditableRecord {
    static var blank: NetworkRecord { NetworkRecord(networkID: "", name: "") }

    static func list(_ field: inout Fields<NetworkRecord>) {
        field("networkID", \.networkID)
        field("name", \.name)
        field("driver", \.driver)
        field("scope", \.scope)
        field("subnets", \.subnets)
        field("isInternal", \.isInternal)
    }
}

extension SwarmNodeRecord: EditableRecord {
    static var blank: SwarmNodeRecord { SwarmNodeRecord(nodeID: "", hostname: "") }

    static func list(_ field: inout Fields<SwarmNodeRecord>) {
        field("nodeID", \.nodeID)
        field("hostname", \.hostname)
        field("role", \.role)
        field("state", \.state)
        field("availability", \.availability)
        field("isLeader", \.isLeader)
        field("reachability", \.reachability)
        field("address", \.address)
        field("engineVersion", \.engineVersion)
    }
}

extension EngineRecords: EditableRecord {
    static var blank: EngineRecords { EngineRecords(product: "docker") }

    static func list(_ field: inout Fields<EngineRecords>) {
        field("product", \.product)
        field("images", \.images)
        field("volumes", \.volumes)
        field("networks", \.networks)
        field("swarmNodes", \.swarmNodes)
        field("leftOut", \.leftOut)
    }
}
