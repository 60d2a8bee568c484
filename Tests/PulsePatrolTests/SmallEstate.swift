import Foundation
import PulseCore
import PulsePatrol
import Synchronization

/// A cluster of one node with one guest and a shared storage, for tests that need somewhere to look.
struct SmallEstate: Sendable {
    static let source = SourceSlug("lab")!
    static let start = Timestamp(seconds: 1_790_000_000)
    static let node = ResourceID.node(source, "pve1")
    static let guest = ResourceID.guest(source, vmid: 101)
    static let storage = ResourceID.storage(source, "nfs", node: nil)

    var now = start
    var condition = SourceCondition.reachable
    /// The kinds of which the source listed all.
    var complete: Set<ResourceKind> = [.node, .guest, .storage]
    var nodeStatus = Status.online
    var guestStatus: Status? = .running
    var jobs: [BackupJob] = []
    var disks: [GuestDisk]?
    /// False after it was taken out of Pulse.
    var hasSource = true

    var value: Estate {
        var ledger = SourceLedger()
        ledger.jobs = Told(jobs, at: now)
        return Estate(fleet: fleet, ledger: Ledger([Self.source: ledger]), backups: BackupOutlook())
    }

    private var fleet: Fleet {
        guard hasSource else { return .empty(at: now) }
        var resources = [resource(Self.node, "pve1", nodeStatus, .node(NodeFacts(name: "pve1")))]
        resources.append(resource(Self.storage, "nfs", .available, .storage(StorageFacts(name: "nfs", shared: true, nodes: ["pve1"]))))
        if let guestStatus {
            var facts = GuestFacts(type: .qemu, vmid: 101, node: "pve1")
            facts.disks = disks
            resources.append(resource(Self.guest, "web", guestStatus, .guest(facts)))
        }
        var report = SourceReport(source: Self.source, kind: .proxmoxVE, name: "lab", condition: condition, interval: .seconds(10))
        report.completeKinds = complete
        return Fleet(
            sequence: 1, at: now, resources: Dictionary(uniqueKeysWithValues: resources.map { ($0.id, $0) }), sources: [Self.source: report])
    }

    private func resource(_ id: ResourceID, _ name: String, _ status: Status, _ facts: Facts) -> Resource {
        Resource(
            id: id, source: Self.source, name: name, parent: nil, state: ResourceState(status), tags: ["prod"], facts: facts, lastSeen: now)
    }
}

/// Says what it is told, without history.
final class StandingSource: EstateSource {
    private let state: Mutex<Estate>

    init(_ estate: Estate) { state = Mutex(estate) }

    func show(_ estate: Estate) { state.withLock { $0 = estate } }
    func estate() async throws -> Estate { state.withLock { $0 } }
    func hours(_ keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [SeriesKey: HourlySeries] { [:] }
}

/// A file in memory that fails when it is told to.
final class MemoryFile: PatrolFile {
    struct Full: Error {}

    let name: String
    private let state: Mutex<(content: Data?, isFull: Bool, aside: Data?)>

    init(_ name: String, _ content: Data? = nil) {
        self.name = name
        state = Mutex((content, false, nil))
    }

    var content: Data? { state.withLock { $0.content } }
    var aside: Data? { state.withLock { $0.aside } }
    func fill(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

    func read() throws -> Data? { content }
    func write(_ content: Data) throws {
        try state.withLock { state in
            guard !state.isFull else { throw Full() }
            state.content = content
        }
    }
    func setAside() throws -> String {
        state.withLock { ($0.aside, $0.content) = ($0.content, nil) }
        return "\(name).aside"
    }
}

extension Check {
    /// Raises when the status of a resource is one of these.
    static func status(
        _ code: String, _ kind: ResourceKind, _ statuses: [Status: FindingSeverity], hidden: Status? = nil, role: CausalRole = CausalRole()
    ) -> Check {
        Check(
            code, key: code.lowercased(), "A status", .reliability, on: [kind], needs: [.facts],
            page: CheckPage(why: "A test.", decides: "By status.", advice: "None."), role: role
        ) { look in
            if look.resource.state.status == hidden { return .hidden("Nobody can say.") }
            guard let severity = statuses[look.resource.state.status] else { return .clear }
            return .raised(
                Raised(severity, "Bad status", description: "\(look.name) is bad.", recommendation: "Mend it.", evidence: "Bad.", items: []))
        }
    }
}
