/// Draws a cluster from a seed.
///
/// The kinds of guests are dealt out by position, not by chance: from forty guests on, every peculiarity occurs whatever the seed.
struct WorldBuilder {
    let options: EstateOptions
    let cluster: Int
    let epoch: Double
    private var random: SplitMix64
    private let seed: UInt64

    init(options: EstateOptions, cluster: Int, epoch: Double) {
        self.options = options
        self.cluster = cluster
        self.epoch = epoch
        seed = SplitMix64.mix(options.seed, UInt64(cluster))
        random = SplitMix64(seed: seed)
    }

    mutating func build() -> ClusterWorld {
        let count = options.standalone ? 1 : max(1, options.nodesPerCluster)
        let names = (1...count).map { options.standalone ? "pve" : "pve\($0)" }
        let guests = (0..<max(0, options.guestsPerCluster)).map { position in guest(position, on: names) }
        var world = ClusterWorld(
            index: cluster, version: options.version, seed: seed, epoch: epoch,
            clusterName: clusterName,
            nodes: names.enumerated().map { offset, name in node(name, number: offset + 1, guests: guests.filter { $0.node == name }) },
            guests: guests,
            residents: Dictionary(grouping: guests, by: \.node).mapValues { $0.map { Resident(vmid: $0.vmid, kind: $0.kind) } },
            storages: storages(names), access: AccessControl(seed: seed, version: options.version),
            backups: BackupHistory(days: options.backupDays, before: Int(epoch)))
        if hasCeph(names.count) { world.ceph = CephCluster(nodes: names) }
        world.backupJobs = jobs(guests)
        world.marks.protectedDay = Int(epoch) / 86_400 - 4
        world.marks.oldSpoilt = guests.count > 4 && !options.isWellKept ? (guests[4].vmid, Int(epoch) - 12 * 86_400) : nil
        if cluster == 0 { world.marks.encryptedSince = Int(epoch) - 5 * 86_400 }
        if !options.isWellKept { world.leaveOrphans() }
        world.runBackups(until: Int(epoch))
        return world
    }

    // MARK: Backups

    /// Everything at night but a few guests that somebody took out, and the first guests once more on Saturdays.
    private func jobs(_ guests: [Guest]) -> [BackupJob] {
        let leftOut = guests.enumerated().filter { $0.offset % 20 == 17 && !options.isWellKept }.map(\.element.vmid)
        return [
            BackupJob(
                id: "backup-1f0c7d2a-91e4", schedule: .daily(minute: 120), storage: ClusterWorld.backupStorage,
                selection: .everything(except: leftOut), tellsEnabled: true, keepDaily: nil),
            BackupJob(
                id: "backup-77aa10cf-4d02", schedule: .weekly(day: 2, minute: 210), storage: "local",
                selection: .guests(guests.prefix(3).map(\.vmid)), tellsEnabled: false, keepDaily: 2),
        ]
    }

    private var clusterName: String? {
        if options.standalone { return nil }
        return Words.clusters[cluster % Words.clusters.count] + (cluster < Words.clusters.count ? "" : "\(cluster)")
    }

    // MARK: Nodes

    private mutating func node(_ name: String, number: Int, guests: [Guest]) -> Node {
        // Who keeps a cluster well has room for the guests of a node that fails.
        let needed = guests.reduce(0) { $0 + $1.memory } / 10 * (options.isWellKept ? 20 : 11)
        let gibibytes = max(32, (needed >> 30) / 16 * 16 + 16)
        let cores = guests.reduce(0) { $0 + $1.cores }
        // A few KiB are missing on every machine, each a different few.
        let reserved = random.between(60_000, 400_000) * 4_096
        return Node(
            name: name, number: number, seed: SplitMix64.mix(seed, name), cpus: min(512, max(8, cores / 3 / 8 * 8 + 8)),
            sockets: cores > 96 ? 2 : 1, model: random.pick(Words.processors), memory: gibibytes << 30 - reserved, rootSize: 96 << 30,
            address: NodeAddress.loopback(number: number), equipment: equipment(name, number), bootedAt: boot(of: name))
    }

    /// Every second cluster of three nodes or more runs Ceph, the first among them.
    private func hasCeph(_ nodes: Int) -> Bool { cluster % 2 == 0 && !options.standalone && nodes > 2 }

    private func equipment(_ name: String, _ number: Int) -> NodeEquipment {
        let nodes = max(1, options.nodesPerCluster)
        return EquipmentBuilder(
            number: number, seed: SplitMix64.mix(seed, name), standalone: options.standalone, epoch: epoch,
            osds: hasCeph(nodes) ? CephCluster.stores(at: number - 1) : []
        ).build()
    }

    private func boot(of node: String) -> Double {
        epoch - 3_600 - 86_400 * 120 * SplitMix64.unit(SplitMix64.mix(seed, "boot of \(node)"))
    }

    // MARK: Guests

