import PulseSimulator

/// A template of the API and a path that stands for it in the standard world.
struct Endpoint: Sendable {
    let template: String
    let path: String

    init(_ template: String, _ path: String? = nil) {
        self.template = template
        self.path = path ?? template
    }

    /// With nodes, guests and tasks as the seed 1 has them: 100 is a machine on pve1, 103 a container.
    static func all(machine: (Int, String), container: (Int, String), upid: String) -> [Endpoint] {
        let vm = "/nodes/\(machine.1)/qemu/\(machine.0)"
        let ct = "/nodes/\(container.1)/lxc/\(container.0)"
        let vmTemplate = "/nodes/{node}/qemu/{vmid}"
        let ctTemplate = "/nodes/{node}/lxc/{vmid}"
        return depth + [
            Endpoint("/version"), Endpoint("/access/domains"), Endpoint("/access/permissions"), Endpoint("/cluster/status"),
            Endpoint("/cluster/resources"), Endpoint("/cluster/resources", "/cluster/resources?type=vm"),
            Endpoint("/cluster/resources", "/cluster/resources?type=node"),
            Endpoint("/cluster/resources", "/cluster/resources?type=storage"),
            Endpoint("/cluster/tasks"), Endpoint("/cluster/options"), Endpoint("/cluster/nextid"), Endpoint("/cluster/ha/status/current"),
            Endpoint("/cluster/backup"), Endpoint("/cluster/replication"), Endpoint("/storage"), Endpoint("/nodes"),
            Endpoint("/nodes/{node}/status", "/nodes/pve1/status"), Endpoint("/nodes/{node}/version", "/nodes/pve2/version"),
            Endpoint("/nodes/{node}/time", "/nodes/pve1/time"), Endpoint("/nodes/{node}/network", "/nodes/pve1/network"),
            Endpoint("/nodes/{node}/qemu", "/nodes/pve1/qemu"), Endpoint("/nodes/{node}/qemu", "/nodes/pve2/qemu?full=1"),
            Endpoint("/nodes/{node}/lxc", "/nodes/pve1/lxc"), Endpoint("/nodes/{node}/storage", "/nodes/pve1/storage"),
            Endpoint("/nodes/{node}/rrddata", "/nodes/pve1/rrddata?timeframe=hour"),
            Endpoint("/nodes/{node}/tasks", "/nodes/pve1/tasks?source=all&limit=500"),
            Endpoint("/nodes/{node}/tasks/{upid}/status", "/nodes/pve1/tasks/\(upid)/status"),
            Endpoint("/nodes/{node}/tasks/{upid}/log", "/nodes/pve1/tasks/\(upid)/log"),
            Endpoint(vmTemplate + "/status/current", vm + "/status/current"), Endpoint(vmTemplate + "/config", vm + "/config"),
            Endpoint(vmTemplate + "/snapshot", vm + "/snapshot"), Endpoint(vmTemplate + "/rrddata", vm + "/rrddata?timeframe=hour"),
            Endpoint(vmTemplate + "/agent/get-osinfo", vm + "/agent/get-osinfo"),
            Endpoint(vmTemplate + "/agent/get-fsinfo", vm + "/agent/get-fsinfo"),
            Endpoint(vmTemplate + "/agent/network-get-interfaces", vm + "/agent/network-get-interfaces"),
            Endpoint(vmTemplate + "/agent/get-host-name", vm + "/agent/get-host-name"),
            Endpoint(vmTemplate + "/agent/info", vm + "/agent/info"),
            Endpoint(ctTemplate + "/status/current", ct + "/status/current"), Endpoint(ctTemplate + "/config", ct + "/config"),
            Endpoint(ctTemplate + "/snapshot", ct + "/snapshot"), Endpoint(ctTemplate + "/rrddata", ct + "/rrddata?timeframe=hour"),
            Endpoint(ctTemplate + "/interfaces", ct + "/interfaces"),
        ]
    }

