/// Every endpoint of a backup server that is imitated; what is not here is not found.
enum BackupServerRoutes {
    static let all: [BackupServerRoute] = general + datastores + jobs + node + equipment

    static func find(_ request: APIRequest) -> (BackupServerRoute, [String: String])? {
        for route in all where route.pattern.method == request.method {
            if let parameters = route.pattern.match(request.segments) { return (route, parameters) }
        }
        return nil
    }

    private static let general = [
        BackupServerRoute("/version", .user, answer: BackupServerAccess.version),
        BackupServerRoute("/ping", .world, answer: BackupServerAccess.ping),
        BackupServerRoute("/access/domains", .world, answer: BackupServerAccess.domains),
        BackupServerRoute("/access/ticket", .world, method: "POST", answer: BackupServerTickets.ticket),
        BackupServerRoute("/access/permissions", .user, knows: ["path": [], "auth-id": []], answer: BackupServerAccess.permissions),
    ]

    private static let datastores = [
        BackupServerRoute("/status/datastore-usage", .user, answer: DatastoreEndpoints.usage),
        BackupServerRoute("/admin/datastore", .user, answer: DatastoreEndpoints.list),
        BackupServerRoute("/admin/datastore/{store}/status", .user, knows: ["verbose": []], answer: DatastoreEndpoints.status),
        BackupServerRoute(
            "/admin/datastore/{store}/namespace", .user, knows: ["parent": [], "max-depth": []], answer: DatastoreEndpoints.namespaces),
        BackupServerRoute("/admin/datastore/{store}/groups", .user, knows: ["ns": []], body: SnapshotEndpoints.groups),
        BackupServerRoute(
            "/admin/datastore/{store}/snapshots", .user,
            knows: ["ns": [], "backup-type": ["vm", "ct", "host"], "backup-id": []], body: SnapshotEndpoints.snapshots),
        BackupServerRoute(
            "/admin/datastore/{store}/rrd", .privilege("/datastore/{store}", ["Datastore.Audit", "Datastore.Backup"]),
            knows: ServerCharts.parameters, answer: ServerCharts.store),
        BackupServerRoute(
            "/admin/datastore/{store}/gc", .privilege("/datastore/{store}", ["Datastore.Audit"]), answer: ServerJobEndpoints.collection),
        BackupServerRoute("/config/datastore", .user, answer: DatastoreEndpoints.configurations),
        BackupServerRoute(
            "/config/datastore/{store}", .privilege("/datastore/{store}", ["Datastore.Audit"]), answer: DatastoreEndpoints.configuration),
    ]

    private static let jobs = [
        BackupServerRoute("/admin/gc", .user, knows: ["store": []], answer: ServerJobEndpoints.collections),
        BackupServerRoute(
            "/admin/sync", .user, knows: ["store": [], "sync-direction": ["all", "push", "pull"]], answer: ServerJobEndpoints.syncs),
        BackupServerRoute("/admin/verify", .user, knows: ["store": []], answer: ServerJobEndpoints.verifications),
        BackupServerRoute("/admin/prune", .user, knows: ["store": []], answer: ServerJobEndpoints.prunes),
        BackupServerRoute("/config/remote", .user, answer: ServerJobEndpoints.remotes),
        BackupServerRoute("/admin/traffic-control", .audit("/"), answer: ServerJobEndpoints.traffic),
        BackupServerRoute("/nodes/{node}/tasks", .user, knows: ServerTaskEndpoints.parameters, answer: ServerTaskEndpoints.list),
        BackupServerRoute("/nodes/{node}/tasks/{upid}/status", .user, answer: ServerTaskEndpoints.status),
        BackupServerRoute(
            "/nodes/{node}/tasks/{upid}/log", .user, knows: ["start": [], "limit": [], "test-status": []],
            answer: ServerTaskEndpoints.log),
    ]

    private static let node = [
        BackupServerRoute("/nodes", .user, answer: BackupServerNode.list),
        BackupServerRoute("/nodes/{node}/status", .audit("/system/status"), answer: BackupServerNode.status),
        BackupServerRoute("/nodes/{node}/time", .user, answer: BackupServerNode.time),
        BackupServerRoute("/nodes/{node}/rrd", .audit("/system/status"), knows: ServerCharts.parameters, answer: ServerCharts.node),
        BackupServerRoute("/nodes/{node}/services", .audit("/system/services"), answer: BackupServerNode.services),
        BackupServerRoute("/nodes/{node}/subscription", .user, answer: BackupServerNode.subscription),
        BackupServerRoute(
            "/nodes/{node}/certificates/info", .privilege("/system/certificates", ["Sys.Modify"]), answer: BackupServerNode.certificates),
        BackupServerRoute("/nodes/{node}/apt/update", .audit("/"), answer: BackupServerNode.updates),
        BackupServerRoute("/nodes/{node}/apt/versions", .audit("/"), answer: BackupServerNode.versions),
    ]

    private static let equipment = [
        BackupServerRoute(
            "/nodes/{node}/disks/list", .audit("/system/disks"),
            knows: ["skipsmart": [], "include-partitions": [], "usage-type": []], answer: ServerDiskEndpoints.list),
        BackupServerRoute(
            "/nodes/{node}/disks/smart", .audit("/system/disks"), knows: ["disk": [], "healthonly": []],
            answer: ServerDiskEndpoints.smart),
        BackupServerRoute("/nodes/{node}/disks/zfs", .audit("/system/disks"), answer: ServerDiskEndpoints.pools),
        BackupServerRoute("/nodes/{node}/disks/zfs/{name}", .audit("/system/disks"), answer: ServerDiskEndpoints.pool),
        BackupServerRoute("/nodes/{node}/disks/directory", .audit("/system/disks"), answer: ServerDiskEndpoints.directories),
        BackupServerRoute("/tape/drive", .user, knows: ["changer": [], "query-activity": []], answer: TapeEndpoints.drives),
        BackupServerRoute("/tape/changer", .user, answer: TapeEndpoints.changers),
        BackupServerRoute("/tape/backup", .user, answer: TapeEndpoints.jobs),
        BackupServerRoute(
            "/tape/media/list", .user, knows: ["pool": [], "update-status": [], "update-status-changer": []],
            answer: TapeEndpoints.media),
    ]
}
