package import Foundation
import PulseCore

/// What shows something about a log to somebody who has nothing of it but its public key: one JSON document.
///
/// The paths are those of RFC 6962, sections 2.1.1 and 2.1.2; roots and sizes are those of signed checkpoints.
package enum AuditProof: Sendable, Equatable {
    /// An event stands in the log.
    case inclusion(Inclusion)
    /// The log goes on from an earlier checkpoint: nothing before it was changed, moved or removed.
    case consistency(Consistency)

    package struct Inclusion: Codable, Sendable, Equatable {
        package let format: String
        package let checkpoint: CheckpointLine
        /// From 0: the number of the event less one.
        package let leafIndex: Int64
        package let event: ProvenEvent
        /// Siblings from the leaf up, 64 hexadecimal digits each.
        package let path: [String]
    }

    package struct Consistency: Codable, Sendable, Equatable {
        package let format: String
        package let from: CheckpointLine
        package let to: CheckpointLine
        package let path: [String]
    }

    static let inclusionFormat = "pulse.audit.inclusion/v1"
    static let consistencyFormat = "pulse.audit.consistency/v1"

    /// Of a document, bytes; a genuine one has an event of at most some hundred thousand and a path of at most 126 hashes.
    package static let largest = 2 << 20
    private static let longestPath = 128

    init(_ event: ProvenEvent, in checkpoint: CheckpointLine, path: [Hash256]) {
        self = .inclusion(
            Inclusion(
                format: Self.inclusionFormat, checkpoint: checkpoint, leafIndex: event.sequence - 1, event: event, path: path.map(\.hex)))
    }

    init(from: CheckpointLine, to: CheckpointLine, path: [Hash256]) {
        self = .consistency(Consistency(format: Self.consistencyFormat, from: from, to: to, path: path.map(\.hex)))
    }

    /// - Returns: nil when the document is no proof.
    package init?(json: Data) {
        struct Kind: Decodable { let format: String }
        guard json.count <= Self.largest, let kind = try? JSONDecoder().decode(Kind.self, from: json) else { return nil }
        switch kind.format {
        case Self.inclusionFormat:
            guard let proof = try? JSONDecoder().decode(Inclusion.self, from: json) else { return nil }
            self = .inclusion(proof)
        case Self.consistencyFormat:
            guard let proof = try? JSONDecoder().decode(Consistency.self, from: json) else { return nil }
            self = .consistency(proof)
        default: return nil
        }
    }

    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return switch self {
        case .inclusion(let proof): try encoder.encode(proof)
        case .consistency(let proof): try encoder.encode(proof)
        }
    }

    /// - Parameter publicKey: of the log, 32 bytes, from outside of the proof: a proof vouches for nobody's key.
    /// - Returns: why it proves nothing; nil when it does.
    package func fault(publicKey: Data) -> Fault? {
        switch self {
        case .inclusion(let proof): Self.fault(proof, publicKey)
        case .consistency(let proof): Self.fault(proof, publicKey)
        }
    }

    /// Why a proof proves nothing.
    package enum Fault: String, Sendable, Equatable {
        case signature = "A checkpoint in it is not signed with this key."
        case origin = "Its two checkpoints are of different logs."
        case event = "Its event has a value that no event has."
        case place = "Its event has another number than the place that is proven."
        case path = "Its path does not lead to the root that was signed."
    }

    private static func fault(_ proof: Inclusion, _ publicKey: Data) -> Fault? {
        guard let checkpoint = signed(proof.checkpoint, publicKey) else { return .signature }
        guard proof.event.sequence == proof.leafIndex &+ 1 else { return .place }
        guard let leaf = proof.event.leaf else { return .event }
        guard let path = hashes(proof.path),
            MerkleProof.includes(leaf, at: proof.leafIndex, in: checkpoint.size, proof: path, root: checkpoint.root)
        else { return .path }
        return nil
    }

    private static func fault(_ proof: Consistency, _ publicKey: Data) -> Fault? {
        guard let (from, to) = signed(proof.from, publicKey).flatMap({ from in signed(proof.to, publicKey).map { (from, $0) } }) else {
            return .signature
        }
        guard proof.from.origin == proof.to.origin else { return .origin }
        guard let path = hashes(proof.path), MerkleProof.extends(from.root, size: from.size, to: to.root, size: to.size, proof: path) else {
            return .path
        }
        return nil
    }

    private static func signed(_ line: CheckpointLine, _ publicKey: Data) -> Checkpoint? {
        line.checkpoint.flatMap { LogIdentity(origin: line.origin, publicKey: publicKey).signed($0) ? $0 : nil }
    }

    private static func hashes(_ texts: [String]) -> [Hash256]? {
        guard texts.count <= longestPath else { return nil }
        let hashes = texts.compactMap { Hash256(hex: $0) }
        return hashes.count == texts.count ? hashes : nil
    }
}
