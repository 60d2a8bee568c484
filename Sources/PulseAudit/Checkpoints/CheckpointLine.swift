package import Foundation
import PulseCore

/// A checkpoint as it leaves the log: one line of JSON, in `audit/checkpoints.jsonl`, at webhooks, on paper.
package struct CheckpointLine: Codable, Sendable, Equatable {
    package let origin: String
    package let number: Int64
    package let size: Int64
    /// 64 hexadecimal digits.
    package let root: String
    /// RFC 3339 with milliseconds.
    package let at: String
    package let reason: String
    package let previous: String
    /// Base64, as the signature.
    package let publicKey: String
    package let signature: String

    package init(_ checkpoint: Checkpoint, of log: LogIdentity) {
        (origin, number, size, root) = (log.origin, checkpoint.number, checkpoint.size, checkpoint.root.hex)
        (at, reason, previous) = (checkpoint.at.description, checkpoint.reason.rawValue, checkpoint.previous.hex)
        (publicKey, signature) = (log.publicKey.base64EncodedString(), checkpoint.signature.base64EncodedString())
    }

    /// - Returns: nil when a value is none.
    package var checkpoint: Checkpoint? {
        guard let root = Hash256(hex: root), let at = Timestamp(rfc3339: at), let reason = Checkpoint.Reason(rawValue: reason),
            let previous = Hash256(hex: previous), let signature = Data(base64Encoded: signature)
        else { return nil }
        return Checkpoint(number: number, size: size, root: root, at: at, reason: reason, previous: previous, signature: signature)
    }

    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// The checkpoints of a text with one a line.
    ///
    /// - Returns: nil when a line is none.
    package static func lines(_ text: String) -> [CheckpointLine]? {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        let read = lines.compactMap { line -> CheckpointLine? in
            guard let made = try? JSONDecoder().decode(CheckpointLine.self, from: Data(line.utf8)), made.checkpoint != nil else { return nil }
            return made
        }
        return read.count == lines.count ? read : nil
    }
}
