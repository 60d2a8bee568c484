/// Who did something.
package enum Actor: Hashable, Sendable {
    case user(String)
    case token(id: String, name: String)
    /// Somebody at the machine itself: command line or admin socket.
    case local
    /// Nobody who proved to be anybody.
    case anonymous

    package var name: String {
        switch self {
        case .user(let name): name
        case .token(_, let name): "token:\(name)"
        case .local: "local"
        case .anonymous: "anonymous"
        }
    }
}

/// One thing somebody did or was refused to do. Details never hold a secret.
package struct AuditEvent: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        /// About to be done; the outcome follows under the same id.
        case intent
        case success
        case failure
        case denied
    }

    /// Shared by an intent and its outcome.
    package let id: String
    package let at: Timestamp
    /// `login`, `source.add`, `token.create`, …
    package let event: String
    package let actor: Actor
    /// The address the request came from, or nil for local work.
    package let address: String?
    package let path: String?
    package let outcome: Outcome
    package let details: [String: String]

    package init(
        id: String, at: Timestamp, event: String, actor: Actor, address: String?, path: String?, outcome: Outcome, details: [String: String] = [:]
    ) {
        self.id = id
        self.at = at
        self.event = event
        self.actor = actor
        self.address = address
        self.path = path
        self.outcome = outcome
        self.details = details
    }
}

/// Where audit events go. When an intent cannot be recorded the action must not happen, so recording can throw.
package protocol AuditTrail: Sendable {
    func record(_ event: AuditEvent) async throws
}