    /// Backups, hardware, Ceph and software.
    private static let depth: [Endpoint] = [
        Endpoint("/cluster/backup/{id}/included_volumes", "/cluster/backup/backup-1f0c7d2a-91e4/included_volumes"),
        Endpoint("/cluster/backup-info/not-backed-up"),
        Endpoint("/nodes/{node}/storage/{storage}/content", "/nodes/pve1/storage/pbs-main/content?content=backup"),
        Endpoint("/nodes/{node}/storage/{storage}/content", "/nodes/pve1/storage/local/content"),
        Endpoint("/nodes/{node}/storage/{storage}/content", "/nodes/pve1/storage/local-lvm/content"),
        Endpoint("/nodes/{node}/replication", "/nodes/pve1/replication"), Endpoint("/cluster/ha/resources"),
        Endpoint("/cluster/ha/status/manager_status"), Endpoint("/nodes/{node}/disks/list", "/nodes/pve1/disks/list"),
        Endpoint("/nodes/{node}/disks/smart", "/nodes/pve1/disks/smart?disk=/dev/nvme0n1"),
        Endpoint("/nodes/{node}/disks/smart", "/nodes/pve1/disks/smart?disk=/dev/sda"),
        Endpoint("/nodes/{node}/disks/zfs", "/nodes/pve1/disks/zfs"), Endpoint("/nodes/{node}/disks/zfs/{name}", "/nodes/pve1/disks/zfs/tank"),
        Endpoint("/nodes/{node}/disks/lvmthin", "/nodes/pve1/disks/lvmthin"), Endpoint("/nodes/{node}/disks/lvm", "/nodes/pve1/disks/lvm"),
        Endpoint("/nodes/{node}/services", "/nodes/pve1/services"),
        Endpoint("/nodes/{node}/certificates/info", "/nodes/pve1/certificates/info"),
        Endpoint("/nodes/{node}/apt/update", "/nodes/pve1/apt/update"), Endpoint("/nodes/{node}/apt/versions", "/nodes/pve1/apt/versions"),
        Endpoint("/nodes/{node}/subscription", "/nodes/pve1/subscription"), Endpoint("/cluster/ceph/status"), Endpoint("/cluster/ceph/flags"),
        Endpoint("/nodes/{node}/ceph/status", "/nodes/pve1/ceph/status"), Endpoint("/nodes/{node}/ceph/osd", "/nodes/pve1/ceph/osd"),
        Endpoint("/nodes/{node}/ceph/pool", "/nodes/pve1/ceph/pool"), Endpoint("/nodes/{node}/ceph/mon", "/nodes/pve1/ceph/mon"),
        Endpoint("/nodes/{node}/ceph/mgr", "/nodes/pve1/ceph/mgr"), Endpoint("/nodes/{node}/ceph/mds", "/nodes/pve1/ceph/mds"),
    ]

    /// The standard list for a running estate: finds a machine whose agent answers, a running container and a finished task.
    static func all(in estate: SimulatedEstate) async throws -> [Endpoint] {
        let cluster = estate.clusters[0]
        let rows = try await cluster.nodes[0].get("/cluster/resources?type=vm", as: cluster.operatorToken).data().rows
        var machine = (0, "")
        for row in rows where row["type"] == .string("qemu") && row["status"] == .string("running") && row["hastate"] == nil {
            let place = (row["vmid"]?.whole ?? 0, row["node"]?.text ?? "")
            let answer = try await cluster.nodes[0].get("/nodes/\(place.1)/qemu/\(place.0)/agent/get-host-name", as: cluster.operatorToken)
            guard answer.status == 200 else { continue }
            machine = place
            break
        }
        let container = rows.first { $0["type"] == .string("lxc") && $0["status"] == .string("running") && $0["hastate"] == nil }
        let tasks = try await cluster.nodes[0].get("/nodes/pve1/tasks", as: cluster.operatorToken).data()
        let upid = (tasks[0]?["upid"]?.text ?? "").replacing(":", with: "%3A").replacing("@", with: "%40")
        return all(machine: machine, container: (container?["vmid"]?.whole ?? 0, container?["node"]?.text ?? ""), upid: upid)
    }
}
