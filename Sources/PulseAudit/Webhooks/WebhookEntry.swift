import PulseCore

/// An audit webhook as an export has it, its secret in the clear: the passphrase round it protects it.
struct WebhookEntry: Codable, Sendable, Equatable {
    var id: String
    var name: String
    var kind: String
    var format: String
    var url: String
    var events: [String]
    var outcomes: [String]
    var allowsPrivateNetworks: Bool
    var certificateAuthority: String?
    var secret: String?
    var paused: Bool

    /// - Parameter usable: throws where the secret is none for that kind.
    /// - Throws: ``WebhookError`` that names what is wrong.
    func settings(usable: (WebhookKind, String?) throws -> Void) throws -> WebhookSettings {
        guard (1...64).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw WebhookError.filter("Its id is not one.")
        }
        guard let kind = WebhookKind(rawValue: kind), let format = AuditFormat(rawValue: format) else {
            throw WebhookError.filter("This version of Pulse does not know its kind or its format.")
        }
        let outcomes = outcomes.compactMap(AuditEvent.Outcome.init(rawValue:))
        guard outcomes.count == self.outcomes.count else { throw WebhookError.filter("It is for outcomes that this version of Pulse does not know.") }
        let settings = try WebhookSettings(
            name: name, kind: kind, format: format, url: url, filter: try WebhookFilter(events: events, outcomes: outcomes),
            allowsPrivateNetworks: allowsPrivateNetworks, authority: certificateAuthority)
        try usable(kind, secret)
        // As it is kept it would differ from the file, and be a change at every import.
        guard settings.name == name, settings.address.url == url, settings.authority == certificateAuthority else {
            throw WebhookError.url("Its name or address is not in the form in which Pulse keeps it.")
        }
        return settings
    }
}
