import Foundation
import PulseCore
import PulseStorage

/// Makes proofs of a log, offline, of its file or a copy.
package struct LogProver {
    private let file: LogFile
    private let path: String
    private let identity: LogIdentity
    private let checkpoints: [Checkpoint]
    private let removed: Frontier

    /// - Throws: `StorageError`
    package init(path: String) throws {
        self.path = path
        file = try LogFile(path: path)
        guard let identity = try file.identity() else { throw LogFile.notALog(path) }
        self.identity = identity
        checkpoints = try file.checkpoints().compactMap(\.checkpoint)
        removed = try file.tombstones().last?.tombstone?.frontier ?? Frontier()
    }

    /// Shows that an event stands in the log.
    ///
    /// - Parameter given: the checkpoint to show it to; without one the newest of the log.
    /// - Throws: ``ProofError``, `StorageError`
    package func inclusion(of sequence: Int64, in given: CheckpointLine?) throws -> AuditProof {
        guard sequence > removed.size else { throw ProofError.removed(sequence, last: removed.size) }
        let line = try given ?? newest()
        let checkpoint = try own(line)
        guard sequence <= checkpoint.size else { throw ProofError.notCovered(sequence, size: checkpoint.size) }
        guard let record = try file.withRecord(at: sequence, { $0.record }) else { throw ProofError.changed(path) }
        let path = try tree(checkpoint.size).inclusion(of: sequence - 1, at: checkpoint.size)
        return try checked(path.map { AuditProof(ProvenEvent(record), in: line, path: $0) })
    }

    /// Shows that the log goes on from a checkpoint.
    ///
    /// - Parameter given: the later one; without it the newest of the log.
    /// - Throws: ``ProofError``, `StorageError`
    package func consistency(from old: CheckpointLine, to given: CheckpointLine?) throws -> AuditProof {
        let line = try given ?? newest()
        let (before, after) = (try own(old), try own(line))
        guard before.size <= after.size else { throw ProofError.order(from: before.size, to: after.size) }
        guard before.size >= removed.size || before.size == 0 else { throw ProofError.removed(before.size, last: removed.size) }
        let path = try tree(after.size).consistency(from: before.size, to: after.size)
        return try checked(path.map { AuditProof(from: old, to: line, path: $0) })
    }

    private func newest() throws -> CheckpointLine {
        guard let checkpoint = checkpoints.last else { throw ProofError.noCheckpoint }
        return CheckpointLine(checkpoint, of: identity)
    }

    private func own(_ line: CheckpointLine) throws -> Checkpoint {
        guard line.origin == identity.origin, let checkpoint = line.checkpoint, identity.signed(checkpoint) else { throw ProofError.otherLog }
        return checkpoint
    }

    /// The first leaves, up to `size`. They are the hashes that the events have there; what was changed shows when the proof is checked.
    private func tree(_ size: Int64) throws -> MerkleTree {
        var leaves: [Hash256] = []
        var isWhole = true
        try file.records { row in
            guard row.sequence <= size else { return false }
            guard let hash = row.hash, row.sequence == removed.size + Int64(leaves.count) + 1 else {
                isWhole = false
                return false
            }
            leaves.append(hash)
            return true
        }
        guard isWhole, removed.size + Int64(leaves.count) >= size else { throw ProofError.changed(path) }
        return MerkleTree(removed: removed, leaves: leaves)
    }

    /// A proof that does not hold is none: the log is not the one that the checkpoint was signed over.
    private func checked(_ proof: AuditProof?) throws -> AuditProof {
        guard let proof, proof.fault(publicKey: identity.publicKey) == nil else { throw ProofError.changed(path) }
        return proof
    }
}

/// Why there is no proof.
package enum ProofError: SentenceError, Sendable, Equatable {
    case removed(Int64, last: Int64)
    case notCovered(Int64, size: Int64)
    case order(from: Int64, to: Int64)
    case noCheckpoint
    case otherLog
    case changed(String)

    package var sentence: String {
        switch self {
        case .removed(let sequence, let last):
            "Nothing can be proven about event \(sequence): retention removed the events up to \(last). A later one is needed."
        case .notCovered(let sequence, let size):
            "The checkpoint was signed over \(size) events and says nothing about event \(sequence). 'pulse audit checkpoint' signs a new one."
        case .order(let from, let to):
            "The checkpoint over \(from) events is not before the one over \(to); give the earlier one with --from."
        case .noCheckpoint: "The log has no checkpoint yet. 'pulse audit checkpoint' signs one."
        case .otherLog:
            "The checkpoint that was given is not signed with the key of this log: it is of another log, or one of the two is not genuine."
        case .changed(let path): "\(path) is not the log that the checkpoint was signed over. 'pulse audit verify' says what was changed."
        }
    }
}
