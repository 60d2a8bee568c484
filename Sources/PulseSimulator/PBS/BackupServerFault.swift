/// Something that goes wrong, or comes right again, in one backup server.
package enum BackupServerFault: Sendable, Equatable {
    package enum Maintenance: String, Sendable, Equatable, CaseIterable {
        case readOnly = "read-only"
        case offline
        case unmount
    }

    case down(Fault.NodeFailure = .powerOff)
    case up
    case slow(Duration)
    /// Part of the requests, 0 to 1, fails with a 400 that is worth repeating.
    case errorRate(Double)
    /// The server's own clock goes wrong; snapshots have the time of who sent them.
    case clockSkew(Duration)
    case certificateChanged
    case certificateEnds(in: Duration)
    case rebootDue(Bool)
    /// Nothing is left after so long.
    case datastoreFilling(store: String, within: Duration)
    case datastoreEmptied(store: String)
    case maintenance(store: String, Maintenance)
    case maintenanceOver(store: String)
    /// A job, garbage collection included (`gc-main`), fails at once and from then on.
    case jobFails(id: String)
    case jobWorks(id: String)
    /// So many chunks are damaged.
    case badChunks(store: String, Int)
    /// The monitor has no rights on one namespace.
    case namespaceForbidden(store: String, namespace: String)
    case namespacesAllowed
    /// Every list of snapshots has its last row twice.
    case listsTwice(Bool)
    case diskFailed(name: String)
    case diskWorn(name: String, remaining: Int)
    case diskReplaced(name: String)
    case tokenExpired(id: String)
    case tokenRenewed(id: String)
    /// Answers whose path (below `/api2/json`) begins so are spoilt.
    case body(BodyFault, path: String)
    case bodiesRestored
}

extension BackupServerWorld {
    /// Sockets and certificates are the servers' business; see `SimulatedEstate`.
    mutating func apply(_ fault: BackupServerFault, at now: Double) throws(FaultRefused) {
        switch fault {
        case .down(let failure): self.failure = failure == .hanging ? .hanging : failure == .refused ? .refused : .powerOff
        case .up: failure = nil
        case .slow(let latency): self.latency = latency
        case .errorRate(let rate): errorRate = rate
        case .clockSkew(let skew): clockSkew = skew.inSeconds
        case .certificateChanged: return
        case .certificateEnds(let left): certificateEnds = now + left.inSeconds
        case .rebootDue(let due): rebootDue = due
        case .jobFails(let id):
            let clock = now + clockSkew
            try change(job: id) { $0.failingSince = clock - Double($0.duration) - 1 }
        case .jobWorks(let id): try change(job: id) { $0.failingSince = nil }
        case .listsTwice(let on): listsTwice = on
        case .body(let body, let path): bodies[path] = body
        case .bodiesRestored: bodies = [:]
        case .namespaceForbidden, .namespacesAllowed, .tokenExpired, .tokenRenewed: try applyToAccess(fault, now)
        default: try applyToStorage(fault, now)
        }
    }

    private mutating func applyToStorage(_ fault: BackupServerFault, _ now: Double) throws(FaultRefused) {
        switch fault {
        case .datastoreFilling(let store, let time): try change(store) { $0.filling = (now, time.inSeconds) }
        case .datastoreEmptied(let store): try change(store) { $0.filling = nil }
        case .maintenance(let store, let kind): try change(store) { $0.maintenance = Datastore.Maintenance(rawValue: kind.rawValue) }
        case .maintenanceOver(let store): try change(store) { $0.maintenance = nil }
        case .badChunks(let store, let count): try change(store) { $0.badChunks = count }
        case .diskFailed(let name): try change(disk: name) { $0.failed = true }
        case .diskWorn(let name, let remaining): try change(disk: name) { $0.remaining = remaining }
        case .diskReplaced(let name):
            try change(disk: name) { disk in
                disk.failed = false
                if disk.remaining != nil { disk.remaining = 100 }
            }
        default: return
        }
    }

    /// An entry nearer to the namespace, with no privilege in it, is the role NoAccess.
    private mutating func applyToAccess(_ fault: BackupServerFault, _ now: Double) throws(FaultRefused) {
        switch fault {
        case .namespaceForbidden(let store, let namespace):
            let path = "/datastore/\(store)/\(namespace)"
            for subject in [AccessControl.backupMonitor, AccessControl.backupAuditor] {
                access.grants.append(AccessControl.Grant(path: path, subject: subject, privileges: [], propagates: true))
            }
        case .namespacesAllowed: access.grants.removeAll { $0.privileges.isEmpty }
        case .tokenExpired(let id): try change(token: id) { $0.expires = Int(now) - 1 }
        case .tokenRenewed(let id): try change(token: id) { $0.expires = 0 }
        default: return
        }
    }

    // MARK: One thing of many

    private mutating func change(_ store: String, _ change: (inout Datastore) -> Void) throws(FaultRefused) {
        guard let index = datastores.firstIndex(where: { $0.name == store }) else {
            throw FaultRefused(description: "there is no datastore \(store)")
        }
        change(&datastores[index])
    }

    private mutating func change(job id: String, _ change: (inout BackupServerJob) -> Void) throws(FaultRefused) {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else {
            throw FaultRefused(description: "there is no job \(id); there are " + jobs.map(\.id).joined(separator: ", "))
        }
        change(&jobs[index])
    }

    private mutating func change(disk name: String, _ change: (inout BackupServerDisk) -> Void) throws(FaultRefused) {
        guard let index = disks.firstIndex(where: { $0.name == name }) else { throw FaultRefused(description: "there is no disk \(name)") }
        change(&disks[index])
    }

    private mutating func change(token id: String, _ change: (inout AccessControl.Token) -> Void) throws(FaultRefused) {
        guard let index = access.tokens.firstIndex(where: { $0.id == id }) else { throw FaultRefused(description: "there is no token \(id)") }
        change(&access.tokens[index])
    }
}
