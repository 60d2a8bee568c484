/// Puts disks into a node: two for the system, a shelf behind `tank` on the first node, and OSDs where there is Ceph.
struct EquipmentBuilder {
    let number: Int
    let seed: UInt64
    let standalone: Bool
    let epoch: Double
    /// Numbers of the OSDs of this node.
    let osds: [Int]

    func build() -> NodeEquipment {
        NodeEquipment(
            disks: system + shelf + objects, pools: pools,
            thinPool: standalone ? nil : ThinPool(size: 1_600 << 30, metadataFill: 0.04 + 0.2 * SplitMix64.unit(SplitMix64.mix(seed, 71))),
            certificateEnds: epoch + 86_400 * (200 + Double(seed % 400)))
    }

    private var hasShelf: Bool { number == 1 && !standalone }

    private var system: [PhysicalDisk] {
        (0..<2).map { index in
            PhysicalDisk(
                name: "nvme\(index)n1", kind: .nvme, model: "SAMSUNG MZVL22T0HBLB-00B00", serial: serial("S676NF", index), size: 2_048_408_248_320,
                usage: standalone ? "ZFS" : "LVM", pool: standalone ? "rpool" : nil, remaining: 99 - Int(SplitMix64.mix(seed, UInt64(index)) % 12),
                temperature: 38 + Int(seed % 7))
        }
    }

    private var shelf: [PhysicalDisk] {
        guard hasShelf else { return [] }
        return ["a", "b", "c", "d"].enumerated().map { index, letter in
            PhysicalDisk(
                name: "sd" + letter, kind: .hdd, model: "ST4000VN006-3CW104", serial: serial("ZW60", 10 + index), size: 4_000_787_030_016,
                usage: "ZFS", pool: "tank", remaining: nil, temperature: 33 + index)
        }
    }

    private var objects: [PhysicalDisk] {
        osds.enumerated().map { index, osd in
            PhysicalDisk(
                name: "sd" + String("efghij".dropFirst(index).prefix(1)), kind: .ssd, model: "INTEL SSDSC2KB960G8",
                serial: serial("PHYF", 20 + index), size: 960_197_124_096, usage: "LVM", osd: osd, remaining: 94 - index, temperature: 29)
        }
    }

    private var pools: [ZFSPool] {
        let scrubbed = (epoch / 86_400).rounded(.down) * 86_400 - 86_400 * Double(4 + seed % 20) + 9_000
        if standalone { return [ZFSPool(name: "rpool", size: 1_800 << 30, storage: "local-zfs", scrubbedAt: scrubbed)] }
        return hasShelf ? [ZFSPool(name: "tank", size: 7_200 << 30, storage: "tank", scrubbedAt: scrubbed)] : []
    }

    private func serial(_ prefix: String, _ index: Int) -> String {
        prefix + String(SplitMix64.mix(seed, UInt64(600 + index)) % 1_679_616 + 1_679_616, radix: 36, uppercase: true)
    }
}
