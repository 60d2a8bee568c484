/// The machine a backup server runs on.
enum BackupServerNode {
    static let memory = 64 << 30
    static let root = 884 << 30

    static func list(_ call: BackupServerCall) throws(APIRefusal) -> Payload { Payload("[{\"node\":\"localhost\"}]") }

    static func status(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let sample = ServerSample(call.world, at: call.now)
        var status = JSONObject()
        status.put("cpu", sample.cpu)
        status.put("wait", sample.wait)
        status.put("uptime", Int(call.now - call.world.bootedAt))
        status.put("loadavg", json: JSONText.array([1.1, 1, 0.9].map { JSONText.number(sample.cpu * 16 * $0 + 0.05) }))
        status.put("memory", json: space(total: memory, used: sample.memory, rest: "free"))
        status.put("swap", json: space(total: 8 << 30, used: 3 << 20, rest: "free"))
        status.put("root", json: space(total: root, used: sample.root, rest: "avail"))
        status.put("cpuinfo", json: processor)
        status.put("kversion", "Linux \(running(call)) #1 SMP PREEMPT_DYNAMIC PMX (2026-03-02T09:12Z)")
        status.put("current-kernel", json: kernel(running(call)))
        status.put("boot-info", json: "{\"mode\":\"efi\",\"secureboot\":false}")
        status.put("info", json: "{\"fingerprint\":\(JSONText.string(call.world.fingerprint.lowercased()))}")
        return Payload(status.json)
    }

    private static func space(total: Int, used: Int, rest: String) -> String {
        var object = JSONObject()
        object.put("total", total)
        object.put("used", used)
        object.put(rest, total - used)
        return object.json
    }

    private static var processor: String {
        var object = JSONObject()
        object.put("model", "AMD EPYC 4344P 8-Core Processor")
        object.put("sockets", 1)
        object.put("cpus", 16)
        return object.json
    }

    /// After an update the old one runs until the next start.
    private static func running(_ call: BackupServerCall) -> String {
        let installed = call.world.version.kernel
        return call.world.rebootDue ? installed.replacing("-1-pve", with: "-0-pve") : installed
    }

    private static func kernel(_ release: String) -> String {
        var object = JSONObject()
        object.put("sysname", "Linux")
        object.put("release", release)
        object.put("version", "#1 SMP PREEMPT_DYNAMIC PMX (2026-03-02T09:12Z)")
        object.put("machine", "x86_64")
        return object.json
    }

    static func time(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        var row = JSONObject()
        row.put("time", Int(call.clock))
        row.put("localtime", Int(call.clock))
        row.put("timezone", "Etc/UTC")
        return Payload(row.json)
    }

    static func services(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let list = [
            ("proxmox-backup", "Proxmox Backup API Server", "running", "enabled"),
            ("proxmox-backup-proxy", "Proxmox Backup API Proxy Server", "running", "enabled"),
            ("proxmox-backup-banner", "Proxmox Backup Server Login Banner", "exited", "enabled"),
            ("chrony", "chrony, an NTP client/server", "running", "enabled"),
            ("cron", "Regular background program processing daemon", "running", "enabled"),
            ("postfix", "Postfix Mail Transport Agent", "running", "enabled"), ("sshd", "OpenBSD Secure Shell server", "running", "enabled"),
            ("systemd-journald", "Journal Service", "running", "static"), ("syslog", "syslog", "dead", "not-found"),
        ]
        return Payload(
            rows: list.map { service, description, state, unit in
                var row = JSONObject()
                row.put("service", service)
                row.put("name", service + ".service")
                row.put("desc", description)
                row.put("state", state)
                row.put("unit-state", unit)
                return row.json
            })
    }

