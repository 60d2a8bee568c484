import PulseTransport

/// What a call is about, beside its topic.
enum DepthSubject: Hashable, Sendable {
    /// The cluster, or the node that is asked.
    case whole
    case guest(vmid: Int, isContainer: Bool)
    /// A storage, a job, a task, a pool or a disk.
    case named(String)

    var name: String {
        switch self {
        case .whole: ""
        case .guest(let vmid, _): String(vmid)
        case .named(let name): name
        }
    }

    var vmid: Int { if case .guest(let vmid, _) = self { vmid } else { 0 } }
}

/// A call that may be made again and again. Where it is made is no part of what it is: a guest that moved is the same guest, and a shared
/// storage may be asked from any node.
struct DepthKey: Hashable, Sendable {
    let topic: DepthTopic
    /// The node it is about; empty when it is about something of the whole cluster.
    let place: String
    let subject: DepthSubject

    init(_ topic: DepthTopic, place: String = "", _ subject: DepthSubject = .whole) {
        (self.topic, self.place, self.subject) = (topic, place, subject)
    }
}

/// A call beside the main flight about something other than figures.
struct DepthCall: Hashable, Sendable {
    let key: DepthKey
    /// The node it goes to; empty when the node that answers for the cluster answers itself.
    let node: String

    init(_ key: DepthKey, node: String) {
        (self.key, self.node) = (key, node)
    }

    var topic: DepthTopic { key.topic }
    var subject: DepthSubject { key.subject }
    var path: String { topic.path(self) }

    /// `/nodes/pve1`
    var nodePath: String { "/nodes/\(percentEncoded(node))" }
}
