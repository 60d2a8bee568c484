/// Draws a backup server from a seed.
struct BackupServerBuilder {
    let options: EstateOptions
    let index: Int
    let epoch: Double
    private let seed: UInt64

    init(options: EstateOptions, index: Int, epoch: Double) {
        self.options = options
        self.index = index
        self.epoch = epoch
        seed = SplitMix64.mix(options.seed ^ 0xB5, UInt64(index))
    }

    func build() -> BackupServerWorld {
        BackupServerWorld(
            index: index, version: options.backupVersion, seed: seed, epoch: epoch, name: "pbs\(index + 1)",
            address: NodeAddress.ofBackupServer(index), bootedAt: epoch - 3_600 - 86_400 * 90 * SplitMix64.unit(SplitMix64.mix(seed, 1)),
            datastores: datastores, jobs: jobs, remotes: remotes, disks: disks, access: AccessControl.backupServer(seed: seed),
            certificateEnds: epoch + 86_400 * 700, hasTapes: index == 0 && !options.isWellKept)
    }

    private var datastores: [Datastore] {
        [
            Datastore(
                name: "main", path: "/mnt/datastore/main", comment: "guests of all clusters", size: 20_000 << 30,
                seed: SplitMix64.mix(seed, "main"), takesClusters: true),
            Datastore(
                name: "archive", path: "/mnt/datastore/archive", comment: nil, size: 8_000 << 30, seed: SplitMix64.mix(seed, "archive"),
                takesClusters: false),
        ]
    }

    private var jobs: [BackupServerJob] {
        var list = [
            BackupServerJob(id: "gc-main", kind: .collection, store: "main", schedule: .daily(minute: 60), duration: 1_420),
            BackupServerJob(id: "gc-archive", kind: .collection, store: "archive", schedule: .daily(minute: 75), duration: 312),
            BackupServerJob(id: "v-nightly", kind: .verification, store: "main", schedule: .daily(minute: 300), duration: 5_400),
            BackupServerJob(
                id: "p-daily", kind: .prune, store: "main", schedule: .daily(minute: 225), duration: 31, keepDaily: options.backupDays),
            BackupServerJob(id: "s-copies", kind: .sync, store: "archive", schedule: .daily(minute: 360), duration: 840),
        ]
        if options.isWellKept {
            list.append(BackupServerJob(id: "v-archive", kind: .verification, store: "archive", schedule: .daily(minute: 480), duration: 600))
        }
        if let remote = remotes.first {
            list.append(
                BackupServerJob(
                    id: "s-offsite", kind: .sync, store: "archive", schedule: .hourly(minute: 20), duration: 95, remote: remote.name))
            list.append(
                BackupServerJob(
                    id: "s-planned", kind: .sync, store: "archive", schedule: .weekly(day: 3, minute: 30), duration: 95,
                    remote: remote.name, isNew: true))
        }
        return list
    }

    /// Every server but the first pulls from the one before.
    private var remotes: [BackupRemote] {
        index == 0 ? [] : [BackupRemote(name: "pbs\(index)", host: NodeAddress.ofBackupServer(index - 1))]
    }

    private var disks: [BackupServerDisk] {
        let mirror = (0..<2).map { number in
            BackupServerDisk(
                name: "nvme\(number)n1", model: "SAMSUNG MZQL2960HCJR-00A07", serial: "S64FNE0R\(index)0\(number)", size: 960_197_124_096,
                isSolid: true, pool: "rpool", remaining: 96 - number)
        }
        let shelf = ["a", "b", "c", "d", "e", "f"].map { letter in
            BackupServerDisk(
                name: "sd" + letter, model: "ST18000NM000J-2TV103", serial: "ZR5\(index)\(letter.uppercased())1QW", size: 18_000_207_937_536,
                isSolid: false, pool: "backup")
        }
        return mirror + shelf
    }
}

extension AccessControl {
    static let backupMonitor = "pulse@pbs"
    static let backupAuditor = "pulse@pbs!monitor"
    static let backupOperator = "operator@pbs!full"
    static let backupFresh = "pulse@pbs!fresh"
    static let backupLimited = "pulse@pbs!limited"
    static let backupExpired = "pulse@pbs!expired"

    private static let audit: Set<String> = ["Sys.Audit", "Datastore.Audit"]
    private static let administer: Set<String> = audit.union([
        "Sys.Modify", "Sys.PowerManagement", "Datastore.Allocate", "Datastore.Modify", "Datastore.Read", "Datastore.Verify",
        "Datastore.Backup", "Datastore.Prune", "Permissions.Modify", "Remote.Audit", "Remote.Modify", "Remote.Read", "Tape.Audit",
        "Tape.Modify", "Tape.Read", "Tape.Write",
    ])

    /// The role Audit does not reach remotes and tapes; who wants these needs two roles more.
    static func backupServer(seed: UInt64) -> AccessControl {
        var random = SplitMix64(seed: SplitMix64.mix(seed, "access"))
        let names = [backupAuditor, backupOperator, backupFresh, backupLimited, backupExpired]
        let tokens = RenewedToken.added(
            to: names.map { id in
                Token(
                    id: id, user: String(id.prefix { $0 != "!" }), secret: uuid(&random), separated: true,
                    expires: id == backupExpired ? 1_600_000_000 : 0)
            })
        let users = ["root@pam", backupMonitor, "operator@pbs", "backup@pbs"].map { User(name: $0, password: "secret", secondFactor: false) }
        let both = [backupMonitor, backupAuditor, RenewedToken.name(backupAuditor)].flatMap { subject in
            [
                Grant(path: "/", subject: subject, privileges: audit, propagates: true),
                Grant(path: "/remote", subject: subject, privileges: ["Remote.Audit"], propagates: true),
                Grant(path: "/tape", subject: subject, privileges: ["Tape.Audit"], propagates: true),
            ]
        }
        let rest = [
            Grant(path: "/", subject: backupExpired, privileges: audit, propagates: true),
            Grant(path: "/datastore/archive", subject: backupLimited, privileges: audit, propagates: true),
            Grant(path: "/", subject: "operator@pbs", privileges: administer, propagates: true),
            Grant(path: "/", subject: backupOperator, privileges: administer, propagates: true),
        ]
        return AccessControl(users: users, tokens: tokens, grants: both + rest)
    }
}
