package import HTTPTypes
import Hummingbird
package import PulseAccess
package import PulseCore

/// What a route asks of the one who calls it.
package enum Permission: Hashable, Sendable {
    /// Answers anybody. Only health, version, the page, set-up and sign-in.
    case open
    /// Any proof: session or token.
    case proven
    /// A signed-in user; tokens have no preferences.
    case session
    case scope(Scope)
}

/// A route as it can be listed: the table of contents of the API.
package struct RouteEntry: Sendable, Hashable {
    package let method: HTTPRequest.Method
    package let path: String
    package let permission: Permission
    package let summary: String
    /// The audit event of a request that changes something, or reads what is secret.
    package let auditEvent: String?
    /// What the licence has to include; nil for what everybody has.
    package let feature: Feature?
}

/// Registers routes, each with its permission, and guards them: proof, scope, CSRF, licence, and the audit trail around every change.
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
        _ path: String, _ permission: Permission, feature: Feature? = nil, audit event: String? = nil, _ summary: String,
        _ handler: @escaping Handler
    ) {
        register(RouteEntry(method: .get, path: path, permission: permission, summary: summary, auditEvent: event, feature: feature), handler)
    }

    /// A route that changes something; `event` is its name in the audit trail.
    mutating func change(
        _ method: HTTPRequest.Method, _ path: String, _ permission: Permission, feature: Feature? = nil, audit event: String, _ summary: String,
        _ handler: @escaping Handler
    ) {
        register(RouteEntry(method: method, path: path, permission: permission, summary: summary, auditEvent: event, feature: feature), handler)
    }

    private mutating func register(_ entry: RouteEntry, _ handler: @escaping Handler) {
        entries.append(entry)
        let gate = gate
        router.on(RouterPath(entry.path), method: entry.method) { request, context in
            try await gate.pass(entry, request, context, handler)
        }
    }
}

/// Decides whether a request may pass to its handler, and records changes.
struct RouteGate: Sendable {
    let access: AccessService
    let audit: any AuditTrail
    let features: any FeatureGate
    let now: @Sendable () -> Timestamp
    let newID: @Sendable () -> String

    func pass(_ entry: RouteEntry, _ request: Request, _ context: PulseContext, _ handler: RouteTable.Handler) async throws -> Response {
        guard let event = entry.auditEvent else {
            try check(entry, request, context)
            return try await handler(request, context)
        }
        let record = Recorder(audit: audit, id: newID(), event: event, path: request.uri.path, context: context, now: now)
        do {
            try check(entry, request, context)
        } catch {
            try await record(.denied, ["reason": (error as? APIError)?.code ?? "refused"])
            throw error
        }
        try await record(.intent)
        do {
            let response = try await handler(request, context)
            try await record(response.status.code < 400 ? .success : .failure, ["status": "\(response.status.code)"])
            return response
        } catch {
            try await record(.failure, ["reason": APIError(error)?.code ?? "internal_error"])
            throw error
        }
    }

    private func check(_ entry: RouteEntry, _ request: Request, _ context: PulseContext) throws {
        guard entry.permission != .open else { return try refuseForeignPages(request) }
        guard let identity = context.identity else { throw unproven }
        switch entry.permission {
        case .open, .proven: break
        case .session:
            guard identity.session != nil else {
                throw APIError(.forbidden, "session_required", "This is for signed-in users; an API token cannot do it.")
            }
        case .scope(let scope):
            guard identity.scopes.allows(scope) else {
                throw APIError(.forbidden, "scope_missing", "This API token lacks the scope \(scope.rawValue).", details: ["scope": scope.rawValue])
            }
        }
        if let session = identity.session, entry.method != .get { try checkCSRF(request, session) }
        // Last: who may not ask at all need not learn what is licensed.
        if let feature = entry.feature, !features.allows(feature) { throw APIError.licenseRequired(feature) }
    }

    private var unproven: APIError {
        access.isSetUp
            ? APIError(.unauthorized, "sign_in_required", "Sign in, or send an API token.")
            : APIError(.unauthorized, "setup_required", "This Pulse has no administrator yet: open its page and enter the set-up code.")
    }

    private func checkCSRF(_ request: Request, _ session: SessionReference) throws {
        try refuseForeignPages(request)
        guard let token = request.headers[.init("X-CSRF-Token")!], SecretText.equal(token, session.csrfToken) else {
            throw APIError(.forbidden, "csrf_token_wrong", "The request does not carry this session's X-CSRF-Token. Reload the page and try again.")
        }
    }

    /// Browsers say where a request comes from (Fetch Metadata); another site's page must not act for the user, nor sign anybody in.
    private func refuseForeignPages(_ request: Request) throws {
        guard request.method != .get, let site = request.headers[.init("Sec-Fetch-Site")!] else { return }
        guard site == "same-origin" || site == "none" else {
            throw APIError(.forbidden, "foreign_page", "Another site's page sent this request; it was refused.")
        }
    }
}

/// Writes the events of one request under one id.
private struct Recorder {
    let audit: any AuditTrail
    let id: String
    let event: String
    let path: String
    let context: PulseContext
    let now: @Sendable () -> Timestamp

    func callAsFunction(_ outcome: AuditEvent.Outcome, _ details: [String: String] = [:]) async throws {
        try await audit.record(
            AuditEvent(
                id: id, at: now(), event: event, actor: context.notes.actor ?? context.identity?.actor ?? .anonymous,
                address: context.client.address, path: path, outcome: outcome, details: context.notes.details.merging(details) { $1 }))
    }
}
