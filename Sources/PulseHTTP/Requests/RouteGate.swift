import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Decides whether a request may pass to its handler, and records changes and refusals.
struct RouteGate: Sendable {
    let access: AccessService
    let setupCodes: SetupCodeDesk
    let features: any FeatureGate
    let trail: RequestTrail
    let now: @Sendable () -> Timestamp

    func pass(_ entry: RouteEntry, _ request: Request, _ context: PulseContext, _ handler: RouteTable.Handler) async throws -> Response {
        do {
            try check(entry, request, context)
        } catch {
            guard let refused = APIError(error) else { throw error }
            if let event = refusal(entry, refused, context) { await trail.refused(event, entry, request, context, refused) }
            if entry.permission == .setupCode { try await recordLockout(request, context, refused) }
            throw refused
        }
        guard let event = entry.auditEvent else { return try await handler(request, context) }
        return try await trail.around(event, request, context) { try await handler(request, context) }
    }

    /// The name of a refusal in the trail; nil for a stranger who only wanted to read: that is what a stranger's page does before sign-in.
    private func refusal(_ entry: RouteEntry, _ error: APIError, _ context: PulseContext) -> String? {
        if error.code == "csrf_token_wrong" || error.code == "foreign_page" { return "csrf_failure" }
        return context.identity == nil ? entry.auditEvent : "access.denied"
    }

    /// A wrong code that was one too many.
    private func recordLockout(_ request: Request, _ context: PulseContext, _ error: APIError) async throws {
        guard error.code == "setup_code_wrong", let wait = try access.guesses.wait(name: nil, from: context.client.address, at: now()) else { return }
        try await trail.happened("lockout", .denied, request, context, ["seconds": "\(wait.components.seconds)"])
    }

    private func check(_ entry: RouteEntry, _ request: Request, _ context: PulseContext) throws {
        guard ![.open, .agent].contains(entry.permission) else { return try refuseForeignPages(request) }
        guard entry.permission != .setupCode else { return try checkSetupCode(request, context) }
        guard let identity = context.identity else { throw unproven(request) }
        guard entry.permission.isGranted(by: identity.grants, hasAccount: identity.user != nil) else {
            throw Self.missing(entry.permission, identity)
        }
        if let token = identity.csrfToken, entry.method != .get { try checkCSRF(request, token, identity.method) }
        // Last: who may not ask at all need not learn what is licensed.
        if let feature = entry.feature, !features.allows(feature) { throw APIError.licenseRequired(feature) }
    }

    private func checkSetupCode(_ request: Request, _ context: PulseContext) throws {
        try refuseForeignPages(request)
        try setupCodes.check(request.headers[.setupCode], from: context.client.address, at: now())
    }

    private static func missing(_ wanted: RoutePermission, _ identity: Identity) -> APIError {
        switch wanted {
        case .open, .proven, .session, .setupCode, .agent:
            APIError(.forbidden, "session_required", "This is for signed-in users; an API token or a link cannot do it.")
        case .permission(let permission), .either(let permission, _):
            if identity.method == .token {
                APIError(
                    .forbidden, "scope_missing", "This API token lacks the scope \(permission.rawValue).", details: ["scope": permission.rawValue])
            } else {
                APIError(
                    .forbidden, "permission_missing",
                    "None of your roles has the permission \(permission.rawValue). An administrator can give you one.",
                    details: ["permission": permission.rawValue])
            }
        }
    }

    private func unproven(_ request: Request) -> APIError {
        guard access.isSetUp else {
            return APIError(.unauthorized, "setup_required", "This Pulse has no administrator yet: open its page and enter the set-up code.")
        }
        // Addresses end up in logs, histories and other sites' statistics.
        let inAddress = ["token", "api_token", "access_token"].contains { request.uri.queryParameters[Substring($0)] != nil }
        return APIError(
            .unauthorized, "sign_in_required",
            inAddress
                ? "A token in the address of a request is not read. Send it as X-API-Token or as Authorization: Bearer, and replace it: addresses end up in logs."
                : "Sign in, or send an API token.")
    }

    private func checkCSRF(_ request: Request, _ expected: String, _ method: SignInMethod) throws {
        try refuseForeignPages(request)
        // No cookie with SameSite stands before a request that a proxy vouches for.
        if method == .proxy { try refuseForeignOrigin(request) }
        guard let token = request.headers[.init("X-CSRF-Token")!], SecretText.equal(token, expected) else {
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
    /// Browsers without Fetch Metadata say the origin at least.
    private func refuseForeignOrigin(_ request: Request) throws {
        guard request.headers[.init("Sec-Fetch-Site")!] == nil, let origin = request.headers[.origin] else { return }
        let host = origin.split(separator: "/").last.map(String.init)
        guard [request.head.authority, request.headers[.init("X-Forwarded-Host")!]].contains(host) else {
            throw APIError(.forbidden, "foreign_page", "Another site's page sent this request; it was refused.")
        }
    }
}

extension HTTPField.Name {
    /// Never in an address: those end up in logs.
    static let setupCode = HTTPField.Name("X-Setup-Code")!
}
