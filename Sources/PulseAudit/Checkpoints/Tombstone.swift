package import Foundation
package import PulseCore

/// Says which records were removed on purpose, and keeps of them what the rest is verified with.
package struct Tombstone: Sendable, Equatable {
    /// 1, 2, 3, …
    package let number: Int64
    /// The first and the last record that were removed.
    package let first: Int64
    /// The tree up to and with the last removed record.
    package let frontier: Frontier
    /// Of the last removed record: the next one names it.
    package let hash: Hash256
    package let at: Timestamp
    package let reason: String
    package private(set) var signature: Data

    package var last: Int64 { frontier.size }
    package var count: Int64 { last - first + 1 }

    package init(number: Int64, first: Int64, frontier: Frontier, hash: Hash256, at: Timestamp, reason: String, signature: Data = Data()) {
        (self.number, self.first, self.frontier, self.hash, self.at, self.reason) = (number, first, frontier, hash, at, reason)
        self.signature = signature
    }

    func signed(by signer: LogSigner) throws -> Tombstone {
        var copy = self
        copy.signature = try signer.signature(for: self)
        return copy
    }
}

extension Tombstone: SignedStatement {
    func lines(origin: String) -> [String] {
        [
            "pulse.audit.tombstone/v1", origin, "\(number)", "\(first)", "\(last)", hash.hex, frontier.roots.map(\.hex).joined(separator: ","),
            "\(at.milliseconds)", reason,
        ]
    }
}
