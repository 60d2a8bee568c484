import Crypto
import Foundation
package import PulseCore

/// A reverse proxy that signs people in and says who they are in headers: Authelia, Authentik, oauth2-proxy and their like.
///
/// Headers are anybody's to write. They are believed when the connection itself comes from a listed network and carries the secret.
package struct ProxyAuthentication: Sendable {
    package let networks: [NetworkRange]
    package let userHeader: String
    package let rolesHeader: String?
    package let logoutURL: String?
    private let secret: Redacted<String>
    private let separators: Set<Character>
    /// Roles by the names that the proxy has for them.
    private let mapping: [String: RoleID]
    /// For whom the proxy names no role that is known here; nil refuses them.
    private let defaultRole: RoleID?

    package static let secretHeader = "X-Proxy-Secret"
    package static let shortestSecret = 24

    package init(
        secret: Redacted<String>, networks: [NetworkRange], userHeader: String, rolesHeader: String?, separators: Set<Character>,
        mapping: [String: RoleID], defaultRole: RoleID?, logoutURL: String?
    ) {
        self.secret = secret
        self.networks = networks
        self.userHeader = userHeader
        self.rolesHeader = rolesHeader
        self.separators = separators
        self.mapping = mapping
        self.defaultRole = defaultRole
        self.logoutURL = logoutURL
    }

    /// Every role that the settings name.
    package var roles: Set<RoleID> { Set(mapping.values).union(defaultRole.map { [$0] } ?? []) }

    /// What the headers of a request prove.
    package enum Verdict: Equatable, Sendable {
        /// The request does not say that it comes from the proxy, or the proxy says nobody.
        case nothing
        case refused(Refusal)
        /// `roles` is nil when the proxy does not say: an account keeps the roles it has, a new one gets `first`.
        case user(String, roles: [RoleID]?, first: [RoleID])
    }

    package enum Refusal: String, Sendable {
        case wrongNetwork = "proxy_network"
        case wrongSecret = "proxy_secret"
        case noRole = "proxy_role"
    }

    /// - Parameters:
    ///   - peer: the other end of the connection itself, whatever `X-Forwarded-For` says.
    ///   - header: the value of a header of the request.
    package func verdict(peer: String, header: (String) -> String?) -> Verdict {
        guard let given = header(Self.secretHeader) else { return .nothing }
        guard networks.contains(where: { $0.contains(peer) }) else { return .refused(.wrongNetwork) }
        guard SecretText.equal(given, secret.reveal()) else { return .refused(.wrongSecret) }
        guard let user = header(userHeader), !user.isEmpty else { return .nothing }
        guard let rolesHeader else {
            guard let defaultRole else { return .refused(.noRole) }
            return .user(user, roles: nil, first: [defaultRole])
        }
        let named = Self.names(header(rolesHeader) ?? "", separators).compactMap(role)
        // No header, or none of its names: never more than the role for everybody.
        let roles = named.isEmpty ? defaultRole.map { [$0] } ?? [] : Set(named).sorted()
        return roles.isEmpty ? .refused(.noRole) : .user(user, roles: roles, first: roles)
    }

    /// Every request carries the proxy's headers, so another site's page could act for the user; this keeps it from doing so.
    func csrfToken(for user: String) -> String {
        let key = SymmetricKey(data: Data(secret.reveal().utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("pulse csrf \(user)".utf8), using: key)
        return Data(code).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Only names that were mapped count, so that a group called `administrator` elsewhere makes nobody one here.
    private func role(_ name: String) -> RoleID? { mapping[name] }

    private static func names(_ text: String, _ separators: Set<Character>) -> [String] {
        text.prefix(longestRoles).split { separators.contains($0) }.map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// Characters of the roles header that are looked at.
    private static let longestRoles = 4096
}
