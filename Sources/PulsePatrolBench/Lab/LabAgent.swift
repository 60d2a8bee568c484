import PulseCore

/// An agent on `pve1` of `home`: it sees the pools and disks that the cluster tells of too.
enum LabAgent {
    static let slug = SourceSlug(naming: "pve1", avoiding: [])

    static func build(_ world: inout World) {
        world.source(slug, .agent, "pve1", address: "pve1")
        world.sources[slug]?.version = "1.0.0"
        let id = ResourceID.reported(.host, slug, path: "")
        LabHosts.add(&world, id, slug, "pve1", mounts: [("/", 0.31, 94 * Size.gibi)])
        guard case .host(var facts)? = world.resources[id]?.facts else { return }
        facts.startedAt = world.start - .days(20)
        facts.pools = ["rpool", "tank"].map { LabHosts.pool($0, world) }
        facts.disks = [("nvme0n1", "NV101"), ("sda", "SS102"), ("sdb", "HD103")].map { LabHosts.disk($0.0, $0.1, world) }
        facts.disks?[1].isRotational = false
        world.resources[id]?.facts = .host(facts)
        LabHosts.counters(&world, id, facts)
        world.resources[id]?.parent = .node(LabCluster.slug, "pve1")
        // The same machine: what the cluster tells of the node, but for the cache of ZFS.
        world.processor(id, 0.12)
        world.memory(id, 0.38, of: 64 * Size.gibi)
        world.figure(id, .zfsCache, 13 * Size.gibi, noise: 0.02)
        world.figure(id, .temperature, 46, rhythm: 0.05, noise: 0.02)
    }
}
