import PulseAgentProtocol
import PulseCore

/// Words and numbers of v5's reports in ours.
enum V5Words {
    static func said(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    static func joined(_ parts: String?...) -> String? {
        let words = parts.compactMap(said)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    static func share(_ percent: Double?) -> Figure {
        percent.map { (0...100_000).contains($0) ? .value($0 / 100) : .unknown(.invalidAnswer) } ?? .unknown(.notReported)
    }

    static func size(_ bytes: Int64?) -> Figure { bytes.map { $0 >= 0 ? .value(Double($0)) : .unknown(.invalidAnswer) } ?? .unknown(.notReported) }

    /// Memory, swap and the root file system, which stands for the machine.
    static func levels(_ memory: V5Memory?, _ disks: [V5Disk]?, into values: inout [Metric: Figure]) {
        values[.memoryTotal] = size(memory?.totalBytes)
        values[.memoryUsed] = size(memory?.usedBytes)
        values[.swapTotal] = size(memory?.swapTotalBytes)
        values[.swapUsed] = size(memory?.swapTotalBytes == nil ? nil : memory?.swapUsedBytes ?? 0)
        let root = disks?.first { $0.mountpoint == "/" } ?? disks?.first { $0.mountpoint?.hasPrefix("C:") == true } ?? disks?.first
        values[.diskTotal] = size(root?.totalBytes)
        values[.diskUsed] = size(root?.usedBytes)
    }

    /// The processor's; of several the hottest.
    static func temperature(_ readings: [String: Double]) -> Figure {
        let packages = readings.filter { $0.key.hasPrefix("cpu_package") }
        let processors = packages.isEmpty ? readings.filter { $0.key.hasPrefix("cpu") } : packages
        return processors.values.filter { (-50...200).contains($0) }.max().map { .value($0) } ?? .unknown(.noSensor)
    }

    static func filesystem(_ disk: V5Disk) -> Filesystem? {
        guard let mountpoint = said(disk.mountpoint) else { return nil }
        return Filesystem(
            mountpoint: mountpoint, type: said(disk.type) ?? said(disk.filesystem), device: said(disk.device), total: disk.totalBytes,
            used: disk.usedBytes)
    }

    static func interface(_ interface: V5Interface) -> NetworkInterface? {
        said(interface.name).map { NetworkInterface(name: $0, hardwareAddress: said(interface.mac), addresses: interface.addresses ?? []) }
    }

    static func fan(_ label: String, _ turns: Double) -> FanReading? {
        (0...1_000_000).contains(turns) ? FanReading(label: label, turns: Int((turns / 10).rounded()) * 10) : nil
    }

    static func array(_ raid: V5HostReport.RAID) -> SoftwareArray? {
        guard let device = said(raid.device) else { return nil }
        var array = SoftwareArray(device: device.hasPrefix("/dev/") ? String(device.dropFirst(5)) : device, state: raid.state ?? "unknown")
        array.level = said(raid.level)
        array.devicesWanted = raid.totalDevices
        array.devicesActive = raid.activeDevices
        array.devicesFailed = raid.failedDevices
        array.devicesSpare = raid.spareDevices
        array.members = (raid.devices ?? []).prefix(256).compactMap { member in
            said(member.device).map { SoftwareArray.Member(device: $0, state: member.state ?? "unknown", slot: member.slot) }
        }
        if let percent = raid.rebuildPercent, percent > 0, percent <= 100 {
            (array.action, array.progress) = ("recovery", (percent).rounded() / 100)
        }
        return array
    }

    /// v5 says FAILED where a disk gave no verdict at all (virtual ones, some bridges), so that word counts only of a disk that told something else too.
    static func disk(_ smart: V5HostReport.SMART, at moment: Timestamp) -> HostDisk? {
        guard let device = said(smart.device) else { return nil }
        let celsius = smart.temperature.flatMap { (1...150).contains($0) ? $0 : nil }
        let isKnown = celsius != nil || said(smart.serial) != nil
        let passed: Bool? = smart.health == "PASSED" ? true : smart.health == "FAILED" && isKnown ? false : nil
        let answer: HostDisk.Answer = smart.standby == true ? .standby : passed != nil || celsius != nil ? .answered : .unsupported
        var disk = HostDisk(device: device, answer: answer)
        (disk.model, disk.serial, disk.bus) = (said(smart.model), said(smart.serial), said(smart.type))
        (disk.passed, disk.celsius) = (passed, celsius)
        return disk
    }

    /// Nil for what is made of other disks, or of memory: its bytes would count twice.
    static func countedDisk(_ name: String?) -> String? {
        guard let name = said(name) else { return nil }
        return ["loop", "ram", "zram", "dm-", "md", "sr", "zd", "nbd"].contains(where: name.hasPrefix) ? nil : name
    }

    /// Nil for what carries the bytes of other interfaces.
    static func countedInterface(_ name: String?) -> String? {
        guard let name = said(name) else { return nil }
        let carried = ["lo", "docker", "br-", "veth", "virbr", "vmbr", "tap", "fwbr", "fwpr", "fwln", "cni", "flannel", "cali", "bond", "tun", "wg"]
        return carried.contains(where: name.hasPrefix) ? nil : name
    }
}
