import PulseCore

/// A document of the Elastic Common Schema 8.11: "Field reference". What it has no field for stands under `pulse`.
struct ECSDocument: Encodable {
    private struct Version: Encodable { let version: String }

    private struct Event: Encodable {
        let kind = "event"
        let category: [String]
        let type: [String]
        let action: String
        let outcome: String
        let id: String
        let sequence: Int64
        let hash: String
        let provider = "pulse"
        let dataset = "pulse.audit"
        let module = "pulse"
    }

    private struct Named: Encodable { let name: String }
    private struct Source: Encodable {
        let address: String
        let ip: String?
    }
    private struct Path: Encodable { let path: String }
    private struct Observer: Encodable {
        let vendor = "Pulse"
        let product = "Pulse"
        let type = "monitoring"
        let hostname: String
        let version: String
    }
    private struct Related: Encodable {
        let user: [String]
        let ip: [String]
        let hash: [String]
    }
    private struct Audit: Encodable {
        let sequence: Int64
        let previousDeliveredSequence: Int64
        let hash: String
        let previousHash: String
        let operation: String
        let outcome: String
        let actor: String
        let signature: String?
        let keyId: String?
        let details: [String: String]
        let test: Bool?
    }
    private struct Pulse: Encodable { let audit: Audit }

    private enum CodingKeys: String, CodingKey {
        case timestamp = "@timestamp"
        case ecs, event, message, user, source, url, observer, related, pulse, tags
    }

    private let timestamp: String
    private let ecs = Version(version: "8.11.0")
    private let event: Event
    private let message: String
    private let user: Named?
    private let source: Source?
    private let url: Path?
    private let observer: Observer
    private let related: Related
    private let pulse: Pulse
    private let tags: [String]

    init(_ record: AuditRecord, _ context: FormatContext) {
        let isAddress = IPAddress(record.address) != nil
        let (category, type) = Self.classes(record)
        timestamp = record.at.description
        event = Event(
            category: category, type: type, action: record.event, outcome: Self.outcome(record.outcome), id: record.id, sequence: record.sequence,
            hash: Hex.text(record.hash))
        message = FormatText.sentence(record)
        user = FormatText.present(record.user).map(Named.init)
        source = FormatText.present(record.address).map { Source(address: $0, ip: isAddress ? $0 : nil) }
        url = FormatText.present(record.path).map(Path.init)
        observer = Observer(hostname: context.host, version: context.version)
        related = Related(
            user: record.user.isEmpty ? [] : [record.user], ip: isAddress ? [record.address] : [], hash: [Hex.text(record.hash)])
        pulse = Pulse(audit: Self.audit(record, context))
        tags = context.isTest ? ["test"] : []
    }

    var bytes: [UInt8] { FormatText.json(self, inSnakeCase: true) }

    private static func audit(_ record: AuditRecord, _ context: FormatContext) -> Audit {
        Audit(
            sequence: record.sequence, previousDeliveredSequence: context.previousDelivered, hash: Hex.text(record.hash),
            previousHash: Hex.text(record.previousHash), operation: record.operation, outcome: record.outcome.rawValue,
            actor: record.actor.rawValue, signature: FormatText.present(record.signature), keyId: FormatText.present(record.keyID),
            details: record.details, test: context.isTest ? true : nil)
    }

    /// The allowed values are `success`, `failure` and `unknown`; of an intent the outcome is not known yet.
    private static func outcome(_ outcome: AuditEvent.Outcome) -> String {
        switch outcome {
        case .intent: "unknown"
        case .success: "success"
        case .failure, .denied: "failure"
        }
    }

    /// "Categorization fields": only values that stand there, and types that go with their category.
    private static func classes(_ record: AuditRecord) -> (category: [String], type: [String]) {
        let name = EventName(record.event)
        let denied = record.outcome == .denied ? ["denied"] : []
        switch EventSubject(name) {
        case .signIn: return (["authentication", "session"], ["start"] + denied)
        case .signOut: return (["authentication", "session"], ["end"] + denied)
        case .account: return (["iam"], [name.verb.ecsType, "user"].filter { $0 != "access" })
        case .server: return (["process"], [name.parts.contains("stop") ? "end" : "start"])
        case .setting: return (["configuration"], [name.verb.ecsType] + denied)
        case .other: return (["web"], ["access"] + denied)
        }
    }
}

extension EventName.Verb {
    fileprivate var ecsType: String {
        switch self {
        case .create: "creation"
        case .delete: "deletion"
        case .update, .enable, .disable: "change"
        case .read, .other: "access"
        }
    }
}

/// What an event is about, as far as schemas tell apart.
enum EventSubject: Sendable {
    case signIn, signOut, account, setting, server, other

    init(_ name: EventName) {
        let parts = Set(name.parts)
        switch name.parts.first ?? "" {
        case _ where parts.contains("logout") || name.parts == ["session", "end"]: self = .signOut
        case _ where parts.contains("login"): self = .signIn
        case "user", "role", "token", "account", "password", "totp", "passkey", "viewer", "lockout", "recovery", "link": self = .account
        case "server", "startup", "shutdown", "start", "stop": self = .server
        case "source", "webhook", "license", "licence", "config", "configuration", "settings", "oidc", "setup", "node", "audit", "resource":
            self = .setting
        default: self = .other
        }
    }
}
