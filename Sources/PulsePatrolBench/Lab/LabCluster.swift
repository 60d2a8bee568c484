import PulseCore

/// `home`: a cluster of Proxmox VE with three nodes, their guests and what they lie on.
enum LabCluster {
    static let slug = SourceSlug(naming: "home", avoiding: [])
    static let nodes = ["pve1", "pve2", "pve3"]

    struct Guest {
        let vmid: Int
        let name: String
        let type: GuestType
        let node: String
        /// Where its disk lies.
        let storage: String
        var tags: [String] = []
        var size = 32 * Size.gibi
        var memory = 4 * Size.gibi
        var load = 0.08
        var full = 0.45

        var disk: GuestDisk {
            let name = type == .qemu ? "vm-\(vmid)-disk-0" : "subvol-\(vmid)-disk-0"
            return GuestDisk(name: type == .qemu ? "scsi0" : "rootfs", volume: "\(storage):\(name)", size: Int64(size))
        }
    }

    static let guests = [
        Guest(vmid: 100, name: "web", type: .qemu, node: "pve1", storage: "tank", tags: ["production"], load: 0.15),
        Guest(
            vmid: 101, name: "db", type: .qemu, node: "pve1", storage: "ceph-vm", tags: ["production"], size: 128 * Size.gibi, memory: 16 * Size.gibi),
        Guest(vmid: 102, name: "files", type: .qemu, node: "pve2", storage: "local-lvm", size: 256 * Size.gibi, full: 0.6),
        Guest(vmid: 103, name: "win", type: .qemu, node: "pve3", storage: "ceph-vm", size: 80 * Size.gibi, memory: 8 * Size.gibi),
        Guest(vmid: 104, name: "dns", type: .lxc, node: "pve1", storage: "tank", tags: ["infra"], size: 8 * Size.gibi, memory: Size.gibi, load: 0.01),
        Guest(vmid: 105, name: "proxy", type: .lxc, node: "pve2", storage: "local-lvm", tags: ["infra"], size: 8 * Size.gibi, memory: Size.gibi),
        Guest(vmid: 106, name: "media", type: .lxc, node: "pve3", storage: "ceph-vm", size: 64 * Size.gibi, load: 0.2),
        Guest(vmid: 107, name: "build", type: .qemu, node: "pve2", storage: "local-lvm", memory: 8 * Size.gibi, load: 0.3),
    ]

    static func build(_ world: inout World, hasCeph: Bool) {
        world.source(slug, .proxmoxVE, "home", address: "https://192.0.2.11:8006", node: "pve1")
        world.sources[slug]?.endpoints += ["192.0.2.12", "192.0.2.13"].enumerated().map {
            EndpointReport(address: "https://\($0.element):8006", node: nodes[$0.offset + 1], lastAnswerAt: world.now - .seconds(5))
        }
        world.sources[slug]?.version = "9.0.5"
        world.add(
            .cluster(slug), slug, "home", .online, .cluster(ClusterFacts(clusterName: "home", quorate: true, nodesOnline: 3, nodesTotal: 3)))
        for (index, name) in nodes.enumerated() { node(&world, name, index) }
        for guest in guests { add(&world, guest, hasCeph: hasCeph) }
        stopped(&world)
        LabStorages.build(&world, hasCeph: hasCeph)
        LabHardware.build(&world)
        LabClusterLedger.build(&world, hasCeph: hasCeph)
    }

    static func node(_ world: inout World, _ name: String, _ index: Int, in slug: SourceSlug = slug, parent: ResourceID? = .cluster(slug)) {
        var facts = NodeFacts(name: name)
        facts.address = "192.0.2.\(11 + index)"
        (facts.version, facts.kernel) = ("9.0.5", "6.14.11-2-pve")
        facts.processors = ProcessorFacts(model: "AMD EPYC 3251 8-Core Processor", sockets: 1, cores: 8, threads: 16, megahertz: 2500)
        facts.loadAverage = [1.2, 1.1, 1.0]
        facts.startedAt = world.start - .days(20)
        facts.haState = "online"
        facts.webAddress = "https://192.0.2.\(11 + index):8006"
        let id = ResourceID.node(slug, name)
        world.add(id, slug, name, parent: parent, .online, .node(facts))
        world.processor(id, 0.12)
        world.figure(id, .ioWait, 0.01, rhythm: 0.3, noise: 0.3, ceiling: 1)
        world.figure(id, .load1, 1.2, rhythm: 0.3, noise: 0.2)
        world.memory(id, 0.58, of: 64 * Size.gibi)
        world.figure(id, .swapUsed, 0.02 * 8 * Size.gibi, noise: 0.01)
        world.figure(id, .swapTotal, 8 * Size.gibi)
        world.space(id, 0.31, of: 94 * Size.gibi)
    }

    static func add(_ world: inout World, _ guest: Guest, hasCeph: Bool, in slug: SourceSlug = slug) {
        var facts = GuestFacts(type: guest.type, vmid: guest.vmid, node: guest.node)
        facts.processors = 4
        facts.startedAt = world.start - .days(12)
        facts.agent = guest.type == .qemu ? .answering : .notApplicable
        facts.osName = guest.vmid == 103 ? "Microsoft Windows Server 2022" : "Debian GNU/Linux 12 (bookworm)"
        facts.hostname = guest.name
        facts.diskSize = Int64(guest.size)
        facts.disks = [guest.disk]
        facts.interfaces = [NetworkInterface(name: "eth0", hardwareAddress: nil, addresses: ["192.0.2.\(guest.vmid)/24"])]
        facts.filesystems = [
            Filesystem(mountpoint: "/", type: "ext4", device: "/dev/sda1", total: Int64(guest.size), used: Int64(guest.size * guest.full))
        ]
        let id = ResourceID.guest(slug, vmid: guest.vmid)
        world.add(
            id, slug, guest.name, parent: .node(slug, guest.node), .running, since: .days(12), tags: guest.tags, .guest(facts))
        world.processor(id, guest.load)
        world.memory(id, 0.55, of: guest.memory, quality: guest.type == .qemu ? .estimated(.pageCacheIncluded) : .measured)
        world.space(id, guest.full, of: guest.size)
        world.space(id, guest.full, of: guest.size, part: "/")
        world.traffic(id, network: 400_000, disk: 900_000)
        if guest.type == .qemu { world.figure(id, .ioPressure, 0.02, rhythm: 0.3, noise: 0.3, ceiling: 1) }
    }

    /// One that is kept as a template, and one that was stopped on purpose weeks ago.
    private static func stopped(_ world: inout World) {
        for (vmid, name, node, isTemplate) in [(900, "debian-12", "pve1", true), (108, "old-web", "pve3", false)] {
            var facts = GuestFacts(type: .qemu, vmid: vmid, node: node)
            (facts.template, facts.processors, facts.agent) = (isTemplate, 2, .notAskedYet)
            facts.diskSize = Int64(16 * Size.gibi)
            facts.disks = [GuestDisk(name: "scsi0", volume: "ceph-vm:vm-\(vmid)-disk-0", size: facts.diskSize)]
            let id = ResourceID.guest(slug, vmid: vmid)
            world.add(id, slug, name, parent: .node(slug, node), .stopped, since: .days(50), .guest(facts))
            world.figure(id, .memoryTotal, 2 * Size.gibi)
            for metric in [Metric.cpu, .memoryUsed, .diskUsed, .diskTotal, .networkIn, .networkOut, .diskRead, .diskWrite] {
                world.figure(id, metric, 0, quality: .unknown(.notRunning))
            }
        }
    }
}
