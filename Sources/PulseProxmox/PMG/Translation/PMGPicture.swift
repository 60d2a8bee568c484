import PulseCore

/// Everything a mail gateway has answered so far that is not in the ledger, each answer with its moment.
struct PMGPicture: Sendable {
    struct Timed<Value: Sendable>: Sendable {
        var value: Value
        var at: Timestamp
    }

    /// How a node is, and whether it could be asked.
    struct NodeTrack: Sendable {
        var status: Timed<PMGNodeStatus>?
        var start = SteadyStart()
        /// Why the latest attempt brought nothing.
        var failure: Failure?
        var breaker = Breaker()
        /// By name, each with the moment of its shape.
        var queues: [String: Timed<MailQueue>] = [:]
        var waiting: Timed<PMGWaitingMail>?
        var traffic: PMGTraffic?
    }

    struct Failure: Sendable, Equatable {
        var problem: Problem
        /// The node that answers could not reach it at all, as opposed to an answer that did not come.
        var isAway: Bool
    }

    var version: PMGVersion?
    var members: [PMGMember] = []
    /// By name; what `/nodes` lists.
    var nodes: [String: NodeTrack] = [:]
    var droppedRows = 0
    var notFiniteNumbers = 0
    var recent: Timed<PMGRecentMail>?
    var forbidden: Set<PMGArea> = []

    var nodeNames: [String] { nodes.keys.sorted() }
    var reachable: [String] { nodeNames.filter { nodes[$0]?.failure == nil } }

    /// The queues of a node as the ledger has them, in the order in which mail passes them.
    func queues(of node: String) -> [MailQueue] {
        guard let track = nodes[node] else { return [] }
        return PMGCall.queues.compactMap { name in
            guard var queue = track.queues[name]?.value else { return nil }
            guard name == "deferred", queue.count > 0, let waiting = track.waiting?.value else { return queue }
            (queue.oldest, queue.reasons) = (waiting.oldest, waiting.reasons)
            return queue
        }
    }
}
