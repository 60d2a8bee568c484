/// How a node is, and what time it has.
enum MailNodeEndpoints {
    static func status(_ call: MailCall) throws(APIRefusal) -> Payload {
        var object = JSONObject()
        put(try call.node(), call, into: &object)
        return Payload(object.json)
    }

    static func time(_ call: MailCall) throws(APIRefusal) -> Payload {
        let now = Int(call.now + (try call.node()).clockSkew)
        var object = JSONObject()
        object.put("time", now)
        object.put("localtime", now)
        object.put("timezone", "Etc/UTC")
        return Payload(object.json)
    }

    /// `loadavg` in strings, as all of Perl's.
    static func put(_ node: MailNode, _ call: MailCall, into object: inout JSONObject) {
        let sample = MailNodeSample(node, at: call.now)
        object.put("uptime", sample.uptime)
        object.put("time", Int(call.now + node.clockSkew))
        object.put("insync", node.inSync ? 1 : 0)
        object.put("cpu", sample.cpu)
        object.put("wait", sample.wait)
        object.put("loadavg", json: JSONText.strings(sample.loadAverages.map(NodeEndpoints.twoPlaces)))
        object.put("memory", json: capacity(total: node.memory, used: sample.memory, free: (node.memory - sample.memory) / 2))
        object.put("swap", json: capacity(total: 4 << 30, used: 96 << 20, free: 4 << 30 - 96 << 20))
        object.put("rootfs", json: root(node, sample))
        object.put("cpuinfo", json: processor(node))
        object.put("kversion", "Linux \(kernelRelease) #1 SMP PREEMPT_DYNAMIC PMX (2026-03-02T09:12Z)")
        object.put("current-kernel", json: kernel)
        object.put("boot-info", json: "{\"mode\":\"efi\",\"secureboot\":0}")
        object.put("pmgversion", "pmg-api/\(MailAccessEndpoints.version)/\(MailAccessEndpoints.repository)")
    }

    private static func capacity(total: Int, used: Int, free: Int) -> String {
        var object = JSONObject()
        object.put("total", total)
        object.put("used", used)
        object.put("free", free)
        return object.json
    }

    private static func root(_ node: MailNode, _ sample: MailNodeSample) -> String {
        let free = node.rootSize - sample.root
        var object = JSONObject()
        object.put("total", node.rootSize)
        object.put("used", sample.root)
        object.put("free", free)
        object.put("avail", free - node.rootSize / 20)
        return object.json
    }

    private static func processor(_ node: MailNode) -> String {
        var object = JSONObject()
        object.put("model", node.model)
        object.put("cpus", node.cpus)
        object.put("cores", node.cpus)
        object.put("sockets", 1)
        object.put("mhz", "2600.000")
        return object.json
    }

    /// The one that runs.
    static let kernelRelease = "7.0.2-3-pve"

    private static var kernel: String {
        var object = JSONObject()
        object.put("sysname", "Linux")
        object.put("release", kernelRelease)
        object.put("version", "#1 SMP PREEMPT_DYNAMIC PMX (2026-03-02T09:12Z)")
        object.put("machine", "x86_64")
        return object.json
    }
}
