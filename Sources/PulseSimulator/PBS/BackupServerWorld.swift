/// One backup server at one moment. What the clusters saved there is theirs to tell, see `BackupFeed`.
///
/// A value: a request takes a copy and answers from it, so a fault never shows half.
struct BackupServerWorld: Sendable {
    let index: Int
    let version: SimulatedBackupVersion
    let seed: UInt64
    let epoch: Double
    let name: String
    let address: String
    let bootedAt: Double
    var datastores: [Datastore]
    var jobs: [BackupServerJob]
    var remotes: [BackupRemote]
    var disks: [BackupServerDisk]
    var access: AccessControl
    var bodies: [String: BodyFault] = [:]
    /// Added to the simulated time for everything the server tells about its own clock.
    var clockSkew = 0.0
    var latency = Duration.zero
    var errorRate = 0.0
    var failure: Node.Failure?
    var fingerprint = ""
    /// The last snapshot of every list is told twice.
    var listsTwice = false
    var certificateEnds: Double
    var rebootDue = false
    let hasTapes: Bool

    func datastore(_ name: String) -> Datastore? { datastores.first { $0.name == name } }
}

/// A datastore and the disk below it.
struct Datastore: Sendable {
    enum Maintenance: String, Sendable, CaseIterable {
        case readOnly = "read-only"
        case offline
        case unmount
    }

    let name: String
    let path: String
    let comment: String?
    let size: Int
    let seed: UInt64
    /// Only where guests are saved to.
    let takesClusters: Bool
    var maintenance: Maintenance?
    /// A fault: since then it fills until nothing is left after so many seconds.
    var filling: (since: Double, seconds: Double)?
    /// Chunks that verification found to be bad.
    var badChunks = 0

    /// Grows by a third of a percent a day, and falls back with every garbage collection.
    func used(at t: Double, epoch: Double) -> Int {
        let days = (t - epoch) / 86_400
        let growth = 0.003 * (0.5 + SplitMix64.unit(SplitMix64.mix(seed, 12)))
        let sinceCollection = days - days.rounded(.down)
        var fraction = 0.35 + 0.2 * SplitMix64.unit(SplitMix64.mix(seed, 11)) + days * growth + 0.004 * sinceCollection
        if let filling, t > filling.since {
            fraction += (0.999 - fraction) * min(1, (t - filling.since) / max(1, filling.seconds))
        }
        return Int(Double(size) * min(0.999, max(0.01, fraction))) / 4_096 * 4_096
    }

    /// When the line through the last days meets the size; nil when that is never.
    func fullAt(_ t: Double, epoch: Double) -> Int? {
        let now = used(at: t, epoch: epoch)
        let grown = now - used(at: t - 86_400, epoch: epoch)
        guard grown > 0 else { return nil }
        return Int(t + Double(size - now) / Double(grown) * 86_400)
    }
}

/// A job of the server's own.
struct BackupServerJob: Sendable {
    enum Kind: String, Sendable {
        case collection = "garbage_collection"
        case verification = "verificationjob"
        case prune = "prunejob"
        case sync = "syncjob"

        /// How its runs end well, and how badly.
        var complaint: String {
            switch self {
            case .collection: "marking used chunks failed: Input/output error (os error 5)"
            case .verification: "verification failed - please check the log for details"
            case .prune: "prune failed: unable to remove snapshot: Read-only file system (os error 30)"
            case .sync: "sync failed with some errors: error trying to connect: tcp connect error: Connection refused (os error 111)"
            }
        }
    }

    let id: String
    let kind: Kind
    let store: String
    let schedule: BackupSchedule
    /// Seconds a run takes.
    let duration: Int
    var remote: String?
    var keepDaily: Int?
    /// Since then its runs fail, and the first of these was ordered by hand at that moment.
    var failingSince: Double?
    /// Made so lately that it has never run.
    var isNew = false

    /// `main:v-nightly`, and the datastore alone for a collection.
    var worker: String { kind == .collection ? store : "\(store):\(id)" }
}

/// Another backup server this one pulls from.
struct BackupRemote: Sendable {
    let name: String
    let host: String
}

/// A disk of the server.
struct BackupServerDisk: Sendable {
    let name: String
    let model: String
    let serial: String
    let size: Int
    let isSolid: Bool
    let pool: String
    var failed = false
    /// Percent that remain; nil for disks that turn.
    var remaining: Int?
}
