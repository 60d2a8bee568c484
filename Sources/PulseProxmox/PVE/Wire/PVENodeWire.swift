/// `/nodes/{node}/status`.
struct PVENodeStatus: Sendable, Equatable {
    var wait: Double?
    var loadAverage: [Double]?
    var memoryUsed: Int64?
    var memoryTotal: Int64?
    var swapUsed: Int64?
    var swapTotal: Int64?
    var rootUsed: Int64?
    var rootAvailable: Int64?
    var rootTotal: Int64?
    var kernel: String?
    var version: String?
    var cpuModel: String?
    var cpuSockets: Int?
    var cpuCores: Int?
    var cpuThreads: Int?
    var cpuMegahertz: Double?

    init?(_ value: JSON) {
        guard let object = value.object else { return nil }
        wait = object.share("wait")
        loadAverage = object.array("loadavg").map { $0.compactMap(\.number).filter { (0...100_000).contains($0) } }.flatMap {
            $0.count == 3 ? $0 : nil
        }
        readMemory(object)
        readProcessors(object.object("cpuinfo"))
        kernel = object.object("current-kernel")?.text("release") ?? object.text("kversion")
        // `pve-manager/9.2.10/43df2e01f27a1a19`
        version = object.text("pveversion").flatMap { text in
            let parts = text.split(separator: "/")
            return parts.count > 1 ? String(parts[1]) : nil
        }
    }

    private mutating func readMemory(_ object: JSONObject) {
        let memory = object.object("memory")
        let swap = object.object("swap")
        let root = object.object("rootfs")
        (memoryUsed, memoryTotal) = (memory?.amount("used"), memory?.amount("total"))
        (swapUsed, swapTotal) = (swap?.amount("used"), swap?.amount("total"))
        (rootUsed, rootAvailable, rootTotal) = (root?.amount("used"), root?.amount("avail"), root?.amount("total"))
    }

    private mutating func readProcessors(_ info: JSONObject?) {
        cpuModel = info?.text("model")
        cpuSockets = info?.processors("sockets").map { Int($0) }
        cpuCores = info?.processors("cores").map { Int($0) }
        cpuThreads = info?.processors("cpus").map { Int($0) }
        cpuMegahertz = info?.processors("mhz")
    }

    /// Bytes that the file system keeps for root. `used / (total - reserved)` is what `df` shows.
    var rootReserved: Int64? {
        guard let rootUsed, let rootAvailable, let rootTotal else { return nil }
        return max(0, rootTotal - rootUsed - rootAvailable)
    }
}

/// A row of `/nodes/{node}/storage`.
struct PVEStorageRow: Sendable, Equatable {
    var storage: String
    var type: String?
    var contentTypes: String?
    var active: Bool?
    var enabled: Bool?
    var shared: Bool?
    var total: Int64?
    var used: Int64?

    init?(_ row: JSONObject) {
        guard let name = row.text("storage") else { return nil }
        storage = name
        type = row.text("type")
        contentTypes = row.text("content")
        active = row.flag("active")
        enabled = row.flag("enabled")
        shared = row.flag("shared")
        total = row.amount("total")
        used = row.amount("used")
    }
}