    private mutating func guest(_ position: Int, on nodes: [String]) -> Guest {
        let kind: Guest.Kind = position % 4 == 3 ? .lxc : .qemu
        let template = position % 25 == 8
        let system = kind == .lxc ? random.pick([Guest.System.debian, .alpine, .ubuntu]) : Words.systems[position % Words.systems.count]
        let memory = random.pick(kind == .lxc ? [512, 1_024, 2_048, 4_096] : [2_048, 4_096, 4_096, 8_192, 16_384]) << 20
        let home = nodes[position == 0 ? 0 : random.between(0, nodes.count - 1)]
        // Never longer than the node.
        let started = epoch - max(30, (epoch - boot(of: home) - 60) * random.unit())
        return Guest(
            vmid: vmid(position), kind: kind, seed: SplitMix64.mix(seed, UInt64(1_000 + position)),
            created: epoch - 86_400 * 90,
            name: position % 33 == 12 ? nil : name(position), node: home,
            power: power(position, template: template, started: started), agent: agent(position, kind: kind), system: system,
            template: template, tags: tags(position), pool: position % 5 < 2 ? Words.pools[position % Words.pools.count] : nil,
            lock: position % 40 == 30 && !options.isWellKept ? "backup" : nil, highlyAvailable: nodes.count > 2 && position % 6 == 1 && !template,
            cores: random.pick([1, 2, 2, 4, 8]), memory: memory,
            balloon: kind == .lxc || position % 9 == 2 ? .off : position % 3 == 1 ? .shrinking(to: memory / 2) : .reporting,
            disk: (kind == .lxc ? random.pick([8, 8, 16, 32]) : random.pick([16, 32, 32, 64, 128, 500])) << 30,
            storage: position % 7 == 2 && !options.standalone ? "nas-vm" : options.standalone ? "local-zfs" : "local-lvm",
            data: data(position, kind), isImage: kind == .lxc && position % 24 == 11 && options.version.is9,
            snapshots: snapshots(position), isRoomy: options.isWellKept)
    }

    private func snapshots(_ position: Int) -> [GuestSnapshot] {
        let vmid = vmid(position)
        guard vmid % 3 == 0, !options.isWellKept else { return [] }
        return [
            GuestSnapshot(name: "before-upgrade", description: "before the upgrade\n", takenAt: Int(epoch) - 86_400 * (vmid % 20 + 1))
        ]
    }

    private func vmid(_ position: Int) -> Int { 100 + position + (position / 40) * 10 }

    /// Databases keep their data apart: on some disks nobody saves, and on mount points that are not saved unless told so.
    private func data(_ position: Int, _ kind: Guest.Kind) -> Guest.DataDisk? {
        switch options.isWellKept ? -1 : position % 20 {
        case 6: Guest.DataDisk(size: 200 << 30, backup: false)
        case 10: Guest.DataDisk(size: 100 << 30, backup: nil)
        case 7 where kind == .lxc: Guest.DataDisk(size: 64 << 30, backup: nil)
        case 15 where kind == .lxc: Guest.DataDisk(size: 64 << 30, backup: true)
        default: nil
        }
    }

    private mutating func name(_ position: Int) -> String {
        let role = Words.roles[Int(SplitMix64.mix(seed, UInt64(position)) % UInt64(Words.roles.count))]
        return position < Words.roles.count && position % 5 == 0 ? role : "\(role)-\(random.between(1, 12))"
    }

    private func power(_ position: Int, template: Bool, started: Double) -> Guest.Power {
        if template || position % 10 == 4 { return .stopped }
        if position % 40 == 21, !options.isWellKept { return .paused(since: started) }
        return .running(since: started)
    }

    private func agent(_ position: Int, kind: Guest.Kind) -> Guest.Agent {
        guard kind == .qemu else { return .notConfigured }
        switch options.isWellKept ? 0 : position % 16 {
        case 2, 9: return .notConfigured
        case 5: return .dead
        case 10: return .old
        default: return .answering
        }
    }

    private mutating func tags(_ position: Int) -> [String] {
        guard position % 2 == 0 else { return [] }
        return Array(Set((0..<random.between(1, 3)).map { _ in random.pick(Words.tags) })).sorted()
    }

    // MARK: Storages

    private mutating func storages(_ nodes: [String]) -> [Storage] {
        var list = [storage("local", "dir", "iso,vztmpl,backup,import", shared: false, gibibytes: 94, [("path", "/var/lib/vz")])]
        if options.standalone {
            list.append(storage("local-zfs", "zfspool", "images,rootdir", shared: false, gibibytes: 1_800, [("pool", "rpool/data")]))
        } else {
            list.append(
                storage(
                    "local-lvm", "lvmthin", "images,rootdir", shared: false, gibibytes: 1_600, [("vgname", "pve"), ("thinpool", "data")]))
            list.append(
                storage(
                    "nas-vm", "nfs", "images,iso,rootdir", shared: true, gibibytes: 12_000,
                    [("server", "192.0.2.40"), ("path", "/mnt/pve/nas-vm")]))
        }
        if nodes.count > 1 {
            list.append(
                storage("tank", "zfspool", "images,rootdir", shared: false, gibibytes: 7_200, [("pool", "tank")], nodes: [nodes[0]]))
        }
        list.append(
            storage(
                "pbs-main", "pbs", "backup", shared: true, gibibytes: 20_000,
                BackupTarget(options, cluster: cluster, name: clusterName).settings))
        return list
    }

    private mutating func storage(
        _ id: String, _ type: String, _ content: String, shared: Bool, gibibytes: Int, _ settings: [(String, String)],
        nodes: [String]? = nil
    ) -> Storage {
        Storage(
            id: id, type: type, content: content, shared: shared, size: gibibytes << 30, seed: SplitMix64.mix(seed, id), settings: settings,
            nodes: nodes)
    }
}
