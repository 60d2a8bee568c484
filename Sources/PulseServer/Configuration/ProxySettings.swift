import PulseAccess
import PulseCore

/// Sign-in by a trusted proxy: `PULSE_PROXY_AUTH_SECRET`, `…_NETWORKS`, `…_USER_HEADER`, `…_ROLES_HEADER`, `…_ROLES_SEPARATOR`,
/// `…_ROLE_MAPPING`, `…_DEFAULT_ROLE`, `…_LOGOUT_URL`; the names of Pulse v5 (`PROXY_AUTH_SECRET` and so on) are taken where they mean the same.
enum ProxySettings {
    private static let secretKey = "PULSE_PROXY_AUTH_SECRET"
    private static let networksKey = "PULSE_PROXY_AUTH_NETWORKS"
    private static let mappingKey = "PULSE_PROXY_AUTH_ROLE_MAPPING"
    private static let defaultKey = "PULSE_PROXY_AUTH_DEFAULT_ROLE"
    private static let longestHeader = 64

    /// Nil when no proxy signs anybody in.
    ///
    /// - Throws: ``ConfigurationError`` that names the key.
    static func read(_ settings: SettingsReader) throws -> ProxyAuthentication? {
        let networks = try settings.list(networksKey) { NetworkRange($0) }
        guard let secret = settings.text(secretKey) ?? settings.text("PROXY_AUTH_SECRET") else {
            guard networks.isEmpty else {
                throw ConfigurationError(key: secretKey, problem: "is missing, but \(networksKey) is set; the two go together")
            }
            return nil
        }
        guard secret.utf8.count >= ProxyAuthentication.shortestSecret else {
            throw ConfigurationError(
                key: secretKey, problem: "has fewer than \(ProxyAuthentication.shortestSecret) characters; try 'openssl rand -base64 32'")
        }
        // v5 asked for the secret alone, so whoever could read it once could be anybody from anywhere.
        guard !networks.isEmpty else {
            throw ConfigurationError(key: networksKey, problem: "is missing: name the network or address of the proxy, such as 172.18.0.0/16")
        }
        return ProxyAuthentication(
            secret: Redacted(secret), networks: networks,
            userHeader: try header(settings, "PULSE_PROXY_AUTH_USER_HEADER", or: "PROXY_AUTH_USER_HEADER") ?? "Remote-User",
            rolesHeader: try header(settings, "PULSE_PROXY_AUTH_ROLES_HEADER", or: "PROXY_AUTH_ROLE_HEADER"),
            separators: try separators(settings), mapping: try mapping(settings), defaultRole: try defaultRole(settings),
            logoutURL: settings.text("PULSE_PROXY_AUTH_LOGOUT_URL") ?? settings.text("PROXY_AUTH_LOGOUT_URL"))
    }

    private static func header(_ settings: SettingsReader, _ key: String, or other: String) throws -> String? {
        guard let name = settings.text(key) ?? settings.text(other) else { return nil }
        guard name.utf8.count <= longestHeader, name.utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || $0 == 45 }) else {
            throw ConfigurationError(key: key, problem: "'\(name.printable(limit: 40))' is not the name of a header")
        }
        return name
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

    private static func separators(_ settings: SettingsReader) throws -> Set<Character> {
        let key = "PULSE_PROXY_AUTH_ROLES_SEPARATOR"
        guard let text = settings.text(key) ?? settings.text("PROXY_AUTH_ROLE_SEPARATOR") else { return [",", "|"] }
        guard text.count == 1, let character = text.first else { throw ConfigurationError(key: key, problem: "is not one character") }
        return [character]
    }

    /// `group=role`, separated by commas.
    private static func mapping(_ settings: SettingsReader) throws -> [String: RoleID] {
        let pairs = try settings.list(mappingKey) { entry -> (String, RoleID)? in
            guard let equals = entry.lastIndex(of: "="), equals > entry.startIndex else { return nil }
            return RoleID(String(entry[entry.index(after: equals)...])).map { (String(entry[..<equals]), $0) }
        }
        let named = Dictionary(pairs) { first, _ in first }
        // v5 knew one role.
        return named.merging(settings.text("PROXY_AUTH_ADMIN_ROLE").map { [$0: .administrator] } ?? [:]) { first, _ in first }
    }

    private static func defaultRole(_ settings: SettingsReader) throws -> RoleID? {
        switch settings.text(defaultKey) {
        case nil: return .viewer
        case "none": return nil
        case let text?:
            guard let role = RoleID(text) else {
                throw ConfigurationError(key: defaultKey, problem: "'\(text.printable(limit: 40))' is not a role, nor none")
            }
            return role
        }
    }

    /// Roles of one's own are in the database, so they are looked up when that is open.
    static func check(_ proxy: ProxyAuthentication, _ known: [Role]) throws {
        guard let unknown = proxy.roles.subtracting(known.map(\.id)).sorted().first else { return }
        throw ConfigurationError(
            key: "\(mappingKey) or \(defaultKey)", problem: "names the role '\(unknown)', which there is not; 'pulse role list' shows those there are"
        )
    }
}
