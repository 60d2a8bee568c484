import PulseCore

/// `nas`: a machine with an agent, software RAID, ZFS and disks. And the machine that Pulse runs on.
enum LabHosts {
    static let slug = SourceSlug(naming: "nas", avoiding: [])
    static let own = SourceSlug(naming: "self", avoiding: [])

    static func build(_ world: inout World) {
        world.source(slug, .agent, "nas", address: "nas")
        world.sources[slug]?.version = "1.0.0"
        let id = ResourceID.reported(.host, slug, path: "")
        add(&world, id, slug, "nas", mounts: [("/", 0.38, 60 * Size.gibi), ("/srv", 0.61, 7.2 * Size.tebi)])
        guard case .host(var facts)? = world.resources[id]?.facts else { return }
        facts.temperatures = ["Package id 0", "nvme0n1"].map { TemperatureReading(label: $0, celsius: 46) }
        facts.fans = [FanReading(label: "fan1", turns: 1180)]
        (facts.arrays, facts.pools) = ([array], [pool("srv", world)])
        facts.disks = ["sda", "sdb", "sdc", "nvme0n1"].map { disk($0, "SER-\($0)", world) }
        world.resources[id]?.facts = .host(facts)
        world.figure(id, .zfsCache, 3 * Size.gibi, noise: 0.02)
        counters(&world, id, facts)
        for fan in ["fan1"] { world.figure(id, .fanSpeed, part: fan, 1180, noise: 0.02) }
        for label in ["Package id 0", "nvme0n1"] { world.figure(id, .temperature, part: label, 46, rhythm: 0.05, noise: 0.02) }
    }

    /// Of each disk by itself, as an agent tells them.
    static func counters(_ world: inout World, _ id: ResourceID, _ facts: HostFacts) {
        for count in facts.diskCounts { world.figure(id, count.metric, part: count.part, count.value) }
    }

    static func buildSelf(_ world: inout World) {
        world.source(own, .thisHost, "pulse", address: "localhost")
        add(&world, .host("pulse"), own, "pulse", mounts: [("/", 0.27, 30 * Size.gibi)])
    }

    static func add(_ world: inout World, _ id: ResourceID, _ slug: SourceSlug, _ name: String, mounts: [(String, Double, Double)]) {
        var facts = HostFacts(hostname: name)
        (facts.machineID, facts.osName, facts.kernel) = ("machine-\(name)", "Debian GNU/Linux 13 (trixie)", "6.12.48+deb13-amd64")
        (facts.architecture, facts.virtualization, facts.isRebootDue) = ("x86_64", "none", false)
        facts.processors = ProcessorFacts(model: "Intel(R) N100", sockets: 1, cores: 4, threads: 4, megahertz: 3400)
        (facts.loadAverage, facts.startedAt) = ([0.4, 0.4, 0.3], world.start - .days(33))
        facts.filesystems = mounts.map {
            Filesystem(mountpoint: $0.0, type: "ext4", device: "/dev/md0", total: Int64($0.2), used: Int64($0.1 * $0.2))
        }
        facts.interfaces = [NetworkInterface(name: "eth0", addresses: ["192.0.2.40/24"])]
        facts.failedUnits = []
        var packages = PackageState(manager: "apt")
        (packages.pending, packages.security, packages.listsAt) = (0, 0, world.now - .hours(5))
        facts.packages = packages
        facts.clock = ClockState(isSynchronised: true, estimatedError: 0.01)
        world.add(id, slug, name, .online, since: .days(33), .host(facts))
        figures(&world, id, mounts)
    }

    private static func figures(_ world: inout World, _ id: ResourceID, _ mounts: [(String, Double, Double)]) {
        world.processor(id, 0.1)
        world.memory(id, 0.45, of: 16 * Size.gibi)
        world.figure(id, .swapUsed, 0.01 * 4 * Size.gibi, noise: 0.01)
        world.figure(id, .swapTotal, 4 * Size.gibi)
        world.figure(id, .load1, 0.4, rhythm: 0.3, noise: 0.2)
        for (metric, base) in [
            (Metric.ioWait, 0.01), (.steal, 0), (.processorPressure, 0.01), (.memoryPressure, 0), (.ioPressure, 0.02), (.diskLatency, 0.003),
        ] { world.figure(id, metric, base, rhythm: 0.3, noise: 0.3) }
        world.figure(id, .temperature, 46, rhythm: 0.05, noise: 0.02)
        world.traffic(id, network: 300_000, disk: 500_000)
        for metric in [Metric.networkIn, .networkOut] { world.figure(id, metric, part: "eth0", 300_000, rhythm: 0.3, noise: 0.2) }
        for metric in [Metric.networkErrors, .networkDrops] {
            for part in ["", "eth0"] { world.figure(id, metric, part: part, 0) }
        }
        for (index, mount) in mounts.enumerated() {
            if index == 0 { world.space(id, mount.1, of: mount.2) }
            world.space(id, mount.1, of: mount.2, part: mount.0)
        }
    }

    private static var array: SoftwareArray {
        var array = SoftwareArray(device: "md0", state: "clean")
        (array.level, array.devicesWanted, array.devicesActive, array.devicesFailed, array.devicesSpare) = ("raid1", 2, 2, 0, 0)
        array.members = [
            SoftwareArray.Member(device: "sda1", state: "active", slot: 0), SoftwareArray.Member(device: "sdb1", state: "active", slot: 1),
        ]
        array.size = Int64(60 * Size.gibi)
        return array
    }

    static func pool(_ name: String, _ world: World) -> ZFSPool {
        var pool = ZFSPool(name: name)
        (pool.health, pool.size, pool.allocated) = ("ONLINE", Int64(7.2 * Size.tebi), Int64(4.4 * Size.tebi))
        (pool.fragmentation, pool.scrubbedAt, pool.errors) = (0.08, world.now - .days(11), "No known data errors")
        pool.scan = "scrub repaired 0B in 06:12:00 with 0 errors"
        (pool.readErrors, pool.writeErrors, pool.checksumErrors) = (0, 0, 0)
        return pool
    }

    static func disk(_ device: String, _ serial: String, _ world: World) -> HostDisk {
        let isNVMe = device.hasPrefix("nvme")
        var disk = HostDisk(device: device, answer: .answered)
        (disk.model, disk.serial, disk.bus) = ("Model \(device)", serial, isNVMe ? "nvme" : "sata")
        (disk.size, disk.isRotational, disk.passed, disk.celsius) = (Int64(3.6 * Size.tebi), !isNVMe, true, isNVMe ? 46 : 35)
        (disk.powerOnHours, disk.wear, disk.spareLeft) = (17_000, isNVMe ? 0.07 : nil, isNVMe ? 1 : nil)
        (disk.reallocatedSectors, disk.pendingSectors, disk.uncorrectableErrors) = isNVMe ? (nil, nil, nil) : (0, 0, 0)
        (disk.mediaErrors, disk.linkErrors, disk.askedAt) = (isNVMe ? 0 : nil, isNVMe ? nil : 0, world.now - .minutes(12))
        return disk
    }
}
