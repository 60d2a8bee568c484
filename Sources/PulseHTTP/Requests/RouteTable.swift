package import HTTPTypes
import Hummingbird
package import PulseAccess
package import PulseCore

/// What a route asks of the one who calls it.
package enum RoutePermission: Hashable, Sendable {
    /// Answers anybody. Only health, version, the page, set-up and sign-in.
    case open
    /// A set-up code in the header `X-Setup-Code`: a server that is being added, and nobody else.
    case setupCode
    /// The signature of an agent over the request: its handler holds the body against it.
    case agent
    /// Any proof: session, token or link.
    case proven
    /// A signed-in user; tokens and links have no account.
    case session
    case permission(Permission)
    /// One of the two is enough; the handler decides what each may see.
    case either(Permission, Permission)

    /// True when whoever has these permissions gets past the gate.
    package func isGranted(by grants: Grants, hasAccount: Bool) -> Bool {
        switch self {
        case .open, .proven: true
        case .session: hasAccount
        case .setupCode, .agent: false
        case .permission(let permission): grants.allows(permission)
        case .either(let first, let second): grants.allows(first) || grants.allows(second)
        }
    }
}

/// A route as it can be listed: the table of contents of the API.
package struct RouteEntry: Sendable, Hashable {
    package let method: HTTPRequest.Method
    package let path: String
    package let permission: RoutePermission
    package let summary: String
    /// The audit event of a request that changes something, or reads what is secret.
    package let auditEvent: String?
    /// What the licence has to include; nil for what everybody has.
    package let feature: Feature?
}

/// Registers routes, each with its permission, and guards them: proof, permission, CSRF, licence, and the audit trail around every change.
package struct RouteTable {
    typealias Handler = @Sendable (Request, PulseContext) async throws -> Response

    package private(set) var entries: [RouteEntry] = []
    private let router: Router<PulseContext>
    private let gate: RouteGate

    init(router: Router<PulseContext>, gate: RouteGate) {
        self.router = router
        self.gate = gate
    }

    /// - Parameter event: the name of the reading in the audit trail, where it has to stand there: secrets, exports.
    mutating func get(
        _ path: String, _ permission: RoutePermission, feature: Feature? = nil, audit event: String? = nil, _ summary: String,
        _ handler: @escaping Handler
    ) {
        register(RouteEntry(method: .get, path: path, permission: permission, summary: summary, auditEvent: event, feature: feature), handler)
    }

    /// A route that changes something; `event` is its name in the audit trail.
    mutating func change(
        _ method: HTTPRequest.Method, _ path: String, _ permission: RoutePermission, feature: Feature? = nil, audit event: String, _ summary: String,
        _ handler: @escaping Handler
    ) {
        register(RouteEntry(method: method, path: path, permission: permission, summary: summary, auditEvent: event, feature: feature), handler)
    }

    /// A question that is put in a body and keeps nothing, or a report, of which there are too many for the audit trail.
    mutating func question(
        _ method: HTTPRequest.Method, _ path: String, _ permission: RoutePermission, feature: Feature? = nil, _ summary: String,
        _ handler: @escaping Handler
    ) {
        register(RouteEntry(method: method, path: path, permission: permission, summary: summary, auditEvent: nil, feature: feature), handler)
    }

    private mutating func register(_ entry: RouteEntry, _ handler: @escaping Handler) {
        entries.append(entry)
        let gate = gate
        router.on(RouterPath(entry.path), method: entry.method) { request, context in
            try await gate.pass(entry, request, context, handler)
        }
    }
}
