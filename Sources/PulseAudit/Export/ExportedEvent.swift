import PulseCore

/// An event as it leaves in a JSON export: the names of v5, and what we have beyond.
package struct ExportedEvent: Encodable, Sendable {
    private let id: String
    private let timestamp: String
    private let event: String
    private let user: String
    private let ip: String
    private let path: String
    private let success: Bool
    private let details: String
    private let signature: String
    /// Only where it was asked for, and only where there is something to verify.
    private let isSignatureValid: Bool?
    private let sequence: Int64
    private let outcome: String
    private let operation: String
    private let actor: String
    private let fields: [String: String]
    private let previousHash: String
    private let hash: String
    private let keyId: String

    private enum CodingKeys: String, CodingKey {
        case id, timestamp, user, ip, path, success, details, signature, sequence, outcome, operation, actor, fields, previousHash, hash, keyId
        case event = "event_type"
        case isSignatureValid = "signature_valid"
    }

    /// - Parameter verdict: nil when nobody asked.
    package init(_ record: AuditRecord, verdict: SignatureVerdict?) {
        (id, timestamp, event, user, ip) = (record.id, record.at.description, record.event, record.user, record.address)
        (path, success, details, signature) = (record.path, record.success, DetailsForm.text(record.details), record.signature)
        isSignatureValid = verdict.flatMap { [.verified: true, .failed: false][$0] }
        (sequence, outcome, operation, actor) = (record.sequence, record.outcome.rawValue, record.operation, record.actor.rawValue)
        (fields, previousHash, hash, keyId) = (record.details, Hex.text(record.previousHash), Hex.text(record.hash), record.keyID)
    }
}
