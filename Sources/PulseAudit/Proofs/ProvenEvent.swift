import Foundation
import PulseCore

/// An event with every column that its hash is made of, so that whoever has it can make the hash.
package struct ProvenEvent: Codable, Sendable, Equatable {
    package let sequence: Int64
    package let id: String
    /// RFC 3339 with milliseconds.
    package let timestamp: String
    package let event: String
    package let actor: String
    package let user: String
    package let ip: String
    package let path: String
    package let outcome: String
    package let operation: String
    package let fields: [String: String]
    /// 64 hexadecimal digits.
    package let previousHash: String
    package let signature: String
    package let keyId: String

    package init(_ record: AuditRecord) {
        (sequence, id, timestamp, event) = (record.sequence, record.id, record.at.description, record.event)
        (actor, user, ip, path) = (record.actor.rawValue, record.user, record.address, record.path)
        (outcome, operation, fields) = (record.outcome.rawValue, record.operation, record.details)
        (previousHash, signature, keyId) = (Hex.text(record.previousHash), record.signature, record.keyID)
    }

    /// Its leaf in the tree, made of its content; nil when a value is none.
    package var leaf: Hash256? {
        guard let previous = Hash256(hex: previousHash), let at = Timestamp(rfc3339: timestamp), let actor = Actor.Kind(rawValue: actor),
            let outcome = AuditEvent.Outcome(rawValue: outcome)
        else { return nil }
        let record = AuditRecord(
            sequence: sequence, id: id, operation: operation, at: at, event: event, actor: actor, user: user, address: ip, path: path,
            outcome: outcome, details: fields, previousHash: previous.data, hash: Data(), signature: signature, keyID: keyId)
        var bytes = RecordBytes()
        bytes.begin(record)
        return Array(signature.utf8).withUnsafeBytes { bytes.leaf(signature: $0) }
    }
}
