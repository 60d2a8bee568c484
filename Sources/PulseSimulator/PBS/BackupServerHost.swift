import NIOCore
import Synchronization

/// One backup server while it runs. What clusters have saved to it is read from them at every request.
final class BackupServerHost: ServerHost {
    let product = SimulatedProduct.backupServer
    let index: Int
    let options: EstateOptions
    let clock: SimulatedClock
    let log: RequestLog
    private let clusters: [(host: ClusterHost, target: BackupTarget)]
    private let world: Mutex<BackupServerWorld>
    private let counter = Mutex<UInt64>(0)

    init(_ world: BackupServerWorld, savedBy clusters: [ClusterHost], _ options: EstateOptions, _ clock: SimulatedClock, _ log: RequestLog) {
        index = world.index
        self.options = options
        self.clock = clock
        self.log = log
        self.clusters = clusters.compactMap { host in
            let target = BackupTarget(options, cluster: host.index, name: host.snapshot.clusterName)
            return target.server == world.index ? (host, target) : nil
        }
        self.world = Mutex(world)
    }

    var snapshot: BackupServerWorld { world.withLock { $0 } }
    private var feeds: [BackupFeed] { clusters.map { BackupFeed(world: $0.host.snapshot, target: $0.target) } }

    func clock(of node: String) -> Double { clock.now + snapshot.clockSkew }
    func isHanging(_ node: String) -> Bool { snapshot.failure == .hanging }
    func setFingerprint(_ fingerprint: String, of node: String) { world.withLock { $0.fingerprint = fingerprint } }

    func change(_ change: (inout BackupServerWorld) throws -> Void) throws {
        try world.withLock { world in
            var changed = world
            try change(&changed)
            world = changed
        }
    }

    func tellClusters(_ fault: Fault) throws { for cluster in clusters { try cluster.host.apply(fault) } }

    func answer(_ request: APIRequest, at entry: String) -> APIAnswer {
        let world = snapshot
        if world.failure == .hanging { return APIAnswer(status: 200, phrase: "OK", body: .text(""), silent: true) }
        if fails(world) { return APIAnswer(status: 400, phrase: "Bad Request", body: .text("unable to open lock file - Interrupted system call")) }
        return BackupServerAPI(world: world, feeds: feeds, now: clock.now, options: options).answer(request)
    }

    private func fails(_ world: BackupServerWorld) -> Bool {
        guard world.errorRate > 0 else { return false }
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return SplitMix64.unit(SplitMix64.mix(world.seed, number)) < world.errorRate
    }

    /// Its requests do not wait for each other as those of Proxmox VE do.
    func delay(of answer: APIAnswer, at entry: String) -> TimeAmount { TimeAmount(answer.pause + answer.work + snapshot.latency) }
}

/// How to reach a simulated backup server and who may look into it.
package struct RunningBackupServer: Sendable {
    package let index: Int
    package let door: RunningNode
    /// Audit on everything, with remotes and tapes: what a monitor is told to ask for.
    package let token: RunningBackupToken
    /// Everything an administrator may.
    package let operatorToken: RunningBackupToken
    /// Valid, but without a single privilege.
    package let freshToken: RunningBackupToken
    /// Sees the datastore `archive` alone.
    package let limitedToken: RunningBackupToken
    package let expiredToken: RunningBackupToken
    /// Who may sign in with a password, and sees what `token` sees.
    package let user: RunningUser
    package let authority: String?
    /// Of bodies, until now.
    package let sentBytes: Int

    init(_ host: BackupServerHost, _ server: NodeServer, authority: String?) {
        let (tokens, users) = (host.snapshot.access.tokens, host.snapshot.access.users)
        func token(_ id: String) -> RunningBackupToken {
            RunningBackupToken(id: id, secret: tokens.first { $0.id == id }?.secret ?? "")
        }
        index = host.index
        door = RunningNode(name: server.name, address: server.address, port: server.port ?? 0, fingerprint: server.fingerprint)
        self.token = token(AccessControl.backupAuditor)
        operatorToken = token(AccessControl.backupOperator)
        freshToken = token(AccessControl.backupFresh)
        limitedToken = token(AccessControl.backupLimited)
        expiredToken = token(AccessControl.backupExpired)
        user = RunningUser(
            name: AccessControl.backupMonitor, password: users.first { $0.name == AccessControl.backupMonitor }?.password ?? "")
        self.authority = authority
        sentBytes = host.log.sentBytes(host.place(of: server.name))
    }

    package var name: String { door.name }
    package var url: String { door.url }
    package var fingerprint: String { door.fingerprint }
}

package struct RunningBackupToken: Sendable {
    /// `user@realm!name`
    package let id: String
    package let secret: String

    /// The value of the `Authorization` header: a colon before the secret, not an equals sign.
    package var header: String { "PBSAPIToken=\(id):\(secret)" }
}
