import PulseCore

/// `/nodes/{node}/{qemu|lxc}/{vmid}/config`, of it what is shown or judged.
struct PVEGuestConfig: Sendable, Equatable {
    var disks: [GuestDisk]
    /// Nil of virtual machines.
    var container: PVEContainerConfig?

    /// Nil of what is no configuration.
    init?(_ object: JSONObject, isContainer: Bool) {
        guard let disks = PVEGuestDisks.read(object) else { return nil }
        self.disks = disks
        if isContainer { container = PVEContainerConfig(object) }
    }
}

/// The disks in `/nodes/{node}/{qemu|lxc}/{vmid}/config`: numbered keys whose values begin with the volume.
enum PVEGuestDisks {
    /// Proxmox VE allows 31 SCSI disks, 16 VirtIO, 6 SATA, 4 IDE and 256 of each kind for containers.
    private static let most = 128
    private static let numbered = ["scsi", "virtio", "sata", "ide", "efidisk", "tpmstate", "mp", "unused"]

    /// Nil of what is no configuration.
    static func read(_ object: JSONObject) -> [GuestDisk]? {
        guard object["digest"] != nil || object["rootfs"] != nil else { return nil }
        let disks = object.members.lazy.compactMap { member in member.value.text.flatMap { disk(member.key, $0) } }
        return Array(disks.prefix(most)).sorted { ($0.name.count, $0.name) < ($1.name.count, $1.name) }
    }

    /// A drive for discs is none, nor is a drive without one.
    private static func disk(_ key: String, _ text: String) -> GuestDisk? {
        guard isDisk(key) else { return nil }
        let drive = PVEDrive(text)
        guard let volume = drive.volume, volume != "none", drive.option("media") != "cdrom" else { return nil }
        return GuestDisk(name: key, volume: String(volume.after("file=") ?? volume).printable(limit: 200), size: drive.size)
    }

    private static func isDisk(_ key: String) -> Bool { key == "rootfs" || numbered.contains { isNumbered(key, $0) } }

    /// `scsi0`, `mp12`.
    static func isNumbered(_ key: String, _ kind: String) -> Bool {
        key.hasPrefix(kind) && key.utf8.count > kind.utf8.count && key.dropFirst(kind.count).allSatisfy(\.isNumber)
    }
}

/// The value of a disk's key: `local-lvm:vm-101-disk-1,iothread=1,size=8G`.
struct PVEDrive {
    private let parts: [Substring]

    init(_ text: String) { parts = text.split(separator: ",") }

    var volume: Substring? { parts.first }

    func option(_ name: String) -> Substring? { parts.lazy.compactMap { $0.after(name + "=") }.first }

    /// Bytes, of `8G`, `512M`, `1.5T`.
    var size: Int64? {
        guard let text = option("size") else { return nil }
        let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40, "P": 0x1p50]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? text : text.dropLast()) else { return nil }
        let value = number * (unit ?? 1)
        return (0...0x1p60).contains(value) ? Int64(value) : nil
    }
}
