import PulseAccess
import PulseBackups
import PulseCore

/// The lists of backups in the shape of Pulse v5, each made of what the reader may see.
struct V5Backups {
    private let view: BackupView
    private let storage: [V5StorageBackup]
    private let server: [V5ServerBackup]
    /// Archives beyond `limit`, the oldest. These addresses know no pages; the board has them all.
    private let leftOut: Int

    /// Archives an answer lists at most: about 14 MB before compression.
    static let limit = 20_000

    init(_ view: BackupView) {
        self.view = view
        var archives = V5Archives(view).all
        archives.sort { ($0.archive.at, $0.place, $0.archive.backupID) > ($1.archive.at, $1.place, $1.archive.backupID) }
        leftOut = max(0, archives.count - Self.limit)
        archives.removeLast(leftOut)
        storage = archives.compactMap { V5StorageBackup($0.archive, at: $0.place, view) }
        server = archives.compactMap { V5ServerBackup($0.archive, at: $0.place, view) }
    }

    // MARK: Bodies

    /// `/api/backups`.
    func writeUnified() -> [UInt8] {
        var json = JSONWriter(capacity: 1024 + (storage.count + server.count) * 700)
        json.object { json in
            writeParts(into: &json)
            pveMembers(&json)
            json.name("leftOut"); json.integer(leftOut)
        }
        return json.bytes
    }

    /// `/api/backups/pve`.
    func writePVE() -> [UInt8] {
        var json = JSONWriter(capacity: 256 + storage.count * 350)
        json.object { json in
            json.name("backups"); storageBackups(&json)
            json.name("leftOut"); json.integer(leftOut)
        }
        return json.bytes
    }

    /// What `/api/state` has of backups.
    func writeStateMembers(into json: inout JSONWriter) {
        writeParts(into: &json)
        json.name("backupsLeftOut"); json.integer(leftOut)
    }

    /// v5 has everything twice.
    private func writeParts(into json: inout JSONWriter) {
        let (pve, pbs, pmg) = (Self.part { $0.object(pveMembers) }, Self.part(pbsList), Self.part(mailBackups))
        json.name("backups")
        json.object { json in
            json.name("pve"); json.raw(pve)
            json.name("pbs"); json.raw(pbs)
            json.name("pmg"); json.raw(pmg)
        }
        json.name("pveBackups"); json.raw(pve)
        json.name("pbsBackups"); json.raw(pbs)
        json.name("pmgBackups"); json.raw(pmg)
    }

    /// One value on its own.
    private static func part(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        write(&json)
        return json.bytes
    }

    // MARK: Lists

    private func pveMembers(_ json: inout JSONWriter) {
        json.name("backupTasks"); json.array(tasks) { $1.write(into: &$0) }
        json.name("storageBackups"); storageBackups(&json)
        json.name("guestSnapshots"); json.array(snapshots) { $1.write(into: &$0) }
    }

    private func storageBackups(_ json: inout JSONWriter) { json.array(storage) { $1.write(into: &$0) } }

    private func pbsList(_ json: inout JSONWriter) { json.array(server) { $1.write(into: &$0) } }

    private func mailBackups(_ json: inout JSONWriter) {
        let gateways = view.ledger.sources.filter { view.showsAll(of: $0.key) }.sorted { $0.key < $1.key }
        let backups = gateways.flatMap { source, ledger in
            ledger.mailNodes.sorted { $0.key < $1.key }.flatMap { node, said in
                (said.backups.value ?? []).map { V5MailBackup(backup: $0, node: node, instance: view.instance(source)) }
            }
        }
        json.array(backups) { $1.write(into: &$0) }
    }

    private var tasks: [V5BackupTask] {
        let tasks = view.ledger.sources.flatMap { source, ledger in
            ledger.nodes.values.flatMap { $0.tasks.value ?? [] }.filter { $0.type == "vzdump" }.compactMap { V5BackupTask($0, of: source, view) }
        }
        return tasks.sorted { ($0.task.startedAt, $0.task.id) > ($1.task.startedAt, $1.task.id) }
    }

    private var snapshots: [V5GuestSnapshot] {
        view.guests.flatMap { guest in
            (view.ledger.sources[guest.source]?.snapshots[guest.vmid]?.value ?? []).map { V5GuestSnapshot($0, of: guest, view) }
        }
    }
}

/// The archives somebody may know of, wherever they lie.
private struct V5Archives {
    let all: [(archive: BackupArchive, place: BackupPlace)]

    init(_ view: BackupView) {
        guard view.visibility.isLimited else {
            all = view.ledger.sources.values.flatMap { ledger in
                ledger.archives.flatMap { place, told in (told.value ?? []).map { ($0, place) } }
            }
            return
        }
        // What is no guest's is nobody's who sees a part.
        all = view.guests.flatMap { guest in
            view.board.restorePoints(of: guest.id).flatMap(\.copies).flatMap { copy in view.places(copy.places).map { (copy.archive, $0) } }
        }
    }
}
