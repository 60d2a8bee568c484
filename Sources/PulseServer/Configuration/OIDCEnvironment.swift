import Foundation
import PulseAccess
import PulseCore

/// The OpenID provider by Pulse v5's names: `OIDC_ENABLED`, `OIDC_ISSUER_URL`, `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET`, `OIDC_REDIRECT_URL`,
/// `OIDC_LOGOUT_URL`, `OIDC_SCOPES`, `OIDC_USERNAME_CLAIM`, `OIDC_EMAIL_CLAIM`, `OIDC_GROUPS_CLAIM`, `OIDC_ALLOWED_GROUPS`, `OIDC_ALLOWED_DOMAINS`,
/// `OIDC_ALLOWED_EMAILS`, `OIDC_CA_BUNDLE`, `PULSE_AUTH_HIDE_LOCAL_LOGIN`; and ours, because v5 made everybody an administrator:
/// `PULSE_OIDC_ROLE_MAPPING`, `PULSE_OIDC_DEFAULT_ROLE`.
enum OIDCEnvironment {
    static let (mappingKey, defaultKey) = ("PULSE_OIDC_ROLE_MAPPING", "PULSE_OIDC_DEFAULT_ROLE")
    private static let (issuerKey, clientKey, bundleKey) = ("OIDC_ISSUER_URL", "OIDC_CLIENT_ID", "OIDC_CA_BUNDLE")
    private static let callback = "/api/oidc/callback"

    /// Nil where neither `OIDC_ENABLED` nor `OIDC_ISSUER_URL` is set: then the page sets the provider.
    ///
    /// - Throws: ``ConfigurationError`` that names the key.
    static func read(_ settings: SettingsReader) throws -> ManagedProvider? {
        let enabled = try settings.boolean("OIDC_ENABLED")
        guard enabled != nil || settings.text(issuerKey) != nil else { return nil }
        let secret = settings.text("OIDC_CLIENT_SECRET")
        guard (secret?.utf8.count ?? 0) <= OIDCSettingsDesk.longestSecret else {
            throw ConfigurationError(key: "OIDC_CLIENT_SECRET", problem: "has more than \(OIDCSettingsDesk.longestSecret) bytes")
        }
        return ManagedProvider(
            settings: try provider(settings, isEnabled: enabled ?? true), secret: secret.map { Redacted($0) },
            redirectURI: try redirect(settings), logoutURL: settings.text("OIDC_LOGOUT_URL"))
    }

    private static func provider(_ settings: SettingsReader, isEnabled: Bool) throws -> OIDCSettings {
        var provider = OIDCSettings()
        for key in isEnabled ? [issuerKey, clientKey] : [] where settings.text(key) == nil {
            throw ConfigurationError(key: key, problem: "is missing, but sign-in with OpenID is switched on by OIDC_ENABLED or OIDC_ISSUER_URL")
        }
        provider.isEnabled = isEnabled
        provider.issuer = settings.text(issuerKey) ?? ""
        provider.clientID = settings.text(clientKey) ?? ""
        provider.scopes = words(settings.text("OIDC_SCOPES")) ?? provider.scopes
        provider.usernameClaim = settings.text("OIDC_USERNAME_CLAIM") ?? provider.usernameClaim
        provider.emailClaim = settings.text("OIDC_EMAIL_CLAIM") ?? provider.emailClaim
        provider.groupsClaim = settings.text("OIDC_GROUPS_CLAIM") ?? provider.groupsClaim
        provider.allowedGroups = list(settings.text("OIDC_ALLOWED_GROUPS"))
        provider.allowedDomains = words(settings.text("OIDC_ALLOWED_DOMAINS")) ?? []
        provider.allowedEmails = words(settings.text("OIDC_ALLOWED_EMAILS")) ?? []
        provider.roleMapping = try mapping(settings)
        provider.defaultRole = try defaultRole(settings)
        provider.hidesLocalSignIn = isEnabled ? try settings.boolean("PULSE_AUTH_HIDE_LOCAL_LOGIN") ?? false : false
        provider.certificateAuthority = try bundle(settings)
        do { return try provider.checked() } catch let error as OIDCSettingsError {
            throw ConfigurationError(key: keys[error.field] ?? issuerKey, problem: "cannot be used: \(error.sentence)")
        }
    }

    /// The names of fields as the page has them.
    private static let keys = [
        "issuer": issuerKey, "clientId": clientKey, "scopes": "OIDC_SCOPES", "usernameClaim": "OIDC_USERNAME_CLAIM",
        "emailClaim": "OIDC_EMAIL_CLAIM", "groupsClaim": "OIDC_GROUPS_CLAIM", "allowedGroups": "OIDC_ALLOWED_GROUPS",
        "allowedDomains": "OIDC_ALLOWED_DOMAINS", "allowedEmails": "OIDC_ALLOWED_EMAILS", "roleMapping": mappingKey,
        "certificateAuthority": bundleKey,
    ]

    /// The names of groups may have spaces in them.
    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Separated by commas or spaces: the facts about v5 do not say by which.
    private static func words(_ text: String?) -> [String]? {
        text.map { $0.split { $0 == "," || $0.isWhitespace }.map(String.init) }
    }

    private static func mapping(_ settings: SettingsReader) throws -> [OIDCSettings.RoleMapping] {
        try list(settings.text(mappingKey)).map { entry in
            guard let equals = entry.lastIndex(of: "="), equals > entry.startIndex, let role = RoleID(String(entry[entry.index(after: equals)...]))
            else { throw ConfigurationError(key: mappingKey, problem: "'\(entry.printable(limit: 60))' is not GROUP=ROLE") }
            return OIDCSettings.RoleMapping(group: String(entry[..<equals]), role: role.description)
        }
    }

    /// As with a proxy: who is let in and has no other role may look.
    private static func defaultRole(_ settings: SettingsReader) throws -> String? {
        let text = settings.text(defaultKey) ?? RoleID.viewer.description
        guard text != "none" else { return nil }
        guard let role = RoleID(text) else {
            throw ConfigurationError(key: defaultKey, problem: "'\(text.printable(limit: 40))' is not a role, nor none")
        }
        return role.description
    }

    private static func redirect(_ settings: SettingsReader) throws -> String? {
        let key = "OIDC_REDIRECT_URL"
        guard let text = settings.text(key) else { return nil }
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.hasSuffix(callback), text.utf8.count <= 512 else {
            throw ConfigurationError(key: key, problem: "is not an address of this Pulse that ends in \(callback); leave it out to have it found out")
        }
        return text
    }

    /// Megabytes of certificates would be a mistake.
    private static let largestBundle = 64 * 1024

    private static func bundle(_ settings: SettingsReader) throws -> String? {
        guard let path = settings.text(bundleKey) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(key: bundleKey, problem: "cannot read \(path.printable(limit: 200)); it names a file of certificates in PEM")
        }
        guard data.count <= largestBundle, let text = String(data: data, encoding: .utf8), text.contains("-----BEGIN CERTIFICATE-----") else {
            throw ConfigurationError(
                key: bundleKey, problem: "\(path.printable(limit: 200)) is not a file of certificates in PEM of at most \(largestBundle >> 10) KiB")
        }
        return text
    }

    static func check(_ unknown: [String]) throws {
        guard let role = unknown.first else { return }
        throw ConfigurationError(
            key: "\(mappingKey) or \(defaultKey)", problem: "names the role '\(role)', which there is not; 'pulse role list' shows those there are")
    }
}
