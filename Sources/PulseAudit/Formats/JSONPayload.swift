import PulseCore

/// The payload of Pulse v5: `event`, `timestamp`, `data`; beside them what tells a receiver whether one is missing.
struct JSONPayload: Encodable {
    private let event: String
    private let timestamp: String
    private let data: EventObject
    private let previousDeliveredSequence: Int64
    private let test: Bool?

    init(_ record: AuditRecord, _ context: FormatContext) {
        event = "audit.\(record.event)"
        timestamp = record.at.description
        data = EventObject(record)
        previousDeliveredSequence = context.previousDelivered
        test = context.isTest ? true : nil
    }

    var bytes: [UInt8] { FormatText.json(self) }
}

/// A record as `GET /api/audit` shows it. What v5 leaves out when it is empty is left out.
struct EventObject: Encodable {
    private let id: String
    private let timestamp: String
    private let event: String
    private let user: String?
    private let ip: String
    private let path: String?
    private let success: Bool
    private let details: String?
    private let fields: [String: String]
    private let signature: String?
    private let sequence: Int64
    private let previousHash: String
    private let hash: String
    private let outcome: String
    private let operation: String
    private let actor: String
    private let keyId: String?

    init(_ record: AuditRecord) {
        id = record.id
        timestamp = record.at.description
        event = record.event
        user = FormatText.present(record.user)
        ip = record.address
        path = FormatText.present(record.path)
        success = record.success
        details = FormatText.present(DetailsForm.text(record.details))
        fields = record.details
        signature = FormatText.present(record.signature)
        sequence = record.sequence
        previousHash = Hex.text(record.previousHash)
        hash = Hex.text(record.hash)
        outcome = record.outcome.rawValue
        operation = record.operation
        actor = record.actor.rawValue
        keyId = FormatText.present(record.keyID)
    }
}
