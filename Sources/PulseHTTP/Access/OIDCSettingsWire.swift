import PulseAccess
import PulseCore

/// The settings of the OpenID provider as the API writes them.
enum OIDCSettingsWire {
    struct Answer: Encodable {
        let enabled: Bool
        let name: String
        let issuer: String
        let clientId: String
        let hasSecret: Bool
        let scopes: [String]
        let usernameClaim: String
        let emailClaim: String
        let groupsClaim: String
        let allowedGroups: [String]
        let allowedDomains: [String]
        let allowedEmails: [String]
        let roleMapping: [OIDCSettings.RoleMapping]
        @OrNull var defaultRole: String? = nil
        let hideLocalSignIn: Bool
        @OrNull var certificateAuthority: String? = nil
        let redirectURI: String
        /// By the environment: the page shows it and cannot change it.
        let managed: Bool

        init(_ settings: OIDCSettings, hasSecret: Bool, redirectURI: String, managed: Bool) {
            (enabled, name, issuer, clientId) = (settings.isEnabled, settings.name, settings.issuer, settings.clientID)
            (usernameClaim, emailClaim, groupsClaim) = (settings.usernameClaim, settings.emailClaim, settings.groupsClaim)
            (allowedGroups, allowedDomains, allowedEmails) = (settings.allowedGroups, settings.allowedDomains, settings.allowedEmails)
            (scopes, roleMapping, hideLocalSignIn) = (settings.scopes, settings.roleMapping, settings.hidesLocalSignIn)
            (self.hasSecret, self.redirectURI, self.managed) = (hasSecret, redirectURI, managed)
            defaultRole = settings.defaultRole
            certificateAuthority = settings.certificateAuthority
        }
    }

    /// The whole settings; what is left out is as for a new Pulse. `hasSecret` and `redirectURI` are read over, so that an answer can be sent back.
    struct Body: Decodable {
        let enabled: Bool
        let name: String?
        let issuer: String
        let clientId: String
        let clientSecret: String?
        let scopes: [String]?
        let usernameClaim: String?
        let emailClaim: String?
        let groupsClaim: String?
        let allowedGroups: [String]?
        let allowedDomains: [String]?
        let allowedEmails: [String]?
        let roleMapping: [OIDCSettings.RoleMapping]?
        let defaultRole: String?
        let hideLocalSignIn: Bool?
        let certificateAuthority: String?

        var settings: OIDCSettings {
            var settings = OIDCSettings()
            (settings.isEnabled, settings.issuer, settings.clientID) = (enabled, issuer, clientId)
            settings.name = name ?? settings.name
            settings.scopes = scopes ?? settings.scopes
            settings.usernameClaim = usernameClaim ?? settings.usernameClaim
            settings.emailClaim = emailClaim ?? settings.emailClaim
            settings.groupsClaim = groupsClaim ?? settings.groupsClaim
            (settings.allowedGroups, settings.allowedDomains, settings.allowedEmails) = (
                allowedGroups ?? [], allowedDomains ?? [], allowedEmails ?? []
            )
            settings.roleMapping = roleMapping ?? []
            settings.defaultRole = defaultRole
            settings.hidesLocalSignIn = hideLocalSignIn ?? false
            settings.certificateAuthority = certificateAuthority.flatMap { $0.isEmpty ? nil : $0 }
            return settings
        }

        /// Left out keeps it, empty removes it.
        var secret: OIDCSettingsDesk.SecretChange {
            get throws {
                guard let clientSecret else { return .keep }
                guard clientSecret.utf8.count <= OIDCSettingsDesk.longestSecret else {
                    throw APIError.invalid("clientSecret", "The client secret has at most \(OIDCSettingsDesk.longestSecret) bytes.")
                }
                return clientSecret.isEmpty ? .remove : .set(Redacted(clientSecret))
            }
        }
    }

    /// Who may come in as what, before and after, for the audit trail.
    static func note(_ before: OIDCSettings, _ after: OIDCSettings, into notes: AuditNotes) {
        notes.note("before", words(before))
        notes.note("after", words(after))
    }

    private static func words(_ settings: OIDCSettings) -> String {
        let mapping = settings.roleMapping.map { "\($0.group)=\($0.role)" }.joined(separator: " ")
        let words = "enabled=\(settings.isEnabled) issuer=\(settings.issuer) clientId=\(settings.clientID) roles=[\(mapping)]"
        return "\(words) defaultRole=\(settings.defaultRole ?? "none") hideLocalSignIn=\(settings.hidesLocalSignIn)".printable(limit: 1000)
    }
}
