/// How Pulse signs people in at an OpenID provider, without the client secret. A value has been looked through: addresses are addresses, lists have
/// an end.
package struct OIDCSettings: Sendable, Equatable, Codable {
    package struct RoleMapping: Sendable, Equatable, Codable {
        package let group: String
        package let role: String

        package init(group: String, role: String) {
            (self.group, self.role) = (group, role)
        }
    }

    package var isEnabled = false
    /// What the button says.
    package var name = "OpenID"
    package var issuer = ""
    package var clientID = ""
    package var scopes = ["openid", "profile", "email"]
    package var usernameClaim = "preferred_username"
    package var emailClaim = "email"
    package var groupsClaim = "groups"
    package var allowedGroups: [String] = []
    package var allowedDomains: [String] = []
    package var allowedEmails: [String] = []
    package var roleMapping: [RoleMapping] = []
    /// The role of those whom no group gives one; nil refuses them.
    package var defaultRole: String?
    package var hidesLocalSignIn = false
    /// Certificates in PEM to trust beside nobody else, for providers with a certificate of the house's own; nil trusts those of the system.
    package var certificateAuthority: String?

    package init() {}

    static let longestCertificate = 64 * 1024

    /// The settings as they are kept, or what is wrong with them and where.
    package func checked() throws -> OIDCSettings {
        var settings = self
        settings.name = try SettingsText.text(name, "name", 1...64)
        settings.issuer = try checkedIssuer()
        settings.clientID = try SettingsText.text(clientID, "clientId", (isEnabled ? 1 : 0)...SettingsText.longest)
        settings.usernameClaim = try SettingsText.text(usernameClaim, "usernameClaim", 1...128)
        settings.emailClaim = try SettingsText.text(emailClaim, "emailClaim", 1...128)
        settings.groupsClaim = try SettingsText.text(groupsClaim, "groupsClaim", 1...128)
        settings.scopes = try SettingsText.words(scopes)
        settings.allowedGroups = try SettingsText.list(allowedGroups, "allowedGroups")
        settings.allowedDomains = try SettingsText.list(allowedDomains, "allowedDomains").map { $0.lowercased().trimmingPrefix("@") }.map(String.init)
        settings.allowedEmails = try SettingsText.list(allowedEmails, "allowedEmails").map { $0.lowercased() }
        guard roleMapping.count <= SettingsText.mostEntries else {
            throw OIDCSettingsError("roleMapping", "The list has at most \(SettingsText.mostEntries) entries.")
        }
        settings.roleMapping = try roleMapping.map {
            RoleMapping(
                group: try SettingsText.text($0.group, "roleMapping", 1...SettingsText.longest),
                role: try SettingsText.text($0.role, "roleMapping", 1...64))
        }
        guard !hidesLocalSignIn || isEnabled else {
            throw OIDCSettingsError("hideLocalSignIn", "Local sign-in can be hidden only while the provider is switched on.")
        }
        guard (certificateAuthority?.utf8.count ?? 0) <= Self.longestCertificate else {
            throw OIDCSettingsError("certificateAuthority", "The certificates have at most \(Self.longestCertificate) bytes.")
        }
        return settings
    }

    /// Every role that is named, for whoever knows which exist.
    package var namedRoles: [String] { roleMapping.map(\.role) + (defaultRole.map { [$0] } ?? []) }

    private func checkedIssuer() throws -> String {
        let text = try SettingsText.text(issuer, "issuer", (isEnabled ? 1 : 0)...SettingsText.longest)
        guard !text.isEmpty else { return text }
        guard let url = ProviderURL(text), !text.contains("?"), !text.contains("#") else {
            throw OIDCSettingsError(
                "issuer", "The issuer is an https:// address without query, exactly as the provider calls itself (http:// on this machine only).")
        }
        return url.text
    }
}

/// Texts and lists of settings, held to their lengths.
private enum SettingsText {
    static let mostEntries = 200
    static let longest = 512

    static func words(_ scopes: [String]) throws -> [String] {
        let words = try list(scopes, "scopes")
        guard words.count <= 30, words.allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C } }) else {
            throw OIDCSettingsError("scopes", "Scopes are at most 30 words without spaces, quotes and backslashes.")
        }
        return words.contains("openid") ? words : ["openid"] + words
    }

    static func list(_ texts: [String], _ field: String) throws -> [String] {
        guard texts.count <= mostEntries else { throw OIDCSettingsError(field, "The list has at most \(mostEntries) entries.") }
        return try texts.map { try text($0, field, 1...longest) }
    }

    static func text(_ text: String, _ field: String, _ length: ClosedRange<Int>) throws -> String {
        let trimmed = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard length.contains(trimmed.count), trimmed.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw OIDCSettingsError(field, "This has \(length.lowerBound) to \(length.upperBound) characters on one line.")
        }
        return trimmed
    }
}

/// A setting that was not taken, and which.
package struct OIDCSettingsError: Error, Equatable {
    package let field: String
    package let sentence: String

    package init(_ field: String, _ sentence: String) {
        (self.field, self.sentence) = (field, sentence)
    }
}
