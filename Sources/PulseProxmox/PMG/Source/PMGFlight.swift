import Logging
import PulseCore
import PulseTransport
import Synchronization

/// The main flight to one address of a mail gateway: its nodes, how each of them is, and the mail of the last hour.
struct PMGFlight: Sendable {
    static let mainDeadline = Duration.seconds(10)
    /// For a node's status: one that is away must not hold up the others.
    static let statusDeadline = Duration.seconds(5)
    /// So many nodes may fail to answer in one flight; the others are asked in the next.
    private static let mostFailures = 2

    private let source: PMGSource

    init(_ source: PMGSource) {
        self.source = source
    }

    func ask(_ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        let body = try await source.door.get("/nodes", as: "nodes", at: endpoint, deadline: Self.mainDeadline, now: now)
        let names = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, PMGNodeNames.name) }
        guard !names.content.isEmpty else { throw .notProxmox }
        guard source.state.withLock({ $0.isSameGateway(names.content, at: endpoint) }) else { throw .otherCluster(name: names.content.first) }
        let (nodes, calls) = source.state.withLock { state in
            state.apply(nodes: names, from: endpoint, at: now)
            return (state.nodesToAsk(at: now), state.mainCalls(at: now))
        }
        try await ask(nodes, endpoint, at: now)
        for call in calls {
            guard await askSide(call, endpoint, at: now) else { return }
        }
    }

    private func ask(_ nodes: [String], _ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) {
        var failures = 0
        for node in nodes {
            guard failures < Self.mostFailures else {
                source.state.withLock { $0.abandoned(node: node, at: now) }
                continue
            }
            if try await !askStatus(of: node, endpoint, at: now) { failures += 1 }
        }
    }

    /// False when the node did not answer.
    private func askStatus(of node: String, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async throws(ProxmoxError) -> Bool {
        let asked = source.now()
        do throws(ProxmoxError) {
            let path = "/nodes/\(percentEncoded(node))/status"
            let body = try await source.door.get(path, as: "node_status", at: endpoint, deadline: Self.statusDeadline, now: now)
            let value = try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body).content }
            guard let status = PMGNodeStatus(value) else { throw .notProxmox }
            source.state.withLock { $0.apply(status: status, of: node, asked: asked, at: max(asked, source.now())) }
            return true
        } catch .forbidden {
            source.state.withLock { $0.forbidden(node: node) }
            return true
        } catch {
            return try failed(node, error, endpoint, at: now)
        }
    }

    private func failed(_ node: String, _ error: ProxmoxError, _ endpoint: ProxmoxEndpoint, at now: Timestamp) throws(ProxmoxError) -> Bool {
        source.logger.debug("Node status failed", metadata: ["node": "\(node)", "reason": "\(error.shortName)"])
        // Something else listens there, or the way to the gateway itself is broken: not this node's matter.
        if error.concernsCredentials || error == .transport(.cancelled)
            || (error == .notProxmox && source.state.withLock { $0.picture.nodes.count == 1 })
        {
            source.state.withLock { $0.abandoned(node: node, at: now) }
            throw error
        }
        let isAway = if case .nodeUnreachable(let status, _) = error { status == 595 } else { false }
        let (failure, jitter) = (PMGPicture.Failure(problem: source.door.problem(error, at: endpoint), isAway: isAway), source.randomness() * 2 - 1)
        source.state.withLock { $0.failed(node: node, failure, at: now, jitter: jitter) }
        return false
    }

    /// False when the rest had better wait for the next flight. The nodes are there in any case.
    private func askSide(_ call: PMGMainCall, _ endpoint: ProxmoxEndpoint, at now: Timestamp) async -> Bool {
        do throws(ProxmoxError) {
            let body = try await source.door.get(call.path, as: call.rawValue, at: endpoint, deadline: Self.mainDeadline, now: now)
            try source.state.withLock { (state) throws(ProxmoxError) in
                try state.apply(call, body, at: now)
                state.finished(call, answered: true, at: now)
            }
            return true
        } catch {
            source.logger.debug("Side call failed", metadata: ["call": "\(call.rawValue)", "reason": "\(error.shortName)"])
            source.state.withLock { state in
                if case .forbidden = error, call == .recent { state.picture.forbidden.insert(.statistics) }
                state.finished(call, answered: false, at: now)
            }
            if case .transport = error { return false }
            return true
        }
    }
}
