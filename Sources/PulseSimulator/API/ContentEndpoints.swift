/// What lies on a storage: archives, disks of guests, images to install from.
struct ContentEndpoints {
    let call: Call
    let node: Node
    let storage: Storage

    static func list(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let id = call.parameters["storage"] ?? ""
        guard let storage = call.world.storages.first(where: { $0.id == id }) else { throw .failed("storage '\(id)' does not exist") }
        guard storage.isOn(node.name) else { throw .failed("storage '\(id)' is not available on node '\(node.name)'") }
        guard storage.inactiveSince == nil else { throw .failed("storage '\(id)' is not online") }
        return Payload(rows: ContentEndpoints(call: call, node: node, storage: storage).rows)
    }

    private var rows: [String] {
        let kinds = storage.content.split(separator: ",").map(String.init)
        let wanted = call.request.query["content"].map { $0.split(separator: ",").map(String.init) } ?? kinds
        return kinds.filter(wanted.contains).flatMap { kind -> [String] in
            switch kind {
            case "backup": archives
            case "images": disks(.qemu, kind)
            case "rootdir": disks(.lxc, kind)
            case "iso": [row("iso/debian-13.1.0-amd64-netinst.iso", kind, "iso", 792_723_456, nil).json]
            default: []
            }
        }
    }

    // MARK: Archives

    /// Rows are left out without a word for who may not use the archives, and an auditor may not: it takes Datastore.Allocate on the
    /// storage, or Datastore.AllocateSpace there and VM.Backup on the guest.
    private func maySee(_ vmid: Int) -> Bool {
        if call.may("Datastore.Allocate", "/storage/\(storage.id)") { return true }
        guard call.may("Datastore.AllocateSpace", "/storage/\(storage.id)") else { return false }
        return call.may("VM.Backup", "/vms/\(vmid)") || call.world.guest(vmid)?.pool.map { call.may("VM.Backup", "/pool/\($0)") } ?? false
    }

    private var archives: [String] {
        let wanted = call.request.query["vmid"]
        let now = Int(call.now)
        let all = call.world.backups.archives(on: storage.id, node: storage.shared ? nil : node.name, at: now)
        return all.filter { (wanted ?? $0.id) == $0.id && maySee(Int($0.id) ?? 0) }.map { storage.type == "pbs" ? onServer($0, now) : inFile($0) }
    }

    private func onServer(_ archive: BackupArchive, _ now: Int) -> String {
        let marks = call.world.marks
        let running = archive.isRunning(at: now)
        var row = row("backup/\(archive.group)/\(archive.stamp)", "backup", "pbs-" + archive.kind.rawValue, running ? 1 : archive.size, archive)
        if !running, marks.isEncrypted(archive) { row.put("encrypted", SnapshotWriter.fingerprint) }
        if marks.isProtected(archive) { row.put("protected", 1) }
        if let verification = marks.verification(of: archive, at: now) {
            let server = BackupTarget(call.options, cluster: call.world.index, name: call.world.clusterName).server ?? 0
            row.put("verification", json: SnapshotWriter(server: "pbs\(server + 1)", now: now).verification(verification))
        }
        return row.json
    }

    private func inFile(_ archive: BackupArchive) -> String {
        let machine = archive.kind == .machine
        let name = "backup/vzdump-\(machine ? "qemu" : "lxc")-\(archive.id)-\(CalendarText.ofArchive(archive.time)).\(machine ? "vma" : "tar").zst"
        return row(name, "backup", machine ? "vma.zst" : "tar.zst", archive.size / 3, archive).json
    }

    private func row(_ name: String, _ content: String, _ format: String, _ size: Int, _ archive: BackupArchive?) -> JSONObject {
        var row = JSONObject()
        row.put("volid", storage.id + ":" + name)
        row.put("content", content)
        row.put("format", format)
        row.put("size", size)
        guard let archive else { return row }
        row.put("ctime", archive.time)
        row.put("subtype", archive.kind == .machine ? "qemu" : "lxc")
        row.put("vmid", Int(archive.id) ?? 0)
        row.put("notes", ifPresent: archive.name)
        return row
    }

    // MARK: Disks

    private func disks(_ kind: Guest.Kind, _ content: String) -> [String] {
        guard call.may("Datastore.Allocate", "/storage/\(storage.id)") else { return [] }
        let guests = call.world.guests.filter { $0.kind == kind && $0.storage == storage.id && (storage.shared || $0.node == node.name) }
        return guests.flatMap { guest in
            [guest.disk, guest.data?.size].compactMap(\.self).enumerated().map { number, size in
                var row = JSONObject()
                row.put("volid", GuestConfiguration.volume(guest, number))
                row.put("content", content)
                row.put("format", "raw")
                row.put("size", size)
                row.put("vmid", guest.vmid)
                return row.json
            }
        }
    }
}
