import PulseCore

/// What the cluster says about backup jobs.
enum PVEBackupRows {
    /// A row of `/cluster/backup`.
    static func job(_ row: JSONObject) -> BackupJob? {
        guard let id = row.text("id") else { return nil }
        var job = BackupJob(id: id, isEnabled: row.flag("enabled") ?? true, selection: selection(row))
        job.schedule = row.text("schedule") ?? oldSchedule(row)
        job.nextRun = row.moment("next-run")
        job.storage = row.text("storage")
        job.mode = row.text("mode")
        job.node = row.text("node")
        job.comment = row.text("comment")?.printable(limit: 200)
        return job
    }

    private static func selection(_ row: JSONObject) -> BackupSelection {
        if row.flag("all") == true { return .all(except: numbers(row.text("exclude"))) }
        if let pool = row.text("pool") { return .pool(pool) }
        return .guests(numbers(row.text("vmid")))
    }

    private static func numbers(_ text: String?) -> Set<Int> {
        Set((text ?? "").split { $0 == "," || $0 == ";" || $0 == " " }.compactMap { Int($0) })
    }

    /// Before 7.1 jobs had days and a time: `mon,tue 02:30`.
    private static func oldSchedule(_ row: JSONObject) -> String? {
        row.text("starttime").map { time in row.text("dow").map { "\($0) \(time)" } ?? time }
    }

    /// `/cluster/backup/{id}/included_volumes`: a tree of guests and their volumes.
    static func coverage(_ object: JSONObject) -> [GuestCoverage] {
        (object.array("children") ?? []).compactMap(\.object).compactMap { guest in
            // Removed guests that a job still names are `unknown`.
            guard let vmid = guest.integer("id").flatMap({ Int(exactly: $0) }), vmid > 0, guest.text("type") != "unknown" else { return nil }
            return GuestCoverage(vmid: vmid, volumes: (guest.array("children") ?? []).compactMap(\.object).compactMap(volume))
        }
    }

    private static func volume(_ row: JSONObject) -> GuestCoverage.Volume? {
        guard let name = row.text("id"), let isIncluded = row.flag("included") else { return nil }
        var volume = GuestCoverage.Volume(name: name, isIncluded: isIncluded)
        volume.volume = row.text("name")
        volume.reason = row.text("reason")
        return volume
    }
}

/// A row of `/storage`: how a storage is set up.
struct PVEStorageConfig: Sendable, Equatable {
    var name: String
    var type: String?
    var server: String?
    var port: Int?
    var fingerprint: String?
    var datastore: String?
    var namespace: String?

    init?(_ row: JSONObject) {
        guard let name = row.text("storage") else { return nil }
        self.name = name
        type = row.text("type")
        server = row.text("server")
        port = row.integer("port").flatMap { (1...65_535).contains($0) ? Int($0) : nil }
        fingerprint = row.text("fingerprint")?.uppercased()
        datastore = row.text("datastore")
        namespace = row.text("namespace")
    }

    /// Nil unless it lies on a backup server.
    func target(of slug: SourceSlug) -> BackupTarget? {
        guard type == "pbs" else { return nil }
        var target = BackupTarget(storage: .storage(slug, name, node: nil))
        (target.server, target.port, target.fingerprint) = (server, port, fingerprint)
        (target.datastore, target.namespace) = (datastore, namespace)
        return target
    }
}
