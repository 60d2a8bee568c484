import Crypto
package import Foundation
package import PulseCore

/// A signed statement of how long the log was at a moment, and of the root of the tree over all of it.
///
/// Whoever keeps one outside of the log can show later that nothing it covers was changed, moved or cut off.
package struct Checkpoint: Sendable, Equatable {
    package enum Reason: String, Sendable, CaseIterable {
        case hour, shutdown, retention, start, key, request
    }

    /// 1, 2, 3, …
    package let number: Int64
    /// Records ever written: the sequence of the last one.
    package let size: Int64
    package let root: Hash256
    package let at: Timestamp
    package let reason: Reason
    /// The hash of the checkpoint before; zeros for the first.
    package let previous: Hash256
    /// Ed25519, 64 bytes.
    package private(set) var signature: Data

    package init(number: Int64, size: Int64, root: Hash256, at: Timestamp, reason: Reason, previous: Hash256, signature: Data = Data()) {
        (self.number, self.size, self.root, self.at, self.reason) = (number, size, root, at, reason)
        (self.previous, self.signature) = (previous, signature)
    }

    func signed(by signer: LogSigner) throws -> Checkpoint {
        var copy = self
        copy.signature = try signer.signature(for: self)
        return copy
    }

    func hash(origin: String) -> Hash256 { Hash256(SHA256.hash(data: body(origin: origin))) }
}

extension Checkpoint: SignedStatement {
    func lines(origin: String) -> [String] {
        ["pulse.audit.checkpoint/v1", origin, "\(number)", "\(size)", root.hex, "\(at.milliseconds)", reason.rawValue, previous.hex]
    }
}
