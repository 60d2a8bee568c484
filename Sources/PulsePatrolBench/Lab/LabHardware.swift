import PulseCore

/// Pools and disks of the nodes of `home`.
enum LabHardware {
    static func build(_ world: inout World) {
        zfs(&world, LabCluster.slug, "pve1", "rpool", 0.33, of: 0.9 * Size.tebi)
        zfs(&world, LabCluster.slug, "pve1", "tank", 0.42, of: 3.6 * Size.tebi)
        for node in ["pve2", "pve3"] { thin(&world, node) }
        for (index, node) in LabCluster.nodes.enumerated() {
            disk(&world, LabCluster.slug, node, "NV\(index + 1)01", type: "nvme", osd: nil)
            disk(&world, LabCluster.slug, node, "SS\(index + 1)02", type: "ssd", osd: index * 2)
            disk(&world, LabCluster.slug, node, "HD\(index + 1)03", type: "hdd", osd: index * 2 + 1)
        }
    }

    static func zfs(_ world: inout World, _ slug: SourceSlug, _ node: String, _ name: String, _ share: Double, of total: Double) {
        var facts = PoolFacts(kind: .zfs, name: name, node: node)
        (facts.health, facts.fragmentation, facts.deduplication) = ("ONLINE", 0.11, 1)
        facts.scrubbedAt = world.now - .days(9)
        facts.scan = "scrub repaired 0B in 02:11:43 with 0 errors"
        facts.errors = "No known data errors"
        facts.devices = [(name, 0), ("mirror-0", 1), ("ata-A", 2), ("ata-B", 2)].map { name, depth in
            var device = PoolDevice(name: name, depth: depth)
            (device.state, device.readErrors, device.writeErrors, device.checksumErrors) = ("ONLINE", 0, 0, 0)
            return device
        }
        let id = ResourceID.pool(slug, node: node, name)
        world.add(id, slug, name, parent: .node(slug, node), .online, .pool(facts))
        world.space(id, share, of: total)
    }

    static func thin(_ world: inout World, _ node: String, in slug: SourceSlug = LabCluster.slug) {
        let id = ResourceID.pool(slug, node: node, "pve/data")
        world.add(id, slug, "pve/data", parent: .node(slug, node), .online, .pool(PoolFacts(kind: .lvmThin, name: "pve/data", node: node)))
        world.space(id, 0.47, of: 1.7 * Size.tebi)
        world.figure(id, .metadataUsed, 0.22 * 16 * Size.gibi, noise: 0.001)
        world.figure(id, .metadataTotal, 16 * Size.gibi)
    }

    static func disk(_ world: inout World, _ slug: SourceSlug, _ node: String, _ serial: String, type: String, osd: Int?) {
        var facts = DiskFacts(node: node, device: type == "nvme" ? "/dev/nvme0n1" : type == "ssd" ? "/dev/sda" : "/dev/sdb")
        (facts.model, facts.serial, facts.type, facts.health, facts.osd) = (
            "Model \(type.uppercased())", serial, type, type == "nvme" ? "PASSED" : "OK", osd
        )
        (facts.size, facts.rotations, facts.mediaErrors) = (Int64(1.9 * Size.tebi), type == "hdd" ? 7200 : 0, type == "nvme" ? 0 : nil)
        (facts.usage, facts.powerOnTime) = (osd == nil ? "ZFS" : "LVM", .hours(14_000))
        facts.attributes = type == "nvme" ? nil : attributes
        let id = ResourceID.disk(slug, node: node, serial)
        world.add(id, slug, facts.device, parent: .node(slug, node), .online, .disk(facts))
        world.figure(id, .diskTotal, 1.9 * Size.tebi)
        world.figure(id, .temperature, type == "nvme" ? 44 : 36, rhythm: 0.04, noise: 0.02)
        if type != "hdd" { world.figure(id, .wear, 0.09, ceiling: 1) }
        let counted: [Metric] = type == "nvme" ? [.mediaErrors] : [.reallocatedSectors, .pendingSectors, .mediaErrors, .linkErrors]
        for metric in counted { world.figure(id, metric, 0) }
    }

    private static var attributes: [DiskFacts.Attribute] {
        [
            (5, "Reallocated_Sector_Ct", 100, 10, "0"), (187, "Reported_Uncorrect", 100, 0, "0"), (197, "Current_Pending_Sector", 100, 0, "0"),
            (198, "Offline_Uncorrectable", 100, 0, "0"), (199, "UDMA_CRC_Error_Count", 200, 0, "0"), (9, "Power_On_Hours", 84, 0, "14000"),
        ].map { id, name, value, threshold, raw in
            var attribute = DiskFacts.Attribute(name: name)
            (attribute.id, attribute.value, attribute.worst, attribute.threshold, attribute.raw) = (id, value, value, threshold, raw)
            return attribute
        }
    }
}
