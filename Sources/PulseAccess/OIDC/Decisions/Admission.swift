import PulseCore

/// Whether somebody whom a provider knows may come in, under which name, and as what. Pure; the same for a sign-in and for a trial.
package struct Admission: Sendable, Equatable {
    /// Nil when the claims give no name that a user of Pulse can have.
    package let user: String?
    package let email: String?
    package let roles: [String]
    /// Nil when they may.
    package let refusal: String?

    package var isAllowed: Bool { refusal == nil }

    init(_ claims: ClaimSet, by settings: OIDCSettings, knownRoles: Set<String>) {
        let name = Self.name(claims, settings)
        let roles = Self.roles(claims, settings, knownRoles)
        (user, email, self.roles) = (name, claims.text(settings.emailClaim), roles)
        refusal =
            Self.groupRefusal(claims, settings) ?? Self.mailRefusal(claims, settings) ?? Self.nameRefusal(name, settings) ?? Self.roleRefusal(roles)
    }

    private static func name(_ claims: ClaimSet, _ settings: OIDCSettings) -> String? {
        claims.text(settings.usernameClaim).flatMap { try? UserName($0).description }
    }

    /// What the groups say, without regard to roles that do not exist here any more; else the default.
    private static func roles(_ claims: ClaimSet, _ settings: OIDCSettings, _ known: Set<String>) -> [String] {
        let groups = Set(claims.list(settings.groupsClaim))
        let mapped = Set(settings.roleMapping.filter { groups.contains($0.group) }.map(\.role)).intersection(known)
        if !mapped.isEmpty { return mapped.sorted() }
        return settings.defaultRole.map { known.contains($0) ? [$0] : [] } ?? []
    }

    private static func groupRefusal(_ claims: ClaimSet, _ settings: OIDCSettings) -> String? {
        guard !settings.allowedGroups.isEmpty else { return nil }
        let groups = claims.list(settings.groupsClaim)
        guard Set(groups).isDisjoint(with: settings.allowedGroups) else { return nil }
        return groups.isEmpty
            ? "The provider sent no groups in the claim '\(settings.groupsClaim)', and only members of certain groups may sign in."
            : "None of the groups in the claim '\(settings.groupsClaim)' may sign in."
    }

    /// Addresses and domains are one list: either will do. Only an address that the provider has verified counts, because elsewhere anybody can
    /// write what they like there.
    private static func mailRefusal(_ claims: ClaimSet, _ settings: OIDCSettings) -> String? {
        guard !settings.allowedDomains.isEmpty || !settings.allowedEmails.isEmpty else { return nil }
        guard let email = claims.text(settings.emailClaim)?.lowercased() else {
            return "The provider sent no e-mail address in the claim '\(settings.emailClaim)', and only certain addresses may sign in."
        }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isListed = settings.allowedEmails.contains(email) || (parts.count == 2 && settings.allowedDomains.contains(String(parts[1])))
        guard isListed else { return "The e-mail address '\(email.printable(limit: 100))' is not among those that may sign in." }
        guard claims.isTrue("email_verified") else {
            return "The provider does not say that the e-mail address '\(email.printable(limit: 100))' is verified (email_verified)."
        }
        return nil
    }

    private static func nameRefusal(_ name: String?, _ settings: OIDCSettings) -> String? {
        name == nil
            ? "The claim '\(settings.usernameClaim)' holds no name that a user can have: 1 to 64 letters, digits or the characters . _ - @." : nil
    }

    private static func roleRefusal(_ roles: [String]) -> String? {
        roles.isEmpty ? "None of the groups gives a role, and there is no default role." : nil
    }
}
