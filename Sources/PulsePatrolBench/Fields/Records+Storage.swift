import PulseCore

extension DatastoreFacts: EditableRecord {
    static var blank: DatastoreFacts { DatastoreFacts(name: "") }

    static func list(_ field: inout Fields<DatastoreFacts>) {
        field("name", \.name)
        field("comment", \.comment)
        field("maintenance", \.maintenance)
        field("mountStatus", \.mountStatus)
        field("backend", \.backend)
        field("estimatedFullAt", \.estimatedFullAt)
        field("collectedAt", \.collectedAt)
        field("pendingBytes", \.pendingBytes)
        field("removedBytes", \.removedBytes)
        field("badChunks", \.badChunks)
        field("groups", \.groups)
        field("snapshots", \.snapshots)
        field("error", \.error)
    }
}

extension PoolDevice: EditableRecord {
    static var blank: PoolDevice { PoolDevice(name: "", depth: 0) }

    static func list(_ field: inout Fields<PoolDevice>) {
        field("name", \.name)
        field("depth", \.depth)
        field("state", \.state)
        field("readErrors", \.readErrors)
        field("writeErrors", \.writeErrors)
        field("checksumErrors", \.checksumErrors)
        field("message", \.message)
    }
}

extension PoolFacts: EditableRecord {
    static var blank: PoolFacts { PoolFacts(kind: .zfs, name: "", node: "") }

    static func list(_ field: inout Fields<PoolFacts>) {
        field("kind", \.kind)
        field("name", \.name)
        field("node", \.node)
        field("health", \.health)
        field("fragmentation", \.fragmentation)
        field("deduplication", \.deduplication)
        field("scrubbedAt", \.scrubbedAt)
        field("scan", \.scan)
        field("errors", \.errors)
        field("action", \.action)
        field("devices", \.devices)
    }
}

extension DiskFacts.Attribute: EditableRecord {
    static var blank: DiskFacts.Attribute { DiskFacts.Attribute(name: "") }

    static func list(_ field: inout Fields<DiskFacts.Attribute>) {
        field("id", \.id)
        field("name", \.name)
        field("value", \.value)
        field("worst", \.worst)
        field("threshold", \.threshold)
        field("raw", \.raw)
        field("failure", \.failure)
    }
}

extension DiskFacts: EditableRecord {
    static var blank: DiskFacts { DiskFacts(node: "", device: "") }

    static func list(_ field: inout Fields<DiskFacts>) {
        field("node", \.node)
        field("device", \.device)
        field("model", \.model)
        field("vendor", \.vendor)
        field("serial", \.serial)
        field("type", \.type)
        field("size", \.size)
        field("rotations", \.rotations)
        field("health", \.health)
        field("usage", \.usage)
        field("osd", \.osd)
        field("powerOnTime", \.powerOnTime)
        field("mediaErrors", \.mediaErrors)
        field("attributes", \.attributes)
    }
}

extension CephFacts: EditableRecord {
    static var blank: CephFacts { CephFacts() }

    static func list(_ field: inout Fields<CephFacts>) {
        field("health", \.health)
        field("osdsTotal", \.osdsTotal)
        field("osdsUp", \.osdsUp)
        field("osdsIn", \.osdsIn)
        field("monitorsTotal", \.monitorsTotal)
        field("monitorsInQuorum", \.monitorsInQuorum)
        field("placementGroups", \.placementGroups)
        field("version", \.version)
    }
}

extension MailFacts: EditableRecord {
    static var blank: MailFacts { MailFacts() }

    static func list(_ field: inout Fields<MailFacts>) {
        field("nodesTotal", \.nodesTotal)
        field("nodesReachable", \.nodesReachable)
        field("spamQuarantine", \.spamQuarantine)
        field("virusQuarantine", \.virusQuarantine)
    }
}
