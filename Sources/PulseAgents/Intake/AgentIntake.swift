import Crypto
import Foundation
package import PulseAgentProtocol
package import PulseCore
import Synchronization

/// An agent whose signature was found right.
package struct VerifiedAgent: Sendable {
    package let id: String
    let cell: AgentCell

    /// As of its latest report.
    package var record: AgentRecord { cell.state.withLock { $0.record } }
}

/// Takes reports of agents of ours: first who speaks, then what is said.
package struct AgentIntake: Sendable {
    /// What a busy server asks for.
    static let pause = Duration.seconds(5)
    /// So long an agent is told that registries should be asked; one that comes back later looks by itself.
    static let imageCheckLife = Duration.seconds(600)

    let directory: AgentDirectory
    let queue: SampleQueue

    /// Before the body is unpacked, so that nobody else can make the server do work.
    ///
    /// - Parameter body: as it travelled.
    package func verify(authorization: String?, path: String, body: [UInt8]) throws(AgentRefusal) -> VerifiedAgent {
        guard let signature = authorization.flatMap(RequestSignature.init(header:)) else { throw .signatureMissing }
        guard let cell = directory.book.withLock({ $0.cells[signature.agentID] }) else { throw .agentUnknown(signature.agentID) }
        let record = cell.state.withLock { $0.record }
        guard case .enrolled(let bytes) = record.origin, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            throw .agentUnknown(signature.agentID)
        }
        guard signature.isValid(path: path, body: body, key: key) else { throw .signatureWrong }
        guard record.revokedAt == nil else { throw .agentRevoked(record.id) }
        return VerifiedAgent(id: record.id, cell: cell)
    }

    /// - Parameter body: unpacked.
    /// - Throws: ``AgentRefusal``, or a storage error when a new cluster or profile could not be kept; what was measured counts all the same.
    package func accept(_ body: [UInt8], from agent: VerifiedAgent, at now: Timestamp) throws -> AgentReply {
        guard body.count <= AgentLimits.unpackedBytes else {
            throw AgentRefusal.tooMuch("A report has at most \(AgentLimits.unpackedBytes >> 20) MiB after unpacking.")
        }
        guard queue.hasRoom else { throw AgentRefusal.busy(retryAfter: Self.pause) }
        let batch = try BatchLimits.checked(try Self.decoded(body))
        guard batch.agent.agentID == agent.id else { throw AgentRefusal.otherAgent(batch.agent.agentID) }
        return try agent.cell.state.withLock { state in
            // It may have been revoked between the two steps.
            guard state.record.revokedAt == nil else { throw AgentRefusal.agentRevoked(agent.id) }
            let taken = state.take(batch, at: now)
            queue.add(taken.late)
            try claim(&state, at: now)
            if let refusal = taken.refusal { throw refusal }
            return try reply(to: batch, &state, at: now)
        }
    }

    /// Who speaks for the cluster that the agent sees.
    func claim(_ state: inout AgentState, at now: Timestamp) throws {
        guard case .kubernetesCluster(let facts)? = state.estate.objects[ObjectKey(.kubernetesCluster)]?.facts else { return }
        let name = state.estate.objects[ObjectKey(.kubernetesCluster)]?.name ?? "kubernetes"
        switch try directory.clusters.standing(
            of: facts.uid.fitting(128), name: name, asking: state.record.id, limit: state.liveness.limit, at: now)
        {
        case .speaks(let slug): (state.names.cluster, state.clusterSpeaker) = (slug, nil)
        case .spokenFor(let other): (state.names.cluster, state.clusterSpeaker) = (nil, other)
        }
    }

    private func reply(to batch: AgentBatch, _ state: inout AgentState, at now: Timestamp) throws -> AgentReply {
        var reply = AgentReply(through: state.runs.through(batch.run), wantsEverything: state.estate.wantsEverything, serverTime: now)
        let offer = try directory.shelf.offer(to: state.subject, after: state.offer)
        state.offer = offer
        if offer.serial != state.estate.status?.profileSerial ?? 0 { reply.profile = offer.signed }
        reply.imageCheck = state.imageCheck.flatMap { now.since($0) < Self.imageCheckLife ? $0 : nil }
        return reply
    }

    private static func decoded(_ body: [UInt8]) throws(AgentRefusal) -> AgentBatch {
        do { return try JSONDecoder().decode(AgentBatch.self, from: Data(body)) } catch { throw .bodyUnreadable(DecodingText.of(error)) }
    }
}

/// Why JSON was not what it should be, in few words and without its contents.
enum DecodingText {
    static func of(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context): "'\(path(context.codingPath + [key]))' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "'\(path(context.codingPath))' is of another type"
        case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is no JSON"
        case .dataCorrupted(let context): "'\(path(context.codingPath))': \(context.debugDescription.printable(limit: 160))"
        default: "it is no JSON"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.prefix(12).map { $0.intValue.map(String.init) ?? $0.stringValue.printable(limit: 64) }.joined(separator: ".")
    }
}
