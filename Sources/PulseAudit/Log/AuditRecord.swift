package import Foundation
package import PulseCore

/// One event as the log keeps it: numbered without gaps, tied to the one before it, signed where there is a key.
package struct AuditRecord: Sendable, Equatable {
    /// 1, 2, 3, … over the whole life of the log.
    package let sequence: Int64
    /// A random UUID in lower case.
    package let id: String
    /// Shared by an intent and its outcome.
    package let operation: String
    package let at: Timestamp
    /// `login`, `source.add`, …
    package let event: String
    package let actor: Actor.Kind
    /// The actor's name.
    package let user: String
    /// The address the request came from; empty for work on the machine itself.
    package let address: String
    package let path: String
    package let outcome: AuditEvent.Outcome
    package let details: [String: String]
    /// SHA-256, 32 bytes: of the record before this one; of the first one, zeros.
    package let previousHash: Data
    /// SHA-256 of the canonical bytes of this record, which hold `previousHash`.
    package let hash: Data
    /// `v2:` and the HMAC-SHA256 in hex; empty when it was written without a key.
    package let signature: String
    /// Which key signed it; empty without one.
    package let keyID: String

    package init(
        sequence: Int64, id: String, operation: String, at: Timestamp, event: String, actor: Actor.Kind, user: String, address: String, path: String,
        outcome: AuditEvent.Outcome, details: [String: String], previousHash: Data, hash: Data, signature: String, keyID: String
    ) {
        self.sequence = sequence
        self.id = id
        self.operation = operation
        self.at = at
        self.event = event
        self.actor = actor
        self.user = user
        self.address = address
        self.path = path
        self.outcome = outcome
        self.details = details
        self.previousHash = previousHash
        self.hash = hash
        self.signature = signature
        self.keyID = keyID
    }

    /// As v5 has it: done or about to be done, not failed or refused.
    package var success: Bool { outcome == .success || outcome == .intent }
}
