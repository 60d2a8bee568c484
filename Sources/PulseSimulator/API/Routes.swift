/// Every endpoint that is imitated. What is not here is answered with 501, as by a server of another version.
enum Routes {
    static let all: [Route] = access + clusterWide + nodes + guests + agent + coverage + hardware + ceph

    static func find(_ request: APIRequest, on version: SimulatedVersion) -> (Route, [String: String])? {
        for route in all where route.pattern.method == request.method && route.versions.contains(version.major) {
            if let parameters = route.pattern.match(request.segments) { return (route, parameters) }
        }
        return nil
    }

    private static let access = [
        Route("GET", "/version", .user, answer: AccessEndpoints.version),
        Route("GET", "/access/domains", .world, answer: AccessEndpoints.domains),
        Route("GET", "/access/permissions", .user, knows: ["path": [], "userid": []], answer: AccessEndpoints.permissions),
        Route("GET", "/access/ticket", .world, answer: AccessEndpoints.noTicket),
        Route("POST", "/access/ticket", .world, answer: AccessEndpoints.ticket),
    ]

    private static let clusterWide = [
        Route("GET", "/cluster/status", .audit("/"), answer: ClusterEndpoints.status),
        Route("GET", "/cluster/resources", .user, knows: ["type": ["vm", "storage", "node", "sdn"]], answer: ResourceRows.answer),
        Route("GET", "/cluster/tasks", .user, answer: TaskEndpoints.cluster),
        Route("GET", "/cluster/options", .audit("/"), answer: ClusterEndpoints.options),
        Route("GET", "/cluster/nextid", .user, knows: ["vmid": []], answer: ClusterEndpoints.nextIdentifier),
        Route("GET", "/cluster/ha/status/current", .audit("/"), answer: ClusterEndpoints.highAvailability),
        Route("GET", "/cluster/backup", .audit("/"), answer: BackupEndpoints.jobs),
        Route("GET", "/cluster/replication", .user, answer: ReplicationEndpoints.configuration),
        Route("GET", "/storage", .user, knows: ["type": []], answer: StorageEndpoints.configuration),
    ]

    private static let nodes = [
        Route("GET", "/nodes", .user, answer: NodeEndpoints.list),
        Route("GET", "/nodes/{node}/status", .audit("/nodes/{node}"), answer: NodeEndpoints.status),
        Route("GET", "/nodes/{node}/version", .user, answer: NodeEndpoints.version),
        Route("GET", "/nodes/{node}/time", .audit("/nodes/{node}"), answer: NodeEndpoints.time),
        Route("GET", "/nodes/{node}/network", .user, knows: ["type": []], answer: NodeEndpoints.network),
        Route(
            "GET", "/nodes/{node}/storage", .user,
            knows: ["content": [], "enabled": ["0", "1"], "format": ["0", "1"], "storage": [], "target": []],
            answer: StorageEndpoints.list),
        Route("GET", "/nodes/{node}/rrddata", .audit("/nodes/{node}"), knows: RoundRobin.parameters, answer: RoundRobin.node),
        Route("GET", "/nodes/{node}/tasks", .user, knows: TaskEndpoints.parameters, answer: TaskEndpoints.list),
        Route("GET", "/nodes/{node}/tasks/{upid}/status", .user, answer: TaskEndpoints.status),
        Route("GET", "/nodes/{node}/tasks/{upid}/log", .user, knows: ["start": [], "limit": []], answer: TaskEndpoints.log),
    ]

    private static let guests = [
        Route("GET", "/nodes/{node}/qemu", .user, knows: ["full": ["0", "1"]], answer: GuestEndpoints.machines),
        Route("GET", "/nodes/{node}/lxc", .user, answer: GuestEndpoints.containers),
        Route("GET", "/nodes/{node}/qemu/{vmid}/status/current", .guest, answer: GuestEndpoints.machineStatus),
        Route("GET", "/nodes/{node}/lxc/{vmid}/status/current", .guest, answer: GuestEndpoints.containerStatus),
        Route(
            "GET", "/nodes/{node}/qemu/{vmid}/config", .guest, knows: ["current": ["0", "1"], "snapshot": []],
            answer: GuestConfiguration.machine),
        Route(
            "GET", "/nodes/{node}/lxc/{vmid}/config", .guest, knows: ["current": ["0", "1"], "snapshot": []],
            answer: GuestConfiguration.container),
        Route("GET", "/nodes/{node}/qemu/{vmid}/snapshot", .guest, answer: GuestConfiguration.machineSnapshots),
        Route("GET", "/nodes/{node}/lxc/{vmid}/snapshot", .guest, answer: GuestConfiguration.containerSnapshots),
        Route("GET", "/nodes/{node}/qemu/{vmid}/rrddata", .guest, knows: RoundRobin.parameters, answer: RoundRobin.machine),
        Route("GET", "/nodes/{node}/lxc/{vmid}/rrddata", .guest, knows: RoundRobin.parameters, answer: RoundRobin.container),
        Route("GET", "/nodes/{node}/lxc/{vmid}/interfaces", .guest, versions: 8...9, answer: GuestEndpoints.containerInterfaces),
    ]

