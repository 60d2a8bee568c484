/// Every endpoint that is imitated. What is not here is answered with 501, as by a server of another version.
enum Routes {
    static let all: [Route] = access + clusterWide + nodes + guests + agent

    static func find(_ request: APIRequest) -> (Route, [String: String])? {
        for route in all where route.pattern.method == request.method {
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
        Route("GET", "/cluster/replication", .user, answer: ClusterEndpoints.replication),
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
        Route("GET", "/nodes/{node}/lxc/{vmid}/interfaces", .guest, answer: GuestEndpoints.containerInterfaces),
    ]

    private static let agent = AgentEndpoints.commands.map { command in
        Route("GET", "/nodes/{node}/qemu/{vmid}/agent/\(command.path)", .agent) { call throws(APIRefusal) in
            try AgentEndpoints.answer(call, command)
        }
    }
}
