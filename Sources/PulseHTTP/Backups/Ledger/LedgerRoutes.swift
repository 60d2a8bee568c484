import Hummingbird
import PulseAccess
import PulseBackups
import PulseCore

/// The lists of the sources' ledgers, each filtered by source, node and guest, in pages.
struct LedgerRoutes {
    let boards: BoardService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        add("tasks", "Tasks, newest first", to: &routes) { $0.tasks() }
        add("jobs", "Backup jobs of clusters", to: &routes) { $0.jobs() }
        add("replication", "Replication of guests' disks", to: &routes) { $0.replication() }
        add("ha", "Guests under high availability", to: &routes) { $0.highAvailability() }
        add("ceph", "What Ceph says of itself", to: &routes) { $0.ceph() }
        add("services", "Services of nodes", to: &routes) { $0.services() }
        add("certificates", "Certificates of nodes", to: &routes) { $0.certificates() }
        add("updates", "Packages that wait to be installed", to: &routes) { $0.updates() }
        add("kernels", "Kernels of nodes, and whether a reboot is due", to: &routes) { $0.kernels() }
        add("subscriptions", "Subscriptions of nodes", to: &routes) { ServerLists(reader: $0).subscriptions() }
        add("snapshots", "Snapshots of guests", to: &routes) { $0.snapshots() }
        add("datastore-jobs", "Jobs of backup servers", to: &routes) { $0.datastoreJobs() }
        add("tapes", "Tapes that backup servers know", to: &routes) { TapeLists(reader: $0).tapes() }
        add("tape-drives", "Tape drives of backup servers", to: &routes) { TapeLists(reader: $0).drives() }
        add("tape-changers", "Tape changers of backup servers", to: &routes) { TapeLists(reader: $0).changers() }
        add("traffic", "Rules of backup servers that limit traffic", to: &routes) { ServerLists(reader: $0).traffic() }
        add("mail", "Queues of mail gateways", to: &routes) { $0.mail() }
        add("mail-domains", "Mail of gateways by domain, of the last seven days", to: &routes) { $0.mailDomains() }
        add("viruses", "Viruses mail gateways found in the last seven days", to: &routes) { $0.viruses() }
        add("mail-backups", "Backups of mail gateways' settings", to: &routes) { $0.mailBackups() }
    }

    private func add(_ name: String, _ summary: String, to routes: inout RouteTable, _ list: @escaping @Sendable (LedgerReader) -> LedgerList) {
        routes.get("/api/ledger/\(name)", .permission(.monitoringRead), summary) { request, context in
            let query = try LedgerQuery(request)
            return request.compressed(query.write(list(LedgerReader(view: BackupView(boards, context.visibility, at: now())))))
        }
    }
}
