import PulseCore

/// The storages of `home`: each node's own, one that all share, the backup server's.
enum LabStorages {
    private static let slug = LabCluster.slug

    static func build(_ world: inout World, hasCeph: Bool) {
        for node in LabCluster.nodes {
            add(&world, "local", "dir", node: node, content: ["iso", "vztmpl"], 0.31, of: 94 * Size.gibi)
        }
        add(&world, "tank", "zfspool", node: "pve1", content: ["images", "rootdir"], 0.42, of: 3.6 * Size.tebi)
        for node in ["pve2", "pve3"] { add(&world, "local-lvm", "lvmthin", node: node, content: ["images", "rootdir"], 0.47, of: 1.7 * Size.tebi) }
        add(&world, "nas", "nfs", node: nil, content: ["backup", "iso"], 0.55, of: 8 * Size.tebi)
        add(&world, "pbs", "pbs", node: nil, content: ["backup"], 0.48, of: 12 * Size.tebi)
        if hasCeph { ceph(&world) } else { add(&world, "ceph-vm", "nfs", node: nil, content: ["images", "rootdir"], 0.4, of: 4 * Size.tebi) }
    }

    static func add(
        _ world: inout World, _ name: String, _ type: String, node: String?, content: [String], _ share: Double, of total: Double,
        in slug: SourceSlug = slug, nodes: [String] = LabCluster.nodes
    ) {
        var facts = StorageFacts(name: name, shared: node == nil, nodes: node.map { [$0] } ?? nodes)
        (facts.type, facts.content, facts.enabled, facts.active) = (type, content, true, true)
        let id = ResourceID.storage(slug, name, node: node)
        let isStandalone = nodes.count == 1
        world.add(
            id, slug, name, parent: node.map { .node(slug, $0) } ?? (isStandalone ? .node(slug, nodes[0]) : .cluster(slug)), .available,
            .storage(facts))
        world.space(id, share, of: total)
    }

    private static func ceph(_ world: inout World) {
        add(&world, "ceph-vm", "rbd", node: nil, content: ["images", "rootdir"], 0.4, of: 4 * Size.tebi)
        var facts = CephFacts()
        (facts.health, facts.version) = ("HEALTH_OK", "19.2.3")
        (facts.osdsTotal, facts.osdsUp, facts.osdsIn) = (6, 6, 6)
        (facts.monitorsTotal, facts.monitorsInQuorum, facts.placementGroups) = (3, 3, 129)
        let id = ResourceID.ceph(slug)
        world.add(id, slug, "home", parent: .cluster(slug), .online, .ceph(facts))
        world.space(id, 0.4, of: 12 * Size.tebi)
        for metric in [Metric.diskRead, .diskWrite] { world.figure(id, metric, 8 * Size.mebi, rhythm: 0.3, noise: 0.2) }
    }
}
