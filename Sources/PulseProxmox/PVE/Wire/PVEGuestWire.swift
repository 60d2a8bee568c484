import PulseCore

/// `/nodes/{node}/qemu/{vmid}/status/current`: of it what `/cluster/resources` doesn't have.
struct PVEGuestStatus: Sendable, Equatable {
    /// The guest agent is switched on in the configuration. No proof that it runs.
    var agentEnabled: Bool
    /// The balloon driver inside the guest answers, so `mem` is the guest's own figure.
    var balloonAnswers: Bool
    var balloonTarget: Int64?
    /// `running`, `paused`, `io-error`, …
    var qmpStatus: String?
    /// The share of the last ten seconds in which something of it waited for its disks, 0…1. Proxmox VE gives per cent, since 9 and while it runs.
    var ioPressure: Double?

    init?(_ value: JSON) {
        guard let object = value.object else { return nil }
        agentEnabled = object.flag("agent") ?? false
        balloonAnswers = object.integer("freemem") != nil || object.object("ballooninfo")?.integer("free_mem") != nil
        balloonTarget = object.amount("balloon").flatMap { $0 > 0 ? $0 : nil }
        qmpStatus = object.text("qmpstatus")
        ioPressure = object.number("pressureiosome").flatMap { (0...100).contains($0) ? ($0 * 100).rounded() / 10_000 : nil }
    }
}

/// What guest agents and containers say, in our words. Texts of strangers: bounded in number.
enum PVEGuestWire {
    private static let mostEntries = 64

    /// `agent/get-fsinfo`: the file systems a person would count.
    static func filesystems(_ value: JSON) -> [Filesystem]? {
        guard let list = value.object?.array("result") else { return nil }
        var seen: Set<String> = []
        var result: [Filesystem] = []
        for case .object(let entry) in list where result.count < mostEntries {
            guard let mountpoint = entry.text("mountpoint"), isCounted(entry) else { continue }
            // Bind mounts show a device again.
            guard seen.insert(entry.text("name") ?? mountpoint).inserted else { continue }
            result.append(
                Filesystem(
                    mountpoint: mountpoint, type: entry.text("type"), device: entry.text("name"), total: entry.amount("total-bytes"),
                    used: entry.amount("used-bytes")))
        }
        return result
    }

    /// Images that are always full, and memory dressed up as a disk, say nothing about space.
    private static let uncountedTypes: Set<String> = ["squashfs", "iso9660", "udf", "cdfs", "tmpfs", "devtmpfs", "ramfs", "overlay", "erofs"]

    private static func isCounted(_ entry: JSONObject) -> Bool {
        let type = entry.text("type")?.lowercased() ?? ""
        let device = entry.text("name") ?? ""
        return !uncountedTypes.contains(type) && !device.hasPrefix("loop")
    }

    /// `agent/network-get-interfaces`.
    static func agentInterfaces(_ value: JSON) -> [NetworkInterface]? {
        value.object?.array("result").map { interfaces($0, hardwareKeys: ["hardware-address"]) }
    }

    /// `/lxc/{vmid}/interfaces`.
    static func containerInterfaces(_ value: JSON) -> [NetworkInterface]? {
        value.array.map { interfaces($0, hardwareKeys: ["hardware-address", "hwaddr"]) }
    }

    private static func interfaces(_ list: [JSON], hardwareKeys: [String]) -> [NetworkInterface] {
        list.compactMap(\.object).compactMap { entry in
            guard let name = entry.text("name"), name != "lo", !name.hasPrefix("Loopback") else { return nil }
            return NetworkInterface(
                name: name, hardwareAddress: hardwareKeys.lazy.compactMap { entry.text($0) }.first, addresses: addresses(entry))
        }
        .prefix(mostEntries).map { $0 }
    }

    private static func addresses(_ entry: JSONObject) -> [String] {
        let listed = (entry.array("ip-addresses") ?? []).compactMap(\.object).compactMap { address in
            address.text("ip-address").map { text in address.integer("prefix").map { "\(text)/\($0)" } ?? text }
        }
        guard listed.isEmpty else { return Array(listed.prefix(mostEntries)) }
        return [entry.text("inet"), entry.text("inet6")].compactMap { $0 }
    }

    /// `agent/get-osinfo`: `Debian GNU/Linux 12 (bookworm)`.
    static func osName(_ value: JSON) -> String? {
        guard let result = value.object?.object("result") else { return nil }
        if let whole = result.text("pretty-name") { return whole }
        let (name, version) = (result.text("name") ?? "", result.text("version") ?? "")
        // Windows repeats its name in the version.
        return version.hasPrefix(name) ? version : [name, version].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
