package import Foundation
package import PulseCore

/// One event as the log keeps it: numbered without gaps, tied to the one before it, signed where there is a key.
package struct AuditRecord: Sendable, Equatable {
    /// 1, 2, 3, … over the whole life of the log.
    package let sequence: Int64
    /// A UUID in lower case; see ``RecordIdentifier``.
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
    /// SHA-256 of this record's canonical bytes, which hold `previousHash`, and its signature; also its leaf in the tree.
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

extension AuditRecord {
    /// Without signature and hash, which are made of the rest.
    init(limited event: AuditEvent, sequence: Int64, previous: Hash256, keyID: String, random: UInt64) {
        let details = DetailsForm.sorted(event.details).prefix(RecordLimits.details).map { name, value in
            (name.limited(to: RecordLimits.detailName), value.limited(to: RecordLimits.detailValue))
        }
        self.init(
            sequence: sequence, id: RecordIdentifier.text(sequence: sequence, random: random),
            operation: event.id.limited(to: RecordLimits.identifier), at: event.at, event: event.event.limited(to: RecordLimits.event),
            actor: event.actor.kind, user: event.actor.name.limited(to: RecordLimits.user),
            address: (event.address ?? "").limited(to: RecordLimits.address), path: (event.path ?? "").limited(to: RecordLimits.path),
            outcome: event.outcome, details: Dictionary(details) { $1 }, previousHash: previous.data, hash: Data(), signature: "", keyID: keyID)
    }

    func sealed(signature: String, hash: Hash256) -> AuditRecord {
        AuditRecord(
            sequence: sequence, id: id, operation: operation, at: at, event: event, actor: actor, user: user, address: address, path: path,
            outcome: outcome, details: details, previousHash: previousHash, hash: hash.data, signature: signature, keyID: keyID)
    }
}

extension AuditRecord: RecordColumns {
    var milliseconds: Int64 { at.milliseconds }

    var previous: Hash256 { Hash256(previousHash) ?? .zero }

    func withText<Result>(_ column: TextColumn, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = text(column)
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    func withDetails<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        DetailsForm.data(details).withUnsafeBytes(body)
    }

    func text(_ column: TextColumn) -> String {
        switch column {
        case .id: id
        case .operation: operation
        case .event: event
        case .actor: actor.rawValue
        case .user: user
        case .address: address
        case .path: path
        case .outcome: outcome.rawValue
        case .key: keyID
        }
    }
}

/// What the signature of a record is worth.
package enum SignatureVerdict: String, Sendable {
    case verified, unsigned, failed
    case noKey = "no_key"
}

extension AuditRecord {
    /// Looks at this record alone: its signature, and whether its hash is that of its content.
    package func verdict(_ keys: KeyRing) -> SignatureVerdict {
        var bytes = RecordBytes()
        bytes.begin(self)
        let signature = Array(signature.utf8)
        let isGenuine =
            keyID.isEmpty
            ? signature.isEmpty
            : keys[keyID].map { key in
                signature.withUnsafeBytes { signature in bytes.withSigned { key.verifies(signature, of: $0) } }
            }
        guard Hash256(hash) == signature.withUnsafeBytes({ bytes.leaf(signature: $0) }), isGenuine != false else { return .failed }
        return keyID.isEmpty ? .unsigned : isGenuine == nil ? .noKey : .verified
    }
}
