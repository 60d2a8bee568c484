import PulseAudit
import PulseCore
import PulseDelivery

/// The body that makes or changes an endpoint. What a change leaves out stays as it is.
struct WebhookBody: Decodable {
    struct Filter: Decodable {
        let events: [String]?
        let outcomes: [String]?
    }

    let name: String?
    let kind: String?
    let format: String?
    let url: String?
    let filter: Filter?
    let allowPrivateNetworks: Bool?
    let secret: String?
    let paused: Bool?
    /// Empty takes a certificate away.
    let certificateAuthority: String?

    func settings(over before: WebhookSettings?) throws -> WebhookSettings {
        let kind = try kind.map { try word($0, "kind", WebhookKind.self) } ?? before?.kind ?? .webhook
        let format = try format.map { try word($0, "format", AuditFormat.self) } ?? (kind == before?.kind ? before?.format : nil)
        guard let url = url ?? before?.address.url else { throw APIError.invalid("url", "Where should events go? Enter an address.") }
        return try WebhookSettings(
            name: name ?? before?.name ?? "", kind: kind, format: format, url: url,
            filter: try filter.map(make) ?? before?.filter ?? WebhookFilter(),
            allowsPrivateNetworks: allowPrivateNetworks ?? before?.allowsPrivateNetworks ?? false,
            authority: certificateAuthority ?? before?.authority)
    }

    private func make(_ filter: Filter) throws -> WebhookFilter {
        try WebhookFilter(
            events: filter.events ?? [], outcomes: try (filter.outcomes ?? []).map { try word($0, "outcomes", AuditEvent.Outcome.self) })
    }

    private func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ field: String, _ type: Word.Type) throws -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            throw APIError.invalid(field, "\(field) is one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return word
    }
}

/// The body of a replay: ids, a range of sequences, or all dead letters.
struct ReplayBody: Decodable {
    let ids: [String]?
    let fromSequence: Int64?
    let toSequence: Int64?
    let dead: Bool?

    private static let mostIDs = 1000

    func selection() throws -> ReplaySelection {
        switch (ids, fromSequence, toSequence, dead) {
        case (let ids?, nil, nil, nil):
            guard (1...Self.mostIDs).contains(ids.count) else { throw APIError.invalid("ids", "Name 1 to \(Self.mostIDs) ids.") }
            return .ids(ids)
        case (nil, let from?, let to?, nil):
            guard from >= 0, from <= to else { throw APIError.invalid("fromSequence", "fromSequence is not greater than toSequence.") }
            return .numbers(from...to)
        case (nil, nil, nil, true): return .dead
        default: throw APIError.invalid("body", "Say what to send again: ids, or fromSequence and toSequence, or dead: true.")
        }
    }
}
