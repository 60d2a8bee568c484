/// Something that goes wrong, or comes right again, in one cluster.
package enum Fault: Sendable, Equatable {
    /// How a node leaves; see `Node.Failure` for what its peers report.
    package enum NodeFailure: String, Sendable, Equatable, CaseIterable {
        case powerOff = "power-off"
        case refused
        case hanging
    }

    /// Why a guest cannot be saved.
    package enum BackupTrouble: String, Sendable, Equatable, CaseIterable {
        case locked
        case unreachable
        case noSpace = "no-space"
    }

    package enum PoolState: String, Sendable, Equatable, CaseIterable {
        case online
        case degraded
        case suspended
    }

    package enum CephSeverity: String, Sendable, Equatable, CaseIterable {
        case warning
        case error
    }

    case nodeDown(node: String, NodeFailure = .powerOff)
    /// Boots (guests start one after the other), or just answers again after `hanging`.
    case nodeUp(node: String)
    case guestStopped(vmid: Int)
    case guestStarted(vmid: Int)
    case guestDeleted(vmid: Int)
    /// The guest is gone, another one has its number.
    case vmidReused(vmid: Int, name: String)
    case guestRenamed(vmid: Int, name: String)
    case guestMigrated(vmid: Int, to: String)
    /// `backup`, `migrate`, `snapshot`, …: what Proxmox VE writes into its configuration for so long; nil takes it out.
    case guestLocked(vmid: Int, String?)
    /// Nothing is left on its disk after so long.
    case guestFilling(vmid: Int, within: Duration)
    case guestEmptied(vmid: Int)
    /// So long ago.
    case snapshotTaken(vmid: Int, name: String, ago: Duration)
    case snapshotRemoved(vmid: Int, name: String)
    case agentHanging(vmid: Int)
    case agentAnswering(vmid: Int)
    /// Every answer about this node takes this much longer.
    case slowNode(node: String, Duration)
    /// Part of the requests to this node, 0 to 1, fails with a 500 that is worth repeating.
    case errorRate(node: String, Double)
    /// pvestatd stops: the node is online, its numbers age.
    case statisticsStopped(node: String)
    case statisticsResumed(node: String)
    case clockSkew(node: String, Duration)
    case certificateChanged(node: String)
    /// `subject` is a user or a token, `user@realm!name`.
    case permissionRemoved(privilege: String, from: String)
    case permissionsRestored(for: String)
    case tokenExpired(id: String)
    case tokenRenewed(id: String)
    case storageInactive(id: String)
    case storageActive(id: String)
    /// Nothing is left after so long; a pool below it fills likewise.
    case storageFilling(id: String, within: Duration)
    case storageEmptied(id: String)
    /// A standalone node becomes the first of a cluster.
    case joinsCluster(name: String)
    /// Guests get names in every script, with mark-up, control characters and quotes.
    case strangeNames
    case notANumber(Bool)
    case negativeUptime(Bool)
    case duplicateVmid(Bool)
    /// Answers whose path (below `/api2/json`) begins so are spoilt.
    case body(BodyFault, path: String)
    /// All paths answer properly again.
    case bodiesRestored

    // MARK: Backups

    /// From the next run on: an error in the log of the task, and no archive.
    case backupFails(vmid: Int, BackupTrouble = .unreachable)
    case backupWorks(vmid: Int)
    /// Somebody runs a job by hand.
    case backupRuns(job: String)
    case backupJobDisabled(id: String)
    case backupJobEnabled(id: String)
    /// The second disk is left out of backups from now on, and made first when there is none.
    case diskExcluded(vmid: Int)
    case diskIncluded(vmid: Int)
    /// Verification finds the archives of a guest bad that are younger than this.
    case archivesSpoilt(vmid: Int, youngerThan: Duration)
    case archivesSound(vmid: Int)
    case replicationFails(vmid: Int)
    case replicationWorks(vmid: Int)

    // MARK: Hardware and software

    /// The last scrub ended this long ago.
    case scrubOld(node: String, pool: String, Duration)
    case scrubErrors(node: String, pool: String, Int)
    case poolState(node: String, pool: String, PoolState)
    /// So many percent of its life are left.
    case diskWorn(node: String, disk: String, remaining: Int)
    case diskFailed(node: String, disk: String)
    case diskReplaced(node: String, disk: String)
    /// 0 to 1 of the metadata of the thin pool is used.
    case thinMetadata(node: String, Double)
    case osdDown(Int)
    case osdUp(Int)
    /// Ceph complains with a code such as `POOL_FULL`.
    case cephCheck(code: String, CephSeverity, message: String)
    case cephFlag(String, Bool)
    /// Nothing ordered is wrong any more.
    case cephHealthy
    /// HA gives up on a guest.
    case serviceError(vmid: Int)
    case serviceErrorCleared(vmid: Int)
    /// The node's certificate ends so soon.
    case certificateEnds(node: String, in: Duration)
    case rebootDue(node: String, Bool)
    case unitFailed(node: String, unit: String)
    case unitStarted(node: String, unit: String)
}

/// What is sent instead of a proper body.
package enum BodyFault: Sendable, Equatable {
    /// As a captive portal or a reverse proxy would.
    case html
    /// Stops in the middle of the JSON although the head promised more.
    case truncated
    /// Well-formed JSON of this size, made while it is sent.
    case huge(bytes: Int)
    /// Redirects to itself, with a new query each time.
    case redirect
    /// A quick head, then one byte at a time.
    case dripping(every: Duration)
    /// JSON, but not the answer to this.
    case wrongShape
    case empty
    /// As a reverse proxy whose server is gone.
    case badGateway
    /// 599 of the proxy between nodes, which lost a race for a connection; empty, until the bodies are restored.
    case proxyConfused
    /// What a test brings along, such as an answer that a real server once gave.
    case exactly(status: Int, phrase: String, body: String)

    var answer: APIAnswer {
        switch self {
        case .html:
            html(status: 200, "OK", "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Welcome</h1></body></html>")
        case .badGateway:
            html(status: 502, "Bad Gateway", "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>")
        case .proxyConfused: APIAnswer(status: 599, phrase: "Too many redirections", body: .text(""))
        case .truncated:
            APIAnswer(status: 200, phrase: "OK", body: .truncated("{\"data\":[{\"type\":\"qemu\",\"id\":\"qemu/100\",\"vmid\":100,\"na"))
        case .huge(let bytes): APIAnswer(status: 200, phrase: "OK", body: .endless(bytes: bytes))
        case .redirect: APIAnswer(status: 302, phrase: "Found", body: .text(""), headers: [("Location", "redirect-to-itself")])
        case .dripping(let pause):
            APIAnswer(
                status: 200, phrase: "OK", body: .dripping("{\"data\":[" + String(repeating: " ", count: 10_000) + "]}", every: pause))
        case .wrongShape: APIAnswer(status: 200, phrase: "OK", body: .text("{\"data\":{\"surprise\":[1,2,{}]},\"success\":1}"))
        case .empty: APIAnswer(status: 200, phrase: "OK", body: .text(""))
        case .exactly(let status, let phrase, let body): APIAnswer(status: status, phrase: phrase, body: .text(body))
        }
    }

    private func html(status: Int, _ phrase: String, _ text: String) -> APIAnswer {
        APIAnswer(status: status, phrase: phrase, body: .text(text), contentType: "text/html; charset=UTF-8")
    }
}

/// A fault that cannot be applied, in a sentence for a person.
package struct FaultRefused: Error, CustomStringConvertible, Equatable {
    package let description: String

    package init(description: String) { self.description = description }
}
