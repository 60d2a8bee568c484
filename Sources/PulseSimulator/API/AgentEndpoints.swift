/// The guest agent, asked through the server: every failure is a 500 with its own sentence, and a dead agent costs seconds.
enum AgentEndpoints {
    enum Command: String, CaseIterable, Sendable {
        case osInformation = "get-osinfo"
        case fileSystems = "get-fsinfo"
        case interfaces = "network-get-interfaces"
        case hostName = "get-host-name"
        case information = "info"

        var path: String { rawValue }

        /// As QEMU calls it.
        var guestCommand: String { self == .interfaces ? "guest-network-get-interfaces" : "guest-" + rawValue }
    }

    static let commands = Command.allCases

    static func answer(_ call: Call, _ command: Command) throws(APIRefusal) -> Payload {
        let guest = try call.guest(.qemu)
        guard guest.agent != .notConfigured else { throw .failed("No QEMU guest agent configured") }
        guard guest.isUp(at: call.now) else { throw .failed("VM \(guest.vmid) is not running") }
        switch guest.agent {
        case .dead:
            throw APIRefusal(status: 500, phrase: "QEMU guest agent is not running", work: call.options.delays.agent)
        case .hanging:
            throw APIRefusal(
                status: 500, phrase: "VM \(guest.vmid) qmp command '\(command.guestCommand)' failed - got timeout",
                work: call.options.delays.agent)
        case .old where command == .hostName:
            throw .failed(
                "VM \(guest.vmid) qmp command '\(command.guestCommand)' failed - The command \(command.guestCommand) has not been found")
        case .old, .answering, .notConfigured:
            var object = JSONObject()
            object.put("result", json: result(guest, command, call))
            return Payload(object.json)
        }
    }

    private static func result(_ guest: Guest, _ command: Command, _ call: Call) -> String {
        switch command {
        case .osInformation: operatingSystem(guest)
        case .fileSystems: AgentFileSystems(guest, at: call.now).json
        case .interfaces: interfaces(guest, at: call.now)
        case .hostName: hostName(guest)
        case .information: information(guest)
        }
    }

    private static func hostName(_ guest: Guest) -> String {
        var object = JSONObject()
        object.put("host-name", guest.name ?? "localhost")
        return object.json
    }

    private static func information(_ guest: Guest) -> String {
        var object = JSONObject()
        object.put("version", guest.agent == .old ? "2.12.0" : "9.2.0")
        object.put(
            "supported_commands",
            json: JSONText.array(
                commands.map { command in
                    var row = JSONObject()
                    row.put("name", command.guestCommand)
                    row.put("enabled", json: "true")
                    row.put("success-response", json: "true")
                    return row.json
                }))
        return object.json
    }

    private static func operatingSystem(_ guest: Guest) -> String {
        var object = JSONObject()
        switch guest.system {
        case .debian: put(&object, "debian", "Debian GNU/Linux", "12 (bookworm)", "12", "6.1.0-31-amd64")
        case .ubuntu: put(&object, "ubuntu", "Ubuntu", "24.04.2 LTS (Noble Numbat)", "24.04", "6.8.0-52-generic")
        case .alpine: put(&object, "alpine", "Alpine Linux", "3.21.3", "3.21.3", "6.12.13-0-virt")
        case .windows: put(&object, "mswindows", "Microsoft Windows", "Microsoft Windows Server 2022", "2022", "20348")
        }
        object.put("machine", "x86_64")
        return object.json
    }

    private static func put(
        _ object: inout JSONObject, _ id: String, _ name: String, _ version: String, _ versionID: String, _ kernel: String
    ) {
        object.put("id", id)
        object.put("name", name)
        object.put("pretty-name", id == "mswindows" ? "Windows Server 2022 Standard" : "\(name) \(version)")
        object.put("version", version)
        object.put("version-id", versionID)
        object.put("kernel-release", kernel)
        object.put("kernel-version", id == "mswindows" ? "10.0" : "#1 SMP PREEMPT_DYNAMIC")
    }

