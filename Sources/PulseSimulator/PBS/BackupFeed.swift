/// What one cluster saves to a backup server.
struct BackupFeed: Sendable {
    let world: ClusterWorld
    let target: BackupTarget

    func archives(at now: Int) -> [BackupArchive] { world.backups.archives(on: ClusterWorld.backupStorage, node: nil, at: now) }
    var name: String { world.clusterName ?? "pve-\(world.index + 1)" }
}

/// An archive as the server that holds it lists it.
struct BackupSnapshot: Sendable {
    let archive: BackupArchive
    let owner: String
    let isEncrypted: Bool
    let isProtected: Bool
    let verification: (state: BackupMarks.Verification, run: Int)?
}

/// What lies in the datastores of one server: what clusters saved, what a job copied of it, and hosts that save themselves.
struct BackupContents {
    static let copies = "copies"
    private static let copied = 3

    let feeds: [BackupFeed]
    let now: Int
    /// The server tells the last snapshot of every list twice.
    let twice: Bool

    init(_ feeds: [BackupFeed], _ world: BackupServerWorld, at now: Double) {
        self.feeds = feeds
        self.now = Int(now)
        twice = world.listsTwice
    }

    func namespaces(of store: Datastore) -> [String] {
        if store.takesClusters { return Set([""] + feeds.map(\.target.namespace)).sorted() }
        return ["", BackupContents.copies] + feeds.map { BackupContents.copies + "/" + $0.name }.sorted()
    }

    /// nil when there is no such namespace.
    func snapshots(in store: Datastore, _ namespace: String) -> [BackupSnapshot]? {
        guard namespaces(of: store).contains(namespace) else { return nil }
        var list =
            store.takesClusters
            ? feeds.filter { $0.target.namespace == namespace }.flatMap(saved)
            : namespace.isEmpty ? hosts : feeds.filter { BackupContents.copies + "/" + $0.name == namespace }.flatMap(copies)
        if twice, let last = list.last { list.append(last) }
        return list
    }

    private func saved(_ feed: BackupFeed) -> [BackupSnapshot] {
        feed.archives(at: now).map { archive in
            BackupSnapshot(
                archive: archive, owner: feed.target.owner, isEncrypted: feed.world.marks.isEncrypted(archive),
                isProtected: feed.world.marks.isProtected(archive), verification: feed.world.marks.verification(of: archive, at: now))
        }
    }

    /// The newest few of every fifth guest, as the job found them in the morning. Copies have not been verified here.
    private func copies(_ feed: BackupFeed) -> [BackupSnapshot] {
        let morning = BackupSchedule.daily(minute: 360).last(before: now)
        let eligible = feed.archives(at: now).filter { (Int($0.id) ?? 1) % 5 == 0 && $0.end < morning }
        return Dictionary(grouping: eligible, by: \.group).sorted { $0.key < $1.key }.flatMap { $0.value.suffix(BackupContents.copied) }.map {
            BackupSnapshot(
                archive: $0, owner: "root@pam", isEncrypted: feed.world.marks.isEncrypted($0), isProtected: false, verification: nil)
        }
    }

    /// Machines that are no guests. The second saves itself every hour and is at it for a third of it.
    private var hosts: [BackupSnapshot] {
        host("nas", .daily(minute: 1_410), count: 30, duration: 900, size: 412 << 30)
            + host("build", .hourly(minute: 5), count: 24, duration: 1_200, size: 38 << 30)
    }

    private func host(_ name: String, _ schedule: BackupSchedule, count: Int, duration: Int, size: Int) -> [BackupSnapshot] {
        var times: [Int] = []
        var time = schedule.last(before: now)
        for _ in 0..<count {
            times.append(time)
            time = schedule.last(before: time - 1)
        }
        return times.reversed().map { time in
            let archive = BackupArchive(id: name, kind: .host, time: time, end: time + duration, size: size + time % 9_973, name: nil)
            return BackupSnapshot(archive: archive, owner: "backup@pbs", isEncrypted: false, isProtected: false, verification: nil)
        }
    }
}
