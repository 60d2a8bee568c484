import Foundation
import PulseAccess
import PulseBackups
import PulseCore

/// The bodies of `/api/backups` and its parts in the shape of Pulse v5, each list made of what the reader may see.
struct V5Backups {
    private let view: BackupView
    private let storage: [(archive: BackupArchive, storage: Resource, facts: StorageFacts)]
    private let server: [(archive: BackupArchive, place: BackupPlace, source: SourceSlug)]
    /// Archives beyond `limit`, the oldest. These addresses know no pages; the board has them all.
    private let leftOut: Int

    /// Archives an answer lists at most: about 14 MB before compression.
    static let limit = 20_000

    init(_ view: BackupView) {
        self.view = view
        var archives: [(BackupArchive, BackupPlace)] = []
        if view.visibility.isLimited {
            // What is no guest's is nobody's who sees a part.
            for guest in view.guests {
                for copy in view.board.restorePoints(of: guest.id).flatMap(\.copies) {
                    for place in view.places(copy.places) { archives.append((copy.archive, place)) }
                }
            }
        } else {
            for ledger in view.ledger.sources.values {
                for (place, told) in ledger.archives { for archive in told.value ?? [] { archives.append((archive, place)) } }
            }
        }
        archives.sort { ($0.0.at, $0.1, $0.0.backupID) > ($1.0.at, $1.1, $1.0.backupID) }
        leftOut = max(0, archives.count - Self.limit)
        archives.removeLast(leftOut)
        storage = archives.compactMap { archive, place in
            guard let resource = view.fleet.resources[place.resource], case .storage(let facts) = resource.facts else { return nil }
            return (archive, resource, facts)
        }
        server = archives.compactMap { archive, place in
            guard let resource = view.fleet.resources[place.resource], case .datastore = resource.facts else { return nil }
            return (archive, place, resource.source)
        }
    }

    func writeUnified() -> [UInt8] {
        var json = JSONWriter(capacity: 1024 + (storage.count + server.count) * 700)
        json.object { json in
            json.name("backups")
            json.object { json in
                json.name("pve"); pve(&json)
                json.name("pbs"); pbs(&json)
                json.name("pmg"); json.array([Int]()) { $0.integer($1) }
            }
            json.name("pveBackups"); pve(&json)
            json.name("pbsBackups"); pbs(&json)
            json.name("pmgBackups"); json.array([Int]()) { $0.integer($1) }
            pveMembers(&json)
            json.name("leftOut"); json.integer(leftOut)
        }
        return json.bytes
    }

    func writePVE() -> [UInt8] {
        var json = JSONWriter(capacity: 256 + storage.count * 350)
        json.object { json in
            json.name("backups"); storageBackups(&json)
            json.name("leftOut"); json.integer(leftOut)
        }
        return json.bytes
    }

    private func pve(_ json: inout JSONWriter) { json.object { pveMembers(&$0) } }

    private func pveMembers(_ json: inout JSONWriter) {
        json.name("backupTasks"); tasks(&json)
        json.name("storageBackups"); storageBackups(&json)
        json.name("guestSnapshots"); snapshots(&json)
    }

    private func instance(_ source: SourceSlug) -> String { view.fleet.sources[source]?.name ?? source.description }

    private func storageBackups(_ json: inout JSONWriter) {
        json.array(storage) { json, row in
            let guest = row.archive.vmid.flatMap { view.fleet.resources[.guest(row.storage.source, vmid: $0)] }
            let node: String =
                if case .guest(let facts)? = guest?.facts { facts.node } else { view.visibility.isLimited ? "" : row.facts.nodes.first ?? "" }
            let volume = row.archive.volume ?? "\(row.facts.name):backup/\(row.archive.name)"
            json.object { json in
                json.name("id"); json.string("\(instance(row.storage.source))-\(volume)")
                json.name("storage"); json.string(row.facts.name)
                json.name("node"); json.string(node)
                json.name("instance"); json.string(instance(row.storage.source))
                json.name("type"); json.string(row.archive.type == .machine ? "qemu" : row.archive.type == .container ? "lxc" : "host")
                json.name("vmid"); json.integer(row.archive.vmid ?? 0)
                json.name("time"); json.time(row.archive.at)
                json.name("ctime"); json.integer(row.archive.at.seconds)
                json.name("size"); json.integer(row.archive.size)
                json.name("format"); json.string(row.facts.type == "pbs" ? "pbs-\(row.archive.type.rawValue)" : V5Backups.format(of: volume))
                if let note = row.archive.note { json.name("notes"); json.string(note) }
                json.name("protected"); json.bool(row.archive.isProtected ?? false)
                json.name("volid"); json.string(volume)
                json.name("isPBS"); json.bool(row.facts.type == "pbs")
                json.name("verified"); json.bool(row.archive.verification == .verified)
                if let found = row.archive.verification { json.name("verification"); json.string(found.rawValue) }
            }
        }
    }