    private static func interfaces(_ guest: Guest, at t: Double) -> String {
        let windows = guest.system == .windows
        let address = GuestAddress.first(of: guest, name: windows ? "Ethernet" : "ens18")
        let loopback = GuestAddress(
            name: windows ? "Loopback Pseudo-Interface 1" : "lo", hardware: "00:00:00:00:00:00", ipv4: "127.0.0.1", prefix: 8, ipv6: "::1",
            prefix6: 128)
        var rows = [interface(loopback, nil, guest), interface(address, GuestSample(guest, at: t), guest)]
        // A bridge without address: the keys are missing, not empty.
        if !windows, guest.vmid % 3 == 0 {
            var docker = JSONObject()
            docker.put("name", "docker0")
            docker.put("hardware-address", "02:42:5c:11:22:33")
            rows.append(docker.json)
        }
        return JSONText.array(rows)
    }

    private static func interface(_ address: GuestAddress, _ sample: GuestSample?, _ guest: Guest) -> String {
        var row = JSONObject()
        row.put("name", address.name)
        if guest.system != .windows || sample != nil { row.put("hardware-address", address.hardware.lowercased()) }
        row.put("ip-addresses", json: address.agentAddresses)
        guard let sample, guest.agent != .old else { return row.json }
        var statistics = JSONObject()
        statistics.put("rx-bytes", sample.received)
        statistics.put("tx-bytes", sample.sent)
        statistics.put("rx-packets", sample.received / 700)
        statistics.put("tx-packets", sample.sent / 500)
        for name in ["rx-errs", "tx-errs", "rx-dropped", "tx-dropped"] { statistics.put(name, 0) }
        row.put("statistics", json: statistics.json)
        return row.json
    }
}

/// The file systems inside a guest, with those a client has to leave out.
struct AgentFileSystems {
    private let guest: Guest
    private var rows: [String] = []

    var json: String { JSONText.array(rows) }

    init(_ guest: Guest, at t: Double) {
        self.guest = guest
        let used = GuestSample.disk(guest, at: t)
        if guest.system == .windows {
            add("\\\\?\\Volume{1c4c}\\", "System Reserved", "NTFS", 100 << 20, 36 << 20)
            add("\\\\?\\Volume{2b7e}\\", "C:\\", "NTFS", guest.disk - 1 << 30, used)
            add("\\\\?\\Volume{0000}\\", "D:\\", "CDFS", 700 << 20, 700 << 20)
        } else {
            add("sda1", "/", guest.system == .alpine ? "xfs" : "ext4", guest.disk - 600 << 20, used)
            add("sda15", "/boot/efi", "vfat", 124 << 20, 12 << 20)
            if guest.system == .ubuntu { add("loop3", "/snap/core22/1748", "squashfs", 77 << 20, 77 << 20) }
            // Mounted twice: the same device must be counted once.
            if guest.vmid % 4 == 0 { add("sda1", "/var/lib/kubelet", "ext4", guest.disk - 600 << 20, used) }
        }
    }

    private mutating func add(_ name: String, _ mountpoint: String, _ type: String, _ total: Int, _ used: Int) {
        var row = JSONObject()
        row.put("name", name)
        row.put("mountpoint", mountpoint)
        row.put("type", type)
        row.put("disk", json: guest.agent == .old ? "[]" : device(name))
        if guest.agent != .old {
            row.put("total-bytes", total)
            row.put("used-bytes", min(used, total))
        }
        rows.append(row.json)
    }

    private func device(_ name: String) -> String {
        var disk = JSONObject()
        disk.put("bus-type", "scsi")
        disk.put("bus", 0)
        disk.put("target", 0)
        disk.put("unit", 0)
        disk.put("dev", "/dev/" + name)
        return JSONText.array([disk.json])
    }
}
