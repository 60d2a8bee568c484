package import Foundation
package import PulseCore

/// Where the log ends: written and signed anew with every commit, so that nothing can be cut from its end unseen.
package struct Head: Sendable, Equatable {
    /// The tree over all records ever written.
    package let frontier: Frontier
    /// Of the last record.
    package let hash: Hash256
    package let at: Timestamp
    package private(set) var signature: Data

    package var size: Int64 { frontier.size }

    init(frontier: Frontier, hash: Hash256, at: Timestamp, signature: Data = Data()) {
        (self.frontier, self.hash, self.at, self.signature) = (frontier, hash, at, signature)
    }

    func signed(by signer: LogSigner) throws -> Head {
        var copy = self
        copy.signature = try signer.signature(for: self)
        return copy
    }
}

extension Head: SignedStatement {
    func lines(origin: String) -> [String] {
        ["pulse.audit.head/v1", origin, "\(size)", frontier.root.hex, hash.hex, "\(at.milliseconds)"]
    }
}
