import PulseCore

/// An event of the Open Cybersecurity Schema Framework 1.3.0; its class is chosen by ``OCSFClass``. What the schema has no attribute for stands
/// under `unmapped`.
struct OCSFEvent: Encodable {
    fileprivate struct Product: Encodable {
        let name = "Pulse"
        let vendorName = "Pulse"
        let version: String
    }
    fileprivate struct Metadata: Encodable {
        let version = "1.3.0"
        let product: Product
        let uid: String
        let eventCode: String
        let correlationUid: String
        let sequence: Int64
        let logName = "audit"
        /// What adds attributes to a class: `host` brings the actor where the class has none of its own.
        let profiles: [String]?
        let labels: [String]?
    }
    fileprivate struct User: Encodable {
        let name: String
        let typeId: Int
        let type: String
    }
    fileprivate struct Actor: Encodable { let user: User }
    fileprivate struct Endpoint: Encodable {
        let ip: String?
        let name: String?
    }
    fileprivate struct Service: Encodable { let name: String }
    fileprivate struct Entity: Encodable {
        let name: String
        let type: String
        let uid: String?
    }
    fileprivate struct API: Encodable {
        let operation: String
        let service: Service
    }
    fileprivate struct Unmapped: Encodable {
        let sequence: Int64
        let previousDeliveredSequence: Int64
        let previousHash: String
        let hash: String
        let signature: String?
        let keyId: String?
        let path: String?
        /// Where the class has no endpoint.
        let address: String?
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
    private let srcEndpoint: Endpoint?
    private let service: Service?
    private let entity: Entity?
    private let api: API?
    private let app: Product?
    private let unmapped: Unmapped

    init(_ record: AuditRecord, _ context: FormatContext) {
        let kind = OCSFClass(EventName(record.event))
        let isAccount = kind.uid == OCSFClass.authentication || kind.uid == OCSFClass.accountChange
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
            profiles: kind.hasActor ? nil : ["host"], labels: context.isTest ? ["test"] : nil)
        actor = Actor(user: User(actorOf: record))
        user = isAccount ? User(subjectOf: record) : nil
        srcEndpoint = kind.hasEndpoint ? Endpoint(record, context) : nil
        service = kind.uid == OCSFClass.authentication ? Service(name: "Pulse") : nil
        entity = kind.uid == OCSFClass.entityManagement ? Entity(record) : nil
        api = kind.uid == OCSFClass.apiActivity ? API(operation: record.event, service: Service(name: "Pulse")) : nil
        app = kind.uid == OCSFClass.applicationLifecycle ? product : nil
        unmapped = Unmapped(record, context, hasEndpoint: kind.hasEndpoint)
    }

    var bytes: [UInt8] { FormatText.json(self, inSnakeCase: true) }

    private static func status(_ outcome: AuditEvent.Outcome) -> (Int, String) {
        switch outcome {
        case .success: (1, "Success")
        case .failure: (2, "Failure")
        case .denied: (2, "Denied")
        case .intent: (99, "Intent")
        }
    }
}

extension OCSFEvent.User {
    /// Whoever acted.
    fileprivate init(actorOf record: AuditRecord) {
        // Dictionary "user", type_id: 1 User, 3 System, 0 Unknown.
        let (id, type) =
            switch record.actor {
            case .system, .local: (3, "System")
            case .anonymous: (0, "Unknown")
            default: (1, "User")
            }
        self.init(name: record.user.isEmpty ? record.actor.rawValue : record.user, typeId: id, type: type)
    }

    /// Whose account it is about: the one that is named, else whoever acted.
    fileprivate init(subjectOf record: AuditRecord) {
        let named = ["user", "name", "account"].lazy.compactMap { record.details[$0] }.first
        self = named.map { Self(name: $0, typeId: 1, type: "User") } ?? Self(actorOf: record)
    }
}

extension OCSFEvent.Endpoint {
    fileprivate init(_ record: AuditRecord, _ context: FormatContext) {
        let isAddress = IPAddress(record.address) != nil
        self.init(ip: isAddress ? record.address : nil, name: isAddress ? nil : record.address.isEmpty ? context.host : record.address)
    }
}

extension OCSFEvent.Entity {
    fileprivate init(_ record: AuditRecord) {
        let name = ["name", "source", "endpoint", "id", "section"].lazy.compactMap { record.details[$0] }.first
        let type = EventName(record.event).parts.first ?? "setting"
        self.init(name: name ?? FormatText.present(record.path) ?? record.event, type: type, uid: record.details["id"])
    }
}

extension OCSFEvent.Unmapped {
    fileprivate init(_ record: AuditRecord, _ context: FormatContext, hasEndpoint: Bool) {
        self.init(
            sequence: record.sequence, previousDeliveredSequence: context.previousDelivered, previousHash: Hex.text(record.previousHash),
            hash: Hex.text(record.hash), signature: FormatText.present(record.signature), keyId: FormatText.present(record.keyID),
            path: FormatText.present(record.path), address: hasEndpoint ? nil : FormatText.present(record.address), details: record.details,
            test: context.isTest ? true : nil)
    }
}
