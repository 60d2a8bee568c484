/// A row of `/cluster/resources`.
struct PVEResourceRow: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case node
        case qemu
        case lxc
        case storage
        /// Pools, networks and what will be invented.
        case other
    }

    var kind: Kind
    /// Empty for rows that belong to no node.
    var node: String
    var vmid = 0
    /// The name of a guest or storage.
    var name: String?
    var status: String
    var cpu: Double?
    var maxCPU: Double?
    var memory: Int64?
    var memoryOnHost: Int64?
    var maxMemory: Int64?
    var disk: Int64?
    var maxDisk: Int64?
    var networkIn: Int64?
    var networkOut: Int64?
    var diskRead: Int64?
    var diskWrite: Int64?
    /// Seconds.
    var uptime: Int64?
    var template = false
    var tags: String?
    var pool: String?
    var lock: String?
    var haState: String?
    var pluginType: String?
    var contentTypes: String?
    var shared: Bool?

    /// Nil when it lacks what identifies it.
    init?(_ row: JSONObject) {
        guard let type = row.text("type") else { return nil }
        kind = Self.kind(type)
        node = row.text("node") ?? ""
        status = row.text("status") ?? "unknown"
        guard readIdentity(row) else { return nil }
        readFigures(row)
        readWords(row)
    }

    private static func kind(_ type: String) -> Kind {
        switch type {
        case "node": .node
        case "qemu": .qemu
        case "lxc", "openvz": .lxc
        case "storage": .storage
        default: .other
        }
    }

    private mutating func readIdentity(_ row: JSONObject) -> Bool {
        switch kind {
        case .node: return !node.isEmpty
        case .storage:
            name = row.text("storage")
            return name != nil && !node.isEmpty
        case .qemu, .lxc:
            name = row.text("name")
            // `id` is `qemu/100`.
            let number = row.integer("vmid") ?? row.text("id").flatMap { Int64($0.drop { $0 != "/" }.dropFirst()) }
            guard let number, number > 0, let vmid = Int(exactly: number), !node.isEmpty else { return false }
            self.vmid = vmid
            return true
        case .other: return true
        }
    }

    private mutating func readFigures(_ row: JSONObject) {
        cpu = row.share("cpu")
        maxCPU = row.processors("maxcpu")
        memory = row.amount("mem")
        memoryOnHost = row.amount("memhost")
        maxMemory = row.amount("maxmem")
        disk = row.amount("disk")
        maxDisk = row.amount("maxdisk")
        networkIn = row.amount("netin")
        networkOut = row.amount("netout")
        diskRead = row.amount("diskread")
        diskWrite = row.amount("diskwrite")
        uptime = row.age("uptime")
    }

    private mutating func readWords(_ row: JSONObject) {
        template = row.flag("template") ?? false
        tags = row.text("tags")
        pool = row.text("pool")
        lock = row.text("lock")
        haState = row.text("hastate")
        pluginType = row.text("plugintype")
        contentTypes = row.text("content")
        shared = row.flag("shared")
    }
}
