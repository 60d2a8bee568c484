import PulseAgentProtocol
import PulseCore

/// Makes the lists of one engine of what it answered.
struct EngineLists: Sendable, Equatable {
    private(set) var records: EngineRecords
    private var imagesLeftOut = 0
    private var volumesLeftOut = 0
    private var networksLeftOut = 0
    private var volumeUse: [String: (size: Int64?, containers: Int?)] = [:]

    init(product: String) {
        records = EngineRecords(product: product)
    }

    static func == (left: Self, right: Self) -> Bool { left.records == right.records }

    mutating func take(images rows: [ImageRow]) {
        records.images = rows.sorted { $0.id < $1.id }.prefix(AgentLimits.records).map(Self.image)
        imagesLeftOut = max(0, rows.count - AgentLimits.records)
        countLeftOut()
    }

    mutating func take(volumes rows: [VolumeRow]) {
        records.volumes = rows.sorted { $0.name < $1.name }.prefix(AgentLimits.records).map { volume($0) }
        volumesLeftOut = max(0, rows.count - AgentLimits.records)
        countLeftOut()
    }

    mutating func take(networks rows: [NetworkRow]) {
        records.networks = rows.sorted { ($0.name, $0.id) < ($1.name, $1.id) }.prefix(AgentLimits.records).map(Self.network)
        networksLeftOut = max(0, rows.count - AgentLimits.records)
        countLeftOut()
    }

    mutating func take(nodes rows: [SwarmNodeRow]) {
        records.swarmNodes = rows.sorted { $0.id < $1.id }.prefix(AgentLimits.records).map(Self.node)
    }

    /// Sizes are reckoned seldom, so they are kept for the lists that come in between.
    mutating func take(use rows: [VolumeRow]) {
        let sizes = rows.prefix(AgentLimits.records).map { ($0.name.name, (Self.counted($0.usage?.size), Self.counted($0.usage?.containers))) }
        volumeUse = [String: (size: Int64?, containers: Int?)](sizes) { first, _ in first }
        for index in records.volumes.indices { fillUse(&records.volumes[index]) }
    }

    private mutating func countLeftOut() { records.leftOut = imagesLeftOut + volumesLeftOut + networksLeftOut }

    private func fillUse(_ record: inout VolumeRecord) {
        guard let use = volumeUse[record.name] else { return }
        record.size = use.size
        record.containers = use.containers
    }

    private func volume(_ row: VolumeRow) -> VolumeRecord {
        var record = VolumeRecord(name: row.name.name)
        record.driver = row.driver?.name.unlessEmpty
        record.mountpoint = row.mountpoint?.text.unlessEmpty
        record.createdAt = Timestamp(engine: row.created)
        record.project = row.labels?["com.docker.compose.project"]?.name
        fillUse(&record)
        return record
    }

    private static func image(_ row: ImageRow) -> ImageRecord {
        func named(_ names: [String]?) -> [String] { (names ?? []).filter { !$0.hasPrefix("<none>") }.prefix(32).map(\.text) }
        var record = ImageRecord(imageID: row.id.text, tags: named(row.tags), digests: named(row.digests))
        record.size = row.size
        record.createdAt = row.created.flatMap { $0 > 0 ? Timestamp(seconds: $0) : nil }
        record.containers = counted(row.containers)
        return record
    }

    private static func network(_ row: NetworkRow) -> NetworkRecord {
        var record = NetworkRecord(networkID: row.id.text, name: row.name.name)
        record.driver = row.driver?.name
        record.scope = row.scope?.cut(toBytes: 32)
        record.isInternal = row.isInternal
        record.subnets = (row.addressing?.pools ?? []).prefix(16).compactMap { $0.subnet?.cut(toBytes: 64) }
        return record
    }

    private static func node(_ row: SwarmNodeRow) -> SwarmNodeRecord {
        var record = SwarmNodeRecord(nodeID: row.id.text, hostname: (row.description?.hostname ?? "").name)
        record.role = row.specification?.role?.cut(toBytes: 32)
        record.availability = row.specification?.availability?.cut(toBytes: 32)
        record.state = row.status?.state?.cut(toBytes: 32)
        record.address = row.status?.address?.cut(toBytes: 64)
        record.engineVersion = row.description?.engine?.version?.cut(toBytes: 64)
        record.isLeader = row.manager.map { $0.isLeader ?? false }
        record.reachability = row.manager?.reachability?.cut(toBytes: 32)
        return record
    }

    /// -1 stands for what was not counted.
    private static func counted<Number: SignedInteger>(_ number: Number?) -> Number? { number.flatMap { $0 >= 0 ? $0 : nil } }
}
