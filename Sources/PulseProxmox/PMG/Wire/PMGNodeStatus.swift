import PulseCore

/// `/nodes/{node}/status`.
struct PMGNodeStatus: Sendable, Equatable {
    var cpu: Double?
    var wait: Double?
    var uptime: Int64?
    /// The node's clock.
    var time: Timestamp?
    /// False when its database lags behind the master's by minutes.
    var isInSync: Bool?
    var loadAverage: [Double]?
    var memoryUsed: Int64?
    var memoryTotal: Int64?
    var swapUsed: Int64?
    var swapTotal: Int64?
    var rootUsed: Int64?
    var rootAvailable: Int64?
    var kernel: String?
    var version: String?
    var processors = ProcessorFacts()

    /// Nil for what is no status of a mail gateway: Proxmox VE listens on the same port and answers to the same path.
    init?(_ value: JSON) {
        guard let object = value.object, object["insync"] != nil || object["pmgversion"] != nil else { return nil }
        (cpu, wait, uptime) = (object.share("cpu"), object.share("wait"), object.age("uptime"))
        time = object.moment("time")
        isInSync = object.flag("insync")
        let load = object.array("loadavg")?.compactMap(\.number).filter { (0...100_000).contains($0) }
        loadAverage = load?.count == 3 ? load : nil
        readMemory(object)
        let current = object.object("current-kernel")?.text("release")
        kernel = (current ?? object.text("kversion").map(Self.release))?.printable(limit: 100)
        version = object.text("pmgversion").flatMap(Self.version)
        read(object.object("cpuinfo"))
    }

    private mutating func readMemory(_ object: JSONObject) {
        let (memory, swap, root) = (object.object("memory"), object.object("swap"), object.object("rootfs"))
        (memoryUsed, memoryTotal) = (memory?.amount("used"), memory?.amount("total"))
        (swapUsed, swapTotal) = (swap?.amount("used"), swap?.amount("total"))
        (rootUsed, rootAvailable) = (root?.amount("used"), root?.amount("avail"))
    }

    private mutating func read(_ info: JSONObject?) {
        processors = ProcessorFacts(
            model: info?.text("model")?.printable(limit: 100), sockets: info?.processors("sockets").map { Int($0) },
            cores: info?.processors("cores").map { Int($0) }, threads: info?.processors("cpus").map { Int($0) },
            megahertz: info?.processors("mhz"))
    }

    /// `Linux 7.0.2-3-pve #1 SMP …`
    private static func release(_ text: String) -> String {
        let words = text.split(separator: " ")
        return words.count > 1 && words[0] == "Linux" ? String(words[1]) : text
    }

    /// `pmg-api/9.1.2/42245585286a`
    private static func version(_ text: String) -> String? {
        let parts = text.split(separator: "/")
        return parts.count > 1 ? String(parts[1]).printable(limit: 40) : nil
    }
}
