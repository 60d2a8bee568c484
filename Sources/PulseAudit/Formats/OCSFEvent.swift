import PulseCore

/// An event of the Open Cybersecurity Schema Framework 1.3.0; its class is chosen by ``OCSFClass``. What the schema has no attribute for stands
/// under `unmapped`.
struct OCSFEvent: Encodable {
    private struct Product: Encodable {
        let name = "Pulse"
        let vendorName = "Pulse"
        let version: String
    }
    private struct Metadata: Encodable {
        let version = "1.3.0"
        let product: Product
        let uid: String
        let eventCode: String
        let correlationUid: String
        let sequence: Int64
        let logName = "audit"
        let labels: [String]?
    }
    private struct User: Encodable {
        let name: String
        let typeId: Int
        let type: String
    }
    private struct Actor: Encodable { let user: User }
    private struct Endpoint: Encodable {
        let ip: String?
        let name: String?
    }
    private struct Service: Encodable { let name: String }
    private struct Entity: Encodable {
        let name: String
        let type: String
        let uid: String?
    }
    private struct API: Encodable {
        let operation: String
        let service: Service
    }
    private struct Unmapped: Encodable {
        let sequence: Int64
        let previousDeliveredSequence: Int64
        let previousHash: String
        let hash: String
        let signature: String?
        let keyId: String?
        let path: String?
        let details: [String: String]
        let test: Bool?
    }

    private let activityId: Int
    private let activityName: String
    private let categoryUid: Int
    private let classUid: Int
    private let className: String
    private let typeUid: Int
    private let time: Int64
    private let severityId: Int
    private let statusId: Int
    private let status: String
    private let message: String
    private let metadata: Metadata
    private let actor: Actor
    private let user: User?
    private let srcEndpoint: Endpoint
    private let service: Service?
    private let entity: Entity?
    private let api: API?
    private let app: Product?
    private let unmapped: Unmapped

    init(_ record: AuditRecord, _ context: FormatContext) {
        let kind = OCSFClass(EventName(record.event))
        let person = Self.user(record)
        let product = Product(version: context.version)
        (activityId, activityName) = (kind.activity.id, kind.activity.name)
        (classUid, className, categoryUid) = (kind.uid, kind.name, kind.uid / 1000)
        typeUid = kind.uid * 100 + kind.activity.id
        time = record.at.milliseconds
        severityId = record.success ? 1 : 3
        (statusId, status) = Self.status(record.outcome)
        message = FormatText.sentence(record)
        metadata = Metadata(
            product: product, uid: record.id, eventCode: record.event, correlationUid: record.operation, sequence: record.sequence,
            labels: context.isTest ? ["test"] : nil)
        actor = Actor(user: person)
        user = kind.uid == OCSFClass.authentication || kind.uid == OCSFClass.accountChange ? Self.subject(record, person) : nil
        srcEndpoint = Self.endpoint(record, context)
        service = kind.uid == OCSFClass.authentication ? Service(name: "Pulse") : nil
        entity = kind.uid == OCSFClass.entityManagement ? Self.entity(record) : nil
        api = kind.uid == OCSFClass.apiActivity ? API(operation: record.event, service: Service(name: "Pulse")) : nil
        app = kind.uid == OCSFClass.applicationLifecycle ? product : nil
        unmapped = Self.unmapped(record, context)
    }

    var bytes: [UInt8] { FormatText.json(self, inSnakeCase: true) }

    private static func user(_ record: AuditRecord) -> User {
        // Dictionary "user", typeId: 1 User, 3 System, 0 Unknown.
        let (id, type) =
            switch record.actor {
            case .system, .local: (3, "System")
            case .anonymous: (0, "Unknown")
            default: (1, "User")
            }
        return User(name: record.user.isEmpty ? record.actor.rawValue : record.user, typeId: id, type: type)
    }

    /// Whose account it is about: the one that is named, else whoever acted.
    private static func subject(_ record: AuditRecord, _ actor: User) -> User {
        let named = ["user", "name", "account"].lazy.compactMap { record.details[$0] }.first
        return named.map { User(name: $0, typeId: 1, type: "User") } ?? actor
    }

    private static func endpoint(_ record: AuditRecord, _ context: FormatContext) -> Endpoint {
        if IPAddress(record.address) != nil { return Endpoint(ip: record.address, name: nil) }
        return Endpoint(ip: nil, name: record.address.isEmpty ? context.host : record.address)
    }

    private static func entity(_ record: AuditRecord) -> Entity {
        let name = ["name", "source", "endpoint", "id", "section"].lazy.compactMap { record.details[$0] }.first
        let type = EventName(record.event).parts.first ?? "setting"
        return Entity(name: name ?? FormatText.present(record.path) ?? record.event, type: type, uid: record.details["id"])
    }

    private static func status(_ outcome: AuditEvent.Outcome) -> (Int, String) {
        switch outcome {
        case .success: (1, "Success")
        case .failure: (2, "Failure")
        case .denied: (2, "Denied")
        case .intent: (99, "Intent")
        }
    }

    private static func unmapped(_ record: AuditRecord, _ context: FormatContext) -> Unmapped {
        Unmapped(
            sequence: record.sequence, previousDeliveredSequence: context.previousDelivered, previousHash: Hex.text(record.previousHash),
            hash: Hex.text(record.hash), signature: FormatText.present(record.signature), keyId: FormatText.present(record.keyID),
            path: FormatText.present(record.path), details: record.details, test: context.isTest ? true : nil)
    }
}
