/// `/nodes/localhost/status`. Like that of Proxmox VE, but for `root`.
struct PBSNodeStatus: Sendable, Equatable {
    var cpu: Double?
    var wait: Double?
    var uptime: Int64?
    var loadAverage: [Double]?
    var memoryUsed: Int64?
    var memoryTotal: Int64?
    var swapUsed: Int64?
    var swapTotal: Int64?
    var rootUsed: Int64?
    var rootAvailable: Int64?
    var kernel: String?
    var cpuModel: String?
    var cpuSockets: Int?
    var cpuThreads: Int?
    var fingerprint: String?

    init?(_ value: JSON) {
        guard let object = value.object else { return nil }
        (cpu, wait, uptime) = (object.share("cpu"), object.share("wait"), object.age("uptime"))
        let load = object.array("loadavg")?.compactMap(\.number).filter { (0...100_000).contains($0) }
        loadAverage = load?.count == 3 ? load : nil
        let (memory, swap, root) = (object.object("memory"), object.object("swap"), object.object("root"))
        (memoryUsed, memoryTotal) = (memory?.amount("used"), memory?.amount("total"))
        (swapUsed, swapTotal) = (swap?.amount("used"), swap?.amount("total"))
        (rootUsed, rootAvailable) = (root?.amount("used"), root?.amount("avail"))
        kernel = object.object("current-kernel")?.text("release") ?? object.text("kversion").flatMap(Self.release)
        let processors = object.object("cpuinfo")
        cpuModel = processors?.text("model")
        cpuSockets = processors?.processors("sockets").map { Int($0) }
        cpuThreads = processors?.processors("cpus").map { Int($0) }
        fingerprint = object.object("info")?.text("fingerprint")?.uppercased()
    }

    /// `Linux 6.8.12-2-pve #1 SMP …`
    private static func release(_ text: String) -> String? {
        let words = text.split(separator: " ")
        return words.count > 1 && words[0] == "Linux" ? String(words[1]) : text
    }
}
