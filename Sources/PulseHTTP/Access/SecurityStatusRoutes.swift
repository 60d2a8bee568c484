import Hummingbird
import PulseAccess
import PulseAudit
import PulseCore

/// `GET /api/security/status`: how access to this Pulse is, with every member that Pulse v5 has, and ours beside them. What is not known here is null.
struct SecurityStatusRoutes {
    let access: AccessService
    let signIn: SignInServices
    let proxy: ProxyAuthentication?
    let features: any FeatureGate
    let audit: AuditAccess
    let servesTLS: Bool
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        // v5 tells anybody; here it needs a right, because it names users, tokens and the provider.
        routes.get("/api/security/status", .permission(.settingsRead), "How access is: users, tokens, provider, proxy and the audit log", read)
    }

    private struct Answer: Encodable {
        // As v5.
        @OrNull var agentUrl: String? = nil
        let apiTokenConfigured: Bool
        @OrNull var apiTokenHint: String? = nil
        /// Nobody keeps when credentials were changed last; the audit log says it.
        @OrNull var authLastModified: String? = nil
        @OrNull var authUsername: String? = nil
        let clientIP: String
        let configuredButPendingRestart = false
        let credentialsEncrypted = true
        let exportProtected = true
        let hasAuditLogging: Bool
        let hasAuthentication: Bool
        let hasHTTPS: Bool
        let hasProxyAuth: Bool
        let hideLocalLogin: Bool
        @OrNull var isPrivateNetwork: Bool? = nil
        /// There are no networks here that are trusted without proof.
        @OrNull var isTrustedNetwork: Bool? = nil
        let oidcClientId: String
        let oidcEnabled: Bool
        let oidcIssuer: String
        @OrNull var oidcLogoutURL: String? = nil
        @OrNull var oidcUsername: String? = nil
        let proxyAuthIsAdmin: Bool
        @OrNull var proxyAuthLogoutURL: String? = nil
        @OrNull var proxyAuthUsername: String? = nil
        /// Whether the internet reaches it is not known from inside.
        @OrNull var publicAccess: Bool? = nil
        let requiresAuth = true
        @OrNull var tokenScopes: [String]? = nil
        let unprotectedExportAllowed = false
        // Ours.
        let users: Int
        let apiTokens: Int
        let oidc: Bool
        let proxyAuth: Bool
        let secondFactorUsers: Int
        let auditWritable: Bool
        let tls: Bool
    }

    @Sendable private func read(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (tokens, settings, identity) = (try access.tokens.all(), try signIn.oidc.settings.settings(), context.identity)
        let method = identity?.method
        return try .json(
            Answer(
                agentUrl: signIn.publicURL, apiTokenConfigured: !tokens.isEmpty, apiTokenHint: tokens.last.map { "\($0.prefix)...\($0.suffix)" },
                authUsername: identity?.account, clientIP: context.client.address, hasAuditLogging: features.allows(.auditLogging),
                hasAuthentication: access.isSetUp, hasHTTPS: context.client.isSecure, hasProxyAuth: proxy != nil,
                hideLocalLogin: try signIn.hidesLocalSignIn(access, at: now()), isPrivateNetwork: Self.isPrivate(context.client.address),
                oidcClientId: settings.clientID, oidcEnabled: settings.isEnabled, oidcIssuer: settings.issuer,
                oidcLogoutURL: signIn.oidc.settings.managed?.logoutURL,
                oidcUsername: method == .oidc ? identity?.user : nil,
                proxyAuthIsAdmin: method == .proxy && identity?.roles.contains(.administrator) == true, proxyAuthLogoutURL: proxy?.logoutURL,
                proxyAuthUsername: method == .proxy ? identity?.user : nil, tokenScopes: method == .token ? identity?.grants.permissions.names : nil,
                users: try access.users.all().count, apiTokens: tokens.count, oidc: settings.isEnabled, proxyAuth: proxy != nil,
                secondFactorUsers: try signIn.factors.users().union(signIn.passkeys.counts().keys).count, auditWritable: audit.trail.problem == nil,
                tls: servesTLS))
    }

    /// RFC 1918, RFC 4193, loopback and link-local.
    private static let privateNetworks = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10", "::1",
    ]
    .compactMap { NetworkRange($0) }

    private static func isPrivate(_ address: String) -> Bool? {
        IPAddress(address).map { address in privateNetworks.contains { $0.contains(address) } }
    }
}
