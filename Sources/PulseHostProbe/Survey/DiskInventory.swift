import PulseCore

/// The disks that the kernel knows of, without waking or asking them.
struct DiskInventory: Sendable {
    private static let limit = 256

    let files: FileTree

    /// Nil when there is no `/sys` to tell.
    func disks() -> [HostDisk]? {
        files.names(in: "sys/block")?.filter { DiskChoice.isDisk($0) && files.exists("sys/block/\($0)/device") }.prefix(Self.limit).map(disk)
    }

    private func disk(_ name: String) -> HostDisk {
        let folder = "sys/block/\(name)"
        var disk = HostDisk(device: String(name.map { $0 == "!" ? "/" : $0 }), answer: .notAsked)
        disk.model = files.line(folder + "/device/model")?.shown
        disk.serial = (files.line(folder + "/device/serial") ?? pageOfSerial(folder + "/device/vpd_pg80"))?.shown
        // Units of 512 bytes, whatever the disk's own are.
        disk.size = files.line(folder + "/size").flatMap { Int64($0) }.flatMap { $0 > 0 && $0 < 1 << 53 ? $0 * 512 : nil }
        disk.isRotational = files.line(folder + "/queue/rotational").map { $0 == "1" }
        disk.bus = bus(folder, disk.model)
        if disk.bus == "virtual" || disk.bus == "mmc" { disk.answer = .unsupported }
        return disk
    }

    /// SPC, “Unit Serial Number VPD page”: four bytes, then the text.
    private func pageOfSerial(_ path: String) -> String? {
        files.contents(path, limit: 256).flatMap { $0.count > 4 ? $0.dropFirst(4).text : nil }
    }

    /// The way to a device through the tree of devices names what it hangs on.
    private func bus(_ folder: String, _ model: String?) -> String? {
        let path = files.link(folder) ?? ""
        let marks = [
            ("/usb", "usb"), ("/virtio", "virtual"), ("/vbd-", "virtual"), ("/VMBUS:", "virtual"), ("/nvme", "nvme"), ("/ata", "sata"),
            ("/end_device-", "sas"), ("/mmc", "mmc"),
        ]
        let found = marks.first { path.contains($0.0) }?.1
        let isVirtual = ["QEMU", "VBOX", "VMware", "Virtual"].contains { model?.hasPrefix($0) == true }
        return isVirtual ? "virtual" : found
    }
}
