/// Where a cluster's archives go: one of the backup servers, and a namespace there when it is not the first that uses it.
struct BackupTarget: Sendable {
    static let datastore = "main"

    /// nil when the estate has no backup server.
    let server: Int?
    let namespace: String
    let owner: String

    init(_ options: EstateOptions, cluster: Int, name: String?) {
        owner = "backup@pbs!" + (name ?? "pve")
        guard options.backupServers > 0 else {
            server = nil
            namespace = ""
            return
        }
        server = cluster % options.backupServers
        // The number of a standalone node is all that tells it from others.
        namespace = cluster < options.backupServers ? "" : name ?? "pve-\(cluster + 1)"
    }

    /// The keys of the storage that depend on it.
    var settings: [(String, String)] {
        guard let server else { return [("server", "192.0.2.50"), ("datastore", "main"), ("username", "backup@pbs")] }
        let place = [("server", NodeAddress.ofBackupServer(server)), ("datastore", BackupTarget.datastore), ("username", owner)]
        return namespace.isEmpty ? place : place + [("namespace", namespace)]
    }
}

extension EstateOptions {
    /// For how many days archives are kept.
    var backupDays: Int {
        guard let snapshotsPerServer, backupServers > 0 else { return 14 }
        let clustersEach = (max(1, clusters) + backupServers - 1) / backupServers
        return max(1, snapshotsPerServer / max(1, clustersEach * guestsPerCluster))
    }
}

extension NodeAddress {
    static func ofBackupServer(_ index: Int) -> String { "127.1.\(index / 250).\(index % 250 + 1)" }
}

/// What happens to archives after they were written: encryption on the way, protection by hand, verification on the server.
struct BackupMarks: Sendable {
    enum Verification: String, Sendable { case ok, failed }

    /// When a backup server verifies what is new.
    static let verification = BackupSchedule.daily(minute: 300)

    /// Guests whose archives are spoilt, from a time on.
    var spoilt: [Int: Int] = [:]
    /// One old archive of this guest is bad from the beginning.
    var oldSpoilt: (vmid: Int, before: Int)?
    /// From then on archives are encrypted.
    var encryptedSince = Int.max
    /// The day on which somebody protected what a few guests had.
    var protectedDay = 0

    func isEncrypted(_ archive: BackupArchive) -> Bool { archive.time >= encryptedSince }

    func isProtected(_ archive: BackupArchive) -> Bool {
        archive.time / 86_400 == protectedDay && (Int(archive.id) ?? 0) % 10 == 3
    }

    /// nil: not yet verified. `run` is when the run that decided began.
    func verification(of archive: BackupArchive, at now: Int) -> (state: Verification, run: Int)? {
        let run = BackupMarks.verification.next(after: archive.end)
        guard run + 1_800 <= now else { return nil }
        let vmid = Int(archive.id) ?? 0
        let isSpoilt = spoilt[vmid].map { archive.time >= $0 } ?? false
        let isOld = oldSpoilt.map { $0.vmid == vmid && archive.time < $0.before } ?? false
        return (isSpoilt || isOld ? .failed : .ok, run)
    }
}
