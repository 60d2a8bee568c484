import PulseCore

/// The healthy estates that scenarios begin with, by name.
enum Worlds {
    static let names = ["lab", "lab-without-ceph", "single-node", "pve", "pbs", "mail", "dock", "nas", "kubernetes", "agent"]

    static func world(_ name: String, start: Timestamp, now: Timestamp, figures: Figures) throws -> World {
        guard names.contains(name) else { throw Unreadable("there is no world “\(name)”: \(names.joined(separator: ", "))") }
        var world = World(start: start, now: now, figures: figures)
        build(name, &world)
        return world
    }

    private static func build(_ name: String, _ world: inout World) {
        let isWhole = name.hasPrefix("lab")
        let hasCluster = isWhole || ["pve", "pbs", "agent"].contains(name)
        if hasCluster { LabCluster.build(&world, hasCeph: name != "lab-without-ceph") }
        if hasCluster { LabBackups.build(&world) }
        if name == "agent" { LabAgent.build(&world) }
        if name == "single-node" { SingleNode.build(&world) }
        if isWhole || name == "mail" { LabMail.build(&world) }
        if isWhole || name == "dock" { LabDocker.build(&world) }
        if isWhole || name == "nas" { LabHosts.build(&world) }
        if isWhole || name == "kubernetes" { LabKubernetes.build(&world) }
        LabHosts.buildSelf(&world)
    }
}
