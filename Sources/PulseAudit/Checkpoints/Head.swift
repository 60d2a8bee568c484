package import Foundation
package import PulseCore

/// Where the log ends: written and signed anew with every commit, so that nothing can be cut from its end unseen.
package struct Head: Sendable, Equatable {
    /// The tree over all records ever written.
    package let frontier: Frontier
    /// Of the last record.
    package let hash: Hash256
    /// The number of the newest checkpoint, so that none can be taken away; 0 before the first.
    package let checkpoint: Int64
    /// The number of the newest tombstone; 0 before the first.
    package let tombstone: Int64
    package let at: Timestamp
    package private(set) var signature: Data

    package var size: Int64 { frontier.size }

    init(frontier: Frontier, hash: Hash256, checkpoint: Int64, tombstone: Int64, at: Timestamp, signature: Data = Data()) {
        (self.frontier, self.hash, self.checkpoint, self.tombstone) = (frontier, hash, checkpoint, tombstone)
        (self.at, self.signature) = (at, signature)
    }

    func signed(by signer: LogSigner) throws -> Head {
        var copy = self
        copy.signature = try signer.signature(for: self)
        return copy
    }
}

extension Head: SignedStatement {
    func lines(origin: String) -> [String] {
        ["pulse.audit.head/v1", origin, "\(size)", frontier.root.hex, hash.hex, "\(checkpoint)", "\(tombstone)", "\(at.milliseconds)"]
    }
}
