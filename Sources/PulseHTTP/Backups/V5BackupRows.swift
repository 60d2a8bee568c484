import Foundation
import PulseAccess
import PulseBackups
import PulseCore

/// An archive on a storage of Proxmox VE as Pulse v5 writes it.
struct V5StorageBackup {
    private let archive: BackupArchive
    private let facts: StorageFacts
    private let instance: String
    private let node: String

    /// Nil when the place is no storage that is known.
    init?(_ archive: BackupArchive, at place: BackupPlace, _ view: BackupView) {
        guard let resource = view.fleet.resources[place.resource], case .storage(let facts) = resource.facts else { return nil }
        (self.archive, self.facts) = (archive, facts)
        instance = view.instance(resource.source)
        let guest = archive.vmid.flatMap { view.fleet.resources[.guest(resource.source, vmid: $0)] }
        // Where a guest runs belongs to it; where else a storage can be reached is about the nodes.
        node = if case .guest(let facts)? = guest?.facts { facts.node } else { view.visibility.isLimited ? "" : facts.nodes.first ?? "" }
    }

    func write(into json: inout JSONWriter) {
        let volume = archive.volume ?? "\(facts.name):backup/\(archive.name)"
        let isOnServer = facts.type == "pbs"
        json.object { json in
            json.name("id"); json.string("\(instance)-\(volume)")
            json.name("storage"); json.string(facts.name)
            json.name("node"); json.string(node)
            json.name("instance"); json.string(instance)
            json.name("type"); json.string(archive.type == .machine ? "qemu" : archive.type == .container ? "lxc" : "host")
            json.name("vmid"); json.integer(archive.vmid ?? 0)
            json.name("time"); json.time(archive.at)
            json.name("ctime"); json.integer(archive.at.seconds)
            json.name("size"); json.integer(archive.size)
            json.name("format"); json.string(isOnServer ? "pbs-\(archive.type.rawValue)" : Self.format(of: volume))
            if let note = archive.note { json.name("notes"); json.string(note) }
            json.name("protected"); json.bool(archive.isProtected)
            json.name("volid"); json.string(volume)
            json.name("isPBS"); json.bool(isOnServer)
            json.name("verified"); json.bool(archive.verification == .verified)
            if let found = archive.verification { json.name("verification"); json.string(found.rawValue) }
        }
    }

    /// `vma.zst` of `…-02_00_04.vma.zst`.
    private static func format(of volume: String) -> String {
        for known in ["vma", "tar", "tgz"] { if let range = volume.range(of: ".\(known)") { return String(volume[range.lowerBound...].dropFirst()) } }
        return ""
    }
}

/// A snapshot in a datastore of a backup server as Pulse v5 writes it.
struct V5ServerBackup {
    private let archive: BackupArchive
    private let namespace: String
    private let datastore: String
    private let instance: String
    private let showsOwner: Bool

    /// Nil when the place is no datastore that is known.
    init?(_ archive: BackupArchive, at place: BackupPlace, _ view: BackupView) {
        guard let resource = view.fleet.resources[place.resource], case .datastore(let facts) = resource.facts else { return nil }
        (self.archive, namespace, datastore) = (archive, place.namespace, facts.name)
        instance = view.instance(resource.source)
        showsOwner = !view.visibility.isLimited
    }

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string("pbs-\(instance)-\(datastore)-\(namespace)-\(archive.name)")
            json.name("instance"); json.string(instance)
            json.name("datastore"); json.string(datastore)
            json.name("namespace"); json.string(namespace)
            json.name("backupType"); json.string(archive.type.rawValue)
            json.name("vmid"); json.string(archive.backupID)
            json.name("backupTime"); json.time(archive.at)
            json.name("size"); json.integer(archive.size)
            json.name("protected"); json.bool(archive.isProtected)
            json.name("verified"); json.bool(archive.verification == .verified)
            if let note = archive.note { json.name("comment"); json.string(note) }
            if showsOwner, let owner = archive.owner { json.name("owner"); json.string(owner) }
        }
    }
}

/// A run of vzdump as Pulse v5 writes it.
struct V5BackupTask {
    let task: TaskRecord
    private let instance: String

    /// Nil when the reader may not know of it: of a part of a source, only what is about a guest and a node that are shown.
    init?(_ task: TaskRecord, of source: SourceSlug, _ view: BackupView) {
        let guest = task.subject.flatMap { Int($0) }
        let isShown = guest.map { view.shows(guest: $0, of: source) && view.shows(.node(source, task.node)) } ?? false
        guard isShown || view.showsAll(of: source) else { return nil }
        self.task = task
        instance = view.instance(source)
    }

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(task.id)
            json.name("node"); json.string(task.node)
            json.name("instance"); json.string(instance)
            json.name("type"); json.string(task.type)
            // v5 says 0 for a run over several guests.
            json.name("vmid"); json.integer(task.subject.flatMap { Int($0) } ?? 0)
            json.name("status"); json.string(task.outcome.word)
            json.name("startTime"); json.time(task.startedAt)
            if let ended = task.endedAt { json.name("endTime"); json.time(ended) }
            if case .failed(let error) = task.outcome { json.name("error"); json.string(error) }
        }
    }
}

/// A snapshot of a guest as Pulse v5 writes it.
struct V5GuestSnapshot {
    private let snapshot: GuestSnapshot
    private let guest: GuestBackups
    private let instance: String

    init(_ snapshot: GuestSnapshot, of guest: GuestBackups, _ view: BackupView) {
        (self.snapshot, self.guest, instance) = (snapshot, guest, view.instance(guest.source))
    }

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string("\(instance)-\(guest.node)-\(guest.vmid)-\(snapshot.name)")
            json.name("name"); json.string(snapshot.name)
            json.name("node"); json.string(guest.node)
            json.name("instance"); json.string(instance)
            json.name("type"); json.string(guest.type.rawValue)
            json.name("vmid"); json.integer(guest.vmid)
            json.name("time"); json.time(snapshot.at)
            if let note = snapshot.note { json.name("description"); json.string(note) }
            if let parent = snapshot.parent { json.name("parent"); json.string(parent) }
            json.name("vmstate"); json.bool(snapshot.includesMemory)
            if let size = snapshot.size { json.name("sizeBytes"); json.integer(size) }
        }
    }
}

/// A backup of a mail gateway's settings as Pulse v5 writes it.
struct V5MailBackup {
    let backup: MailBackup
    let node: String
    let instance: String

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string("pmg-\(instance)-\(node)-\(backup.file)")
            json.name("instance"); json.string(instance)
            json.name("node"); json.string(node)
            json.name("filename"); json.string(backup.file)
            json.name("backupTime"); json.time(backup.at)
            json.name("size"); json.integer(backup.size)
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
