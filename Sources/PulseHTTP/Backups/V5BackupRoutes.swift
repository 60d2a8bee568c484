import Hummingbird
import PulseAccess
import PulseBackups
import PulseCore

/// Backups at the addresses of Pulse v5.
struct V5BackupRoutes {
    let boards: BoardService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        for path in ["/api/backups", "/api/backups/unified"] {
            routes.get(path, .permission(.monitoringRead), "All backups in the shape of Pulse v5") { request, context in
                request.compressed(V5Backups(view(context)).writeUnified())
            }
        }
        routes.get("/api/backups/pve", .permission(.monitoringRead), "Backups on storages in the shape of Pulse v5") { request, context in
            request.compressed(V5Backups(view(context)).writePVE())
        }
        routes.get("/api/backups/pbs", .permission(.monitoringRead), "Backup servers in the shape of Pulse v5") { request, context in
            request.compressed(V5BackupServers(view: view(context)).write())
        }
    }

    private func view(_ context: PulseContext) -> BackupView { BackupView(boards, context.visibility, at: now()) }
}