    static func subscription(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        var row = JSONObject()
        guard call.world.index == 0 else {
            row.put("status", "notfound")
            row.put("message", "There is no subscription key")
            row.put("url", "https://www.proxmox.com/en/proxmox-backup-server/pricing")
            return Payload(row.json)
        }
        row.put("status", "active")
        row.put("productname", "Proxmox Backup Server Basic Subscription 1 year")
        row.put("regdate", "2026-01-15 00:00:00")
        row.put("nextduedate", "2027-01-15")
        row.put("checktime", Int(call.clock) / 86_400 * 86_400)
        row.put("url", "https://www.proxmox.com/en/proxmox-backup-server/pricing")
        return Payload(row.json)
    }

    static func certificates(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        var row = JSONObject()
        row.put("filename", "proxy.pem")
        row.put("fingerprint", call.world.fingerprint.lowercased())
        row.put("issuer", "/O=Proxmox Backup Server/OU=\(call.world.name)/CN=\(call.world.name).example.invalid")
        row.put("subject", "/O=Proxmox Backup Server/OU=\(call.world.name)/CN=\(call.world.name).example.invalid")
        row.put("san", json: JSONText.strings(["localhost", call.world.name, call.world.address]))
        row.put("notbefore", Int(call.world.epoch) - 86_400 * 300)
        row.put("notafter", Int(call.world.certificateEnds))
        row.put("public-key-type", "id-ecPublicKey")
        row.put("public-key-bits", 256)
        return Payload(rows: [row.json])
    }

    // MARK: Packages

    static func updates(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let list = [
            ("proxmox-backup-server", "4.2.6-1", "4.2.7-1", "Proxmox", "admin"), ("libssl3t64", "3.5.1-1", "3.5.1-1+deb13u1", "Debian", "libs"),
        ]
        return Payload(
            rows: list.map { name, old, new, origin, section in
                var row = package(name, new, origin, section)
                row.put("OldVersion", old)
                return row.json
            })
    }

    static func versions(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let version = call.world.version
        var meta = package("proxmox-backup", "\(version.version).0", "Proxmox", "admin")
        meta.put("OldVersion", "\(version.version).0")
        meta.put("ExtraInfo", "running kernel: \(running(call))")
        var server = package("proxmox-backup-server", "\(version.version).\(version.release)-1", "Proxmox", "admin")
        server.put("OldVersion", "\(version.version).\(version.release)-1")
        server.put("ExtraInfo", "running version: \(version.version).\(version.release)")
        var kernel = package("proxmox-kernel-\(version.kernel)-signed", version.kernel.replacing("-pve", with: ""), "Proxmox", "kernel")
        kernel.put("OldVersion", version.kernel.replacing("-pve", with: ""))
        return Payload(rows: [meta.json, server.json, kernel.json])
    }

    private static func package(_ name: String, _ version: String, _ origin: String, _ section: String) -> JSONObject {
        var row = JSONObject()
        row.put("Package", name)
        row.put("Title", name)
        row.put("Description", name + " as packaged by \(origin)")
        row.put("Version", version)
        row.put("Origin", origin)
        row.put("Section", section)
        row.put("Priority", "optional")
        row.put("Arch", "amd64")
        return row
    }
}

/// What a backup server measures of itself at a time: busy at night.
struct ServerSample {
    let cpu: Double
    let wait: Double
    let memory: Int
    let root: Int
    let received: Double
    let written: Double

    init(_ world: BackupServerWorld, at t: Double) {
        let hour = t / 3_600 - (t / 86_400).rounded(.down) * 24
        let busy = hour > 2 && hour < 6.5 ? 1.0 : 0.06
        let noise = 1 + 0.3 * Signal.noise(seed: world.seed, at: t)
        cpu = 0.55 * busy * noise
        wait = 0.08 * busy * noise
        memory = Int(Double(BackupServerNode.memory) * (0.21 + 0.1 * busy))
        root = Int(Double(BackupServerNode.root) * 0.07) + Int(t) % 9_000
        received = 90_000_000 * busy * noise
        written = 85_000_000 * busy * noise
    }
}
