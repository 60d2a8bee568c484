/// Datastores: how full, how configured, which namespaces.
enum DatastoreEndpoints {
    static func usage(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let shown = call.world.datastores.filter { call.maySee($0) || call.maySeePart(of: $0) }
        return Payload(rows: shown.map { usageRow($0, call) })
    }

    /// What cannot be looked at has an error and no numbers; who sees only namespaces gets the name alone.
    private static func usageRow(_ store: Datastore, _ call: BackupServerCall) -> String {
        var row = JSONObject()
        row.put("store", store.name)
        row.put("mount-status", "nonremovable")
        if call.world.version.is4 { row.put("backend-type", "filesystem") }
        guard call.maySee(store) else { return row.json }
        if let maintenance = store.maintenance, maintenance != .readOnly {
            row.put("error", "datastore '\(store.name)' is in maintenance mode: \(maintenance.rawValue)")
            return row.json
        }
        putSpace(into: &row, store, call)
        row.put("history-start", Int(call.clock) / 86_400 * 86_400 - 29 * 86_400)
        row.put("history-delta", 86_400)
        row.put("history", json: JSONText.array(history(store, call)))
        row.put("estimated-full-date", ifPresent: store.fullAt(call.now, epoch: call.world.epoch))
        row.put("gc-status", json: CollectionFigures(store, call).json(upid: true))
        return row.json
    }

    private static func putSpace(into row: inout JSONObject, _ store: Datastore, _ call: BackupServerCall) {
        let used = store.used(at: call.now, epoch: call.world.epoch)
        row.put("total", store.size)
        row.put("used", used)
        row.put("avail", store.size - used)
    }

    /// A point a day, newest last; on one day the server was off.
    private static func history(_ store: Datastore, _ call: BackupServerCall) -> [String] {
        let today = (call.now / 86_400).rounded(.down) * 86_400
        return (0..<30).map { day in
            if day == 11 { return "null" }
            let used = store.used(at: today - Double(29 - day) * 86_400, epoch: call.world.epoch)
            return (Double(used) / Double(store.size)).description
        }
    }

    static func list(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let shown = call.world.datastores.filter { call.maySee($0) || call.maySeePart(of: $0) }
        return Payload(
            rows: shown.map { store in
                var row = JSONObject()
                row.put("store", store.name)
                if let comment = store.comment { row.put("comment", comment) } else { row.put("comment", json: "null") }
                row.put("mount-status", "nonremovable")
                if let maintenance = store.maintenance { row.put("maintenance", maintenance.rawValue) }
                if call.world.version.is4 { row.put("backend-type", "filesystem") }
                return row.json
            })
    }

    /// Counting walks through all groups, so only when it is asked for.
    static func status(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let store = try call.store()
        guard call.maySee(store) || call.maySeePart(of: store) else { throw .permissionCheck }
        _ = try call.readableStore()
        var row = JSONObject()
        if call.world.version.is4 { row.put("backend-type", "filesystem") }
        guard call.maySee(store) else {
            for key in ["total", "used", "avail"] { row.put(key, 0) }
            return Payload(row.json)
        }
        putSpace(into: &row, store, call)
        if call.flag("verbose") {
            row.put("counts", json: counts(store, call))
            row.put("gc-status", json: CollectionFigures(store, call).json(upid: true))
        }
        return Payload(row.json)
    }

    private static func counts(_ store: Datastore, _ call: BackupServerCall) -> String {
        var groups: [BackupArchive.Kind: Set<String>] = [:]
        var snapshots: [BackupArchive.Kind: Int] = [:]
        for namespace in call.contents.namespaces(of: store) {
            for snapshot in call.contents.snapshots(in: store, namespace) ?? [] {
                groups[snapshot.archive.kind, default: []].insert(namespace + "|" + snapshot.archive.id)
                snapshots[snapshot.archive.kind, default: 0] += 1
            }
        }
        var object = JSONObject()
        for kind in [BackupArchive.Kind.container, .host, .machine] {
            object.put(kind.rawValue, json: groups[kind].map { "{\"groups\":\($0.count),\"snapshots\":\(snapshots[kind] ?? 0)}" } ?? "null")
        }
        object.put("other", json: "null")
        return object.json
    }

    /// Namespaces one has no right to are left out; parents may be asked for.
    static func namespaces(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let store = try call.readableStore()
        let parent = call.request.query["parent"] ?? ""
        let depth = call.number("max-depth") ?? 7
        guard call.maySee(parent, of: store) || call.maySeePart(of: store) else { throw .permissionCheck }
        let shown = call.contents.namespaces(of: store).filter { namespace in
            guard parent.isEmpty || namespace == parent || namespace.hasPrefix(parent + "/") else { return false }
            let below = namespace.split(separator: "/").count - parent.split(separator: "/").count
            return below <= depth && call.maySee(namespace, of: store)
        }
        return Payload(
            rows: shown.map { namespace in
                var row = JSONObject()
                row.put("ns", namespace)
                if namespace == BackupContents.copies { row.put("comment", "copied every morning") }
                return row.json
            })
    }

    // MARK: Configuration

    static func configurations(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        Payload(rows: call.world.datastores.filter { call.maySee($0) }.map { configuration($0, call) })
    }

    static func configuration(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        Payload(configuration(try call.store(), call))
    }

    private static func configuration(_ store: Datastore, _ call: BackupServerCall) -> String {
        var row = JSONObject()
        row.put("name", store.name)
        row.put("path", store.path)
        row.put("comment", ifPresent: store.comment)
        row.put("gc-schedule", call.world.jobs.first { $0.kind == .collection && $0.store == store.name }?.schedule.text ?? "daily")
        row.put("notification-mode", "notification-system")
        if store.takesClusters { row.put("verify-new", false) }
        if let maintenance = store.maintenance { row.put("maintenance-mode", "type=\(maintenance.rawValue),message=\"disk is replaced\"") }
        return row.json
    }
}
