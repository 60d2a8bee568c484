/// Who did something.
package enum Actor: Hashable, Sendable {
    case user(String)
    case token(id: String, name: String)
    /// Whoever holds a read-only link.
    case link(id: String, name: String)
    /// Somebody at the machine itself: command line or admin socket.
    case local
    /// Pulse itself: start, stop, schedules, retention.
    case system
    /// Nobody who proved to be anybody.
    case anonymous

    package var name: String {
        switch self {
        case .user(let name): name
        case .token(_, let name): "token:\(name)"
        case .link(_, let name): "link:\(name)"
        case .local: "local"
        case .system: "system"
        case .anonymous: "anonymous"
        }
    }

    /// What the actor is, without saying who.
    package enum Kind: String, Sendable, CaseIterable {
        case user, token, link, local, system, anonymous
    }

    package var kind: Kind {
        switch self {
        case .user: .user
        case .token: .token
        case .link: .link
        case .local: .local
        case .system: .system
        case .anonymous: .anonymous
        }
    }
}

/// One thing somebody did or was refused to do. Details never hold a secret.
package struct AuditEvent: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
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

/// Where audit events go.
///
/// When an intent cannot be recorded the action must not happen: `record` then throws ``AuditUnavailable`` and the action is refused, while
/// monitoring goes on.
package protocol AuditTrail: Sendable {
    func record(_ event: AuditEvent) async throws
}

/// The trail cannot be written now, so nothing that has to stand in it may be done.
package struct AuditUnavailable: SentenceError, Sendable, Equatable {
    /// What failed and what to do, for a person.
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }

    package var sentence: String {
        "The audit log cannot be written, so changes are refused until it can be; monitoring goes on. \(reason)"
    }
}
