/// Groups and snapshots of one namespace.
enum SnapshotEndpoints {
    static func snapshots(_ call: BackupServerCall) throws(APIRefusal) -> APIAnswer.Body {
        let wanted = try wanted(call)
        let writer = SnapshotWriter(server: call.world.name, now: Int(call.now))
        return .pieces(
            .envelope {
                var rows = wanted.makeIterator()
                return AnyIterator { rows.next().map(writer.row) }
            })
    }

    static func groups(_ call: BackupServerCall) throws(APIRefusal) -> APIAnswer.Body {
        let writer = SnapshotWriter(server: call.world.name, now: Int(call.now))
        var last: [String: BackupSnapshot] = [:]
        var count: [String: Int] = [:]
        for snapshot in try wanted(call) {
            let group = snapshot.archive.group
            count[group, default: 0] += 1
            if last[group].map({ $0.archive.time < snapshot.archive.time }) ?? true { last[group] = snapshot }
        }
        let rows = last.sorted { $0.key < $1.key }.map { writer.group($0.value, count: count[$0.key] ?? 0) }
        return .text(Payload(rows: rows).envelope)
    }

    private static func wanted(_ call: BackupServerCall) throws(APIRefusal) -> [BackupSnapshot] {
        let store = try call.readableStore()
        let namespace = try call.namespace(of: store)
        guard let all = call.contents.snapshots(in: store, namespace) else {
            throw .badRequest("namespace '\(namespace)' does not exist in datastore '\(store.name)'")
        }
        let type = call.request.query["backup-type"]
        let id = call.request.query["backup-id"]
        guard type != nil || id != nil else { return all }
        return all.filter { (type ?? $0.archive.kind.rawValue) == $0.archive.kind.rawValue && (id ?? $0.archive.id) == $0.archive.id }
    }
}

/// Snapshots and groups in JSON.
struct SnapshotWriter: Sendable {
    static let fingerprint = "8f:3c:51:0e:7d:92:aa:46:1b:e0:c8:37:55:f2:6d:04:91:bb:2e:78:c3:5a:e7:10:49:86:dd:3f:a2:67:0c:b4"

    let server: String
    let now: Int

    /// While it is being written a snapshot has no size, and it never has a verification before it was verified.
    func row(_ snapshot: BackupSnapshot) -> String {
        let archive = snapshot.archive
        let running = archive.isRunning(at: now)
        var row = JSONObject()
        row.put("backup-type", archive.kind.rawValue)
        row.put("backup-id", archive.id)
        row.put("backup-time", archive.time)
        row.put("owner", snapshot.owner)
        row.put("protected", snapshot.isProtected)
        row.put("files", json: running ? "[]" : files(snapshot))
        guard !running else { return row.json }
        row.put("comment", ifPresent: archive.name)
        row.put("size", archive.size)
        if snapshot.isEncrypted { row.put("fingerprint", SnapshotWriter.fingerprint) }
        if let verification = snapshot.verification { row.put("verification", json: self.verification(verification)) }
        return row.json
    }

    func verification(_ verification: (state: BackupMarks.Verification, run: Int)) -> String {
        var object = JSONObject()
        object.put("state", verification.state.rawValue)
        object.put("upid", ServerTask.verification(on: server, at: verification.run).upid)
        return object.json
    }

    func group(_ last: BackupSnapshot, count: Int) -> String {
        var row = JSONObject()
        row.put("backup-type", last.archive.kind.rawValue)
        row.put("backup-id", last.archive.id)
        row.put("last-backup", last.archive.time)
        row.put("backup-count", count)
        row.put("files", json: last.archive.isRunning(at: now) ? "[]" : JSONText.strings(names(last.archive.kind)))
        row.put("owner", last.owner)
        return row.json
    }

    private func names(_ kind: BackupArchive.Kind) -> [String] {
        switch kind {
        case .machine: ["qemu-server.conf.blob", "drive-scsi0.img.fidx", "index.json.blob", "client.log.blob"]
        case .container: ["pct.conf.blob", "root.pxar.didx", "catalog.pcat1.didx", "index.json.blob", "client.log.blob"]
        case .host: ["root.pxar.didx", "catalog.pcat1.didx", "index.json.blob"]
        }
    }

    /// Objects, whatever the schema says. The manifest is not counted and the log is never encrypted.
    private func files(_ snapshot: BackupSnapshot) -> String {
        let names = names(snapshot.archive.kind)
        return JSONText.array(
            names.map { name in
                let large = name == names.first { $0.contains(".img.") || $0.hasPrefix("root.") }
                var file = JSONObject()
                file.put("filename", name)
                if !name.hasPrefix("client.log") { file.put("crypt-mode", snapshot.isEncrypted ? "encrypt" : "none") }
                file.put("size", large ? max(0, snapshot.archive.size - 500) : 500 / names.count)
                return file.json
            })
    }
}