    private static let coverage = [
        Route("GET", "/cluster/backup/{id}/included_volumes", .audit("/"), answer: BackupEndpoints.included),
        Route("GET", "/cluster/backup-info/not-backed-up", .audit("/"), answer: BackupEndpoints.uncovered),
        Route(
            "GET", "/nodes/{node}/storage/{storage}/content", .content, knows: ["content": [], "vmid": []], answer: ContentEndpoints.list),
        Route("GET", "/nodes/{node}/replication", .user, knows: ["guest": []], answer: ReplicationEndpoints.state),
        Route("GET", "/cluster/ha/resources", .audit("/"), knows: ["type": ["vm", "ct"]], answer: ServiceEndpoints.resources),
        Route("GET", "/cluster/ha/groups", .audit("/"), answer: ServiceEndpoints.groups),
        Route("GET", "/cluster/ha/rules", .audit("/"), knows: ["type": [], "resource": []], versions: 9...9, answer: ServiceEndpoints.rules),
        Route("GET", "/cluster/ha/status/manager_status", .audit("/"), answer: ServiceEndpoints.manager),
    ]

    private static let hardware = [
        Route(
            "GET", "/nodes/{node}/disks/list", .audit("/nodes/{node}"),
            knows: ["skipsmart": ["0", "1"], "include-partitions": ["0", "1"], "type": ["unused", "journal_disks"]], answer: DiskEndpoints.list),
        Route("GET", "/nodes/{node}/disks/smart", .audit("/"), knows: ["disk": [], "healthonly": ["0", "1"]], answer: DiskEndpoints.smart),
        Route("GET", "/nodes/{node}/disks/zfs", .audit("/"), answer: PoolEndpoints.list),
        Route("GET", "/nodes/{node}/disks/zfs/{name}", .audit("/"), answer: PoolEndpoints.details),
        Route("GET", "/nodes/{node}/disks/lvmthin", .audit("/"), answer: PoolEndpoints.thin),
        Route("GET", "/nodes/{node}/disks/lvm", .audit("/"), answer: PoolEndpoints.volumeGroups),
        Route("GET", "/nodes/{node}/services", .audit("/nodes/{node}"), answer: SoftwareEndpoints.services),
        Route("GET", "/nodes/{node}/certificates/info", .user, answer: SoftwareEndpoints.certificates),
        Route("GET", "/nodes/{node}/apt/update", .privilege("/nodes/{node}", ["Sys.Modify"]), answer: SoftwareEndpoints.updates),
        Route("GET", "/nodes/{node}/apt/versions", .audit("/nodes/{node}"), answer: SoftwareEndpoints.versions),
        Route("GET", "/nodes/{node}/subscription", .user, answer: SoftwareEndpoints.subscription),
    ]

    private static let ceph = [
        Route("GET", "/cluster/ceph/status", .ceph, answer: CephEndpoints.status),
        Route("GET", "/cluster/ceph/flags", .audit("/"), answer: CephEndpoints.flags),
        Route("GET", "/nodes/{node}/ceph/status", .ceph, answer: CephEndpoints.status),
        Route("GET", "/nodes/{node}/ceph/osd", .ceph, answer: CephEndpoints.stores),
        Route("GET", "/nodes/{node}/ceph/pool", .ceph, versions: 8...9, answer: CephEndpoints.pools),
        Route("GET", "/nodes/{node}/ceph/pools", .ceph, versions: 7...7, answer: CephEndpoints.pools),
        Route("GET", "/nodes/{node}/ceph/mon", .ceph, answer: CephEndpoints.monitors),
        Route("GET", "/nodes/{node}/ceph/mgr", .ceph, answer: CephEndpoints.managers),
        Route("GET", "/nodes/{node}/ceph/mds", .ceph, answer: CephEndpoints.metadataServers),
    ]

    private static let agent = AgentEndpoints.commands.map { command in
        Route("GET", "/nodes/{node}/qemu/{vmid}/agent/\(command.path)", .agent) { call throws(APIRefusal) in
            try AgentEndpoints.answer(call, command)
        }
    }
}
