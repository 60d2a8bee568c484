/// One cluster (or one standalone node) at one moment: what is configured, what has been changed by faults, who may see it.
///
/// A value: a request takes a copy and answers from it, so a fault never shows half.
struct ClusterWorld: Sendable {
    let index: Int
    let version: SimulatedVersion
    let seed: UInt64
    /// The time the world began; growth is counted from here.
    let epoch: Double
    /// nil for a standalone node, which has no cluster row.
    var clusterName: String?
    var nodes: [Node]
    /// Ordered by vmid.
    var guests: [Guest]
    /// Who lived where in the beginning: the past, and with it old tasks, does not change when guests move.
    let residents: [String: [Resident]]
    var storages: [Storage]
    var access: AccessControl
    var quirks = AnswerQuirks()
    /// Tasks that faults caused, newest last; the routine ones are computed.
    var eventTasks: [TaskRecord] = []
    var pending: [PendingChange] = []
    var backupJobs: [BackupJob] = []
    var backups: BackupHistory
    /// When the next job is due; until then there is nothing to settle.
    var nextBackup = Int.max
    /// Guests no job can save, and why.
    var failingBackups: [Int: BackupFailure] = [:]
    /// What verification and protection add to the archives of guests.
    var marks = BackupMarks()
    var ceph: CephCluster?
    /// Guests whose replication fails, and since when.
    var failingReplication: [Int: Double] = [:]
    /// Counts changes, so that a cached answer is never older than a fault.
    var revision = 0

    /// Used in tickets and CSRF tokens; nothing outside the simulation is signed with it.
    var secret: String { String(SplitMix64.mix(seed, "ticket secret"), radix: 16) }

    func node(_ name: String) -> Node? { nodes.first { $0.name == name } }
    func nodeIndex(_ name: String) -> Int? { nodes.firstIndex { $0.name == name } }

    func guestIndex(_ vmid: Int) -> Int? {
        var low = 0
        var high = guests.count
        while low < high {
            let middle = (low + high) / 2
            if guests[middle].vmid < vmid { low = middle + 1 } else { high = middle }
        }
        return low < guests.count && guests[low].vmid == vmid ? low : nil
    }

    func guest(_ vmid: Int) -> Guest? { guestIndex(vmid).map { guests[$0] } }

    func guests(on node: String) -> [Guest] { guests.filter { $0.node == node } }

    var pools: [String] { Set(guests.compactMap(\.pool)).sorted() }

    var quorate: Bool { nodes.count(where: \.online) * 2 > nodes.count }
}

struct Resident: Sendable {
    let vmid: Int
    let kind: Guest.Kind
}

/// Something that will happen by itself at a time: HA moves guests minutes after their node died.
struct PendingChange: Sendable {
    enum Change: Sendable {
        case recoverHighlyAvailableGuests(of: String)
    }

    let due: Double
    let change: Change
}

/// What a fault makes wrong in otherwise good answers.
struct AnswerQuirks: Sendable, Equatable {
    var notANumber = false
    var negativeUptime = false
    var duplicateVmid = false
    /// Path prefix (under `/api2/json`) to what happens to the body.
    var bodies: [String: BodyFault] = [:]

    func body(for path: String) -> BodyFault? {
        bodies.filter { path.hasPrefix($0.key) }.max { $0.key.count < $1.key.count }?.value
    }
}
