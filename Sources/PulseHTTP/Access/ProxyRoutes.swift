import Hummingbird
import PulseAccess
import PulseCore

/// How the settings trust a proxy; they come from the environment, so the page shows them and cannot change them.
struct ProxyRoutes {
    let proxy: ProxyAuthentication?

    func add(to routes: inout RouteTable) {
        routes.get("/api/config/proxy-auth", .permission(.settingsRead), "Sign-in by a trusted proxy, as the settings have it", read)
    }

    private struct Answer: Encodable {
        let enabled: Bool
        let networks: [String]
        let userHeader: String
        @OrNull var rolesHeader: String?
        @OrNull var logoutURL: String?

        init(_ proxy: ProxyAuthentication?) {
            enabled = proxy != nil
            networks = proxy?.networks.map(\.description) ?? []
            userHeader = proxy?.userHeader ?? ""
            rolesHeader = proxy?.rolesHeader
            logoutURL = proxy?.logoutURL
        }
    }

    @Sendable private func read(_ request: Request, _ context: PulseContext) async throws -> Response { try .json(Answer(proxy)) }
}