    /// `vma.zst` of `…-02_00_04.vma.zst`.
    private static func format(of volume: String) -> String {
        for known in ["vma", "tar", "tgz"] { if let range = volume.range(of: ".\(known)") { return String(volume[range.lowerBound...].dropFirst()) } }
        return ""
    }

    private func pbs(_ json: inout JSONWriter) {
        json.array(server) { json, row in
            let name = row.place.resource.path.split(separator: "/").last.map(String.init) ?? ""
            json.object { json in
                json.name("id"); json.string("pbs-\(instance(row.source))-\(name)-\(row.place.namespace)-\(row.archive.name)")
                json.name("instance"); json.string(instance(row.source))
                json.name("datastore"); json.string(name)
                json.name("namespace"); json.string(row.place.namespace)
                json.name("backupType"); json.string(row.archive.type.rawValue)
                json.name("vmid"); json.string(row.archive.backupID)
                json.name("backupTime"); json.time(row.archive.at)
                json.name("size"); json.integer(row.archive.size)
                json.name("protected"); json.bool(row.archive.isProtected ?? false)
                json.name("verified"); json.bool(row.archive.verification == .verified)
                if let note = row.archive.note { json.name("comment"); json.string(note) }
                if let owner = row.archive.owner, !view.visibility.isLimited { json.name("owner"); json.string(owner) }
            }
        }
    }

    private func tasks(_ json: inout JSONWriter) {
        let tasks = view.ledger.sources.sorted { $0.key < $1.key }.flatMap { source, ledger in
            ledger.nodes.values.flatMap { $0.tasks.value ?? [] }.filter { $0.type == "vzdump" }.map { (source, $0) }
        }
        let shown = tasks.filter { source, task in
            view.showsAll(of: source)
                || task.subject.flatMap { Int($0) }.map { view.shows(guest: $0, of: source) && view.shows(.node(source, task.node)) } == true
        }
        json.array(shown.sorted { ($0.1.startedAt, $0.1.id) > ($1.1.startedAt, $1.1.id) }) { json, row in
            let task = row.1
            json.object { json in
                json.name("id"); json.string(task.id)
                json.name("node"); json.string(task.node)
                json.name("instance"); json.string(instance(row.0))
                json.name("type"); json.string(task.type)
                json.name("vmid"); json.integer(task.subject.flatMap { Int($0) } ?? 0)
                json.name("status"); json.string(task.outcome.word)
                json.name("startTime"); json.time(task.startedAt)
                if let ended = task.endedAt { json.name("endTime"); json.time(ended) }
                if case .failed(let error) = task.outcome { json.name("error"); json.string(error) }
            }
        }
    }

    private func snapshots(_ json: inout JSONWriter) {
        let rows = view.guests.flatMap { guest in
            (view.ledger.sources[guest.source]?.snapshots[guest.vmid]?.value ?? []).map { (guest, $0) }
        }
        json.array(rows) { json, row in
            let (guest, snapshot) = row
            json.object { json in
                json.name("id"); json.string("\(instance(guest.source))-\(guest.node)-\(guest.vmid)-\(snapshot.name)")
                json.name("name"); json.string(snapshot.name)
                json.name("node"); json.string(guest.node)
                json.name("instance"); json.string(instance(guest.source))
                json.name("type"); json.string(guest.type.rawValue)
                json.name("vmid"); json.integer(guest.vmid)
                json.name("time"); json.time(snapshot.at)
                if let note = snapshot.note { json.name("description"); json.string(note) }
                if let parent = snapshot.parent { json.name("parent"); json.string(parent) }
                json.name("vmstate"); json.bool(snapshot.includesMemory ?? false)
                if let size = snapshot.size { json.name("sizeBytes"); json.integer(size) }
            }
        }
    }
}

extension WorkOutcome {
    var word: String {
        switch self {
        case .running: "running"
        case .succeeded: "OK"
        case .warnings(let count): "WARNINGS: \(count)"
        case .failed: "error"
        case .unknown: "unknown"
        }
    }
}
