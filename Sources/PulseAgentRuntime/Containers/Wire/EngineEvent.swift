import FoundationEssentials
import PulseCore

/// A line of `GET /events`.
struct EngineEvent: Sendable, Equatable {
    enum Subject: String, Sendable {
        case container, image, network, volume, service, node
    }

    let subject: Subject
    /// `start`, `die`, `health_status: healthy`.
    let action: String
    let id: String
    /// By the engine's clock; nil when it does not say.
    let at: Timestamp?
    /// As the engine writes it, to ask for what came after it.
    let nanoseconds: Int64?
    let exitCode: Int?
    let signal: String?
    /// The container that a network was connected to or taken from.
    let container: String?

    /// Nil for a line that is no event, or one of a kind that nothing is made of.
    init?(line: [UInt8]) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(line)), let subject = wire.subject.flatMap(Subject.init(rawValue:)),
            let action = wire.action, let id = wire.actor?.id?.unlessEmpty
        else { return nil }
        let attributes = wire.actor?.attributes ?? [:]
        self.subject = subject
        self.action = action
        self.id = id
        nanoseconds = wire.nanoseconds
        at = wire.nanoseconds.map { Timestamp(milliseconds: $0 / 1_000_000) } ?? wire.seconds.map { Timestamp(seconds: $0) }
        exitCode = attributes["exitCode"].flatMap { Int($0) }
        signal = attributes["signal"]
        container = attributes["container"]
    }

    init(_ subject: Subject, _ action: String, id: String, at: Timestamp?, exitCode: Int? = nil, signal: String? = nil) {
        self.subject = subject
        self.action = action
        self.id = id
        self.at = at
        self.exitCode = exitCode
        self.signal = signal
        nanoseconds = nil
        container = nil
    }

    private struct Wire: Decodable {
        struct Actor: Decodable, Sendable {
            @Lenient var id: String?
            @Lenient var attributes: [String: String]?

            private enum CodingKeys: String, CodingKey {
                case id = "ID"
                case attributes = "Attributes"
            }
        }

        @Lenient var subject: String?
        @Lenient var action: String?
        @Lenient var actor: Actor?
        @Lenient var seconds: Int64?
        @Lenient var nanoseconds: Int64?

        private enum CodingKeys: String, CodingKey {
            case subject = "Type"
            case action = "Action"
            case actor = "Actor"
            case seconds = "time"
            case nanoseconds = "timeNano"
        }
    }
}
