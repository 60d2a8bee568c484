extension NodeEndpoints {
    /// `/nodes/{node}/status`, with strings where the original has strings.
    static func status(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let sample = NodeSample(node, guests: call.world.guests(on: node.name), at: call.now)
        var status = JSONObject()
        status.put("uptime", sample.uptime)
        status.put("cpu", sample.cpu)
        status.put("wait", sample.wait)
        status.put("idle", 0)
        status.put("loadavg", json: JSONText.strings(sample.loadAverages.map(twoPlaces)))
        status.put("memory", json: memory(node, sample, call.version))
        status.put("swap", json: capacity(total: 8 << 30, used: 12 << 20))
        status.put("rootfs", json: root(node, sample))
        status.put("cpuinfo", json: processor(node))
        status.put("ksm", json: shared())
        status.put("kversion", "Linux \(call.version.kernel) #1 SMP PREEMPT_DYNAMIC PMX (2026-03-02T09:12Z)")
        if call.version.major >= 8 {
            status.put("current-kernel", json: kernel(call.version))
            status.put("boot-info", json: boot(node))
        }
        status.put("pveversion", "pve-manager/\(call.version.version)/\(call.version.repository)")
        return Payload(status.json)
    }

    /// The page cache is neither used nor free, so the two do not add up to the total.
    private static func memory(_ node: Node, _ sample: NodeSample, _ version: SimulatedVersion) -> String {
        let available = node.memory - sample.memory
        var memory = JSONObject()
        memory.put("total", node.memory)
        memory.put("used", sample.memory)
        memory.put("free", available / 3)
        if version.is9 { memory.put("available", available) }
        return memory.json
    }

    private static func capacity(total: Int, used: Int) -> String {
        var object = JSONObject()
        object.put("total", total)
        object.put("used", used)
        object.put("free", total - used)
        return object.json
    }

    /// Five percent are reserved for root: `avail` is less than `free`.
    private static func root(_ node: Node, _ sample: NodeSample) -> String {
        let free = node.rootSize - sample.root
        var object = JSONObject()
        object.put("total", node.rootSize)
        object.put("used", sample.root)
        object.put("free", free)
        object.put("avail", max(0, free - node.rootSize / 20))
        return object.json
    }

    private static func processor(_ node: Node) -> String {
        var object = JSONObject()
        object.put("model", node.model)
        object.put("cores", max(1, node.cpus / 2))
        object.put("cpus", node.cpus)
        object.put("sockets", node.sockets)
        object.put("mhz", "\(2_400 + node.seed % 900).\(100 + node.seed % 900)")
        object.put("hvm", "1")
        object.put("flags", "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov")
        object.put("user_hz", 100)
        return object.json
    }

    private static func shared() -> String {
        var object = JSONObject()
        object.put("shared", 0)
        return object.json
    }

    private static func kernel(_ version: SimulatedVersion) -> String {
        var object = JSONObject()
        object.put("sysname", "Linux")
        object.put("release", version.kernel)
        object.put("version", "#1 SMP PREEMPT_DYNAMIC PMX (2026-03-02T09:12Z)")
        object.put("machine", "x86_64")
        return object.json
    }

    private static func boot(_ node: Node) -> String {
        var object = JSONObject()
        object.put("mode", node.seed % 3 == 0 ? "legacy-bios" : "efi")
        if node.seed % 3 != 0 { object.put("secureboot", 0) }
        return object.json
    }

    static func twoPlaces(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
