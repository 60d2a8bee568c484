import PulseAgentProtocol
import PulseCore

/// What is kept of a node. Facts are boxed, so that pictures share them with what is kept.
struct NodeValue: Sendable {
    let key: ObjectKey
    let facts: Facts
    let isReady: Bool?
    let isDegraded: Bool
    /// What the machine has.
    let processors: Double?
    let memory: Int64?
    /// What pods may use of it.
    let allocatableProcessors: Double?
    let allocatableMemory: Int64?
    /// What the node tells of the distribution.
    let distribution: String?
}

struct PodValue: Sendable {
    let key: ObjectKey
    var facts: Facts
    let node: String?
    /// Who manages it, as long as that is a replica set, whose own owner is looked up.
    var replicaSet: String?
    let outlook: PodOutlook
    /// By when it should be gone.
    let deleteBy: Timestamp?
    let createdAt: Timestamp?
    let restarts: Int
    /// When the container that ended last did so.
    let lastEndedAt: Timestamp?
    let claims: [String]
    let processorLimit: Double?
    let memoryLimit: Int64?
}

/// How a pod does by itself; time and its node decide the rest.
enum PodOutlook: Equatable, Sendable {
    case running
    case failing
    /// It ended, well or not; nothing about it changes any more.
    case ended(Status)
    case starting(since: Timestamp?)
    case unready(since: Timestamp?)
    /// It waits for something that a person holds back (scheduling gates).
    case held
    case unknown
}

struct WorkloadValue: Sendable {
    let key: ObjectKey
    let facts: Facts
    let outlook: WorkloadOutlook
}

enum WorkloadOutlook: Equatable, Sendable {
    case fixed(Status)
    /// Not yet what it should be; normal while it is new.
    case incomplete(Status, since: Timestamp?)
}

struct ClaimValue: Sendable {
    let key: ObjectKey
    let facts: Facts
    let phase: String
    let createdAt: Timestamp?
}
