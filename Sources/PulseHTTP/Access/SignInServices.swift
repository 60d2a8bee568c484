import HTTPTypes
import Hummingbird
package import PulseAccess
import PulseCore

/// The ways to sign in beside the password, and where this Pulse is found.
package struct SignInServices: Sendable {
    let factors: SecondFactorService
    let passkeys: PasskeyService
    let oidc: OIDCService
    /// As browsers reach it (`PULSE_PUBLIC_URL`); nil when each request has to say so itself.
    let publicURL: String?

    package init(factors: SecondFactorService, passkeys: PasskeyService, oidc: OIDCService, publicURL: String?) {
        self.factors = factors
        self.passkeys = passkeys
        self.oidc = oidc
        self.publicURL = publicURL
    }

    /// The settings of the provider were written by somebody else than its routes.
    package func reread() { oidc.reread() }

    /// Roles that the provider's settings name and that do not exist.
    package func unknownProviderRoles() throws -> [String] { try oidc.unknownRoles() }

    /// Nil where browsers do not allow passkeys.
    func relyingParty(_ request: Request, _ context: PulseContext) -> RelyingParty? {
        if let publicURL { return RelyingParty(publicURL: publicURL) }
        return request.head.authority.flatMap { RelyingParty(authority: $0, isSecure: context.client.isSecure) }
    }

    /// Where a provider sends the browser back to. A path that a reverse proxy takes away is known from the public address only.
    func redirectURI(_ request: Request, _ context: PulseContext) -> String {
        if let managed = oidc.settings.managed?.redirectURI { return managed }
        let base = publicURL ?? "\(context.client.isSecure ? "https" : "http")://\(request.head.authority ?? "localhost")"
        return base + (base.hasSuffix("/") ? "" : "/") + "api/oidc/callback"
    }

    /// Passwords and passkeys are refused while the provider alone is wanted, but for a day after `pulse reset-password`, the way back in.
    func hidesLocalSignIn(_ access: AccessService, at now: Timestamp) throws -> Bool {
        try oidc.settings.settings().hidesLocalSignIn && !access.users.offersPasswords(at: now)
    }

    func checkLocalSignIn(_ access: AccessService, at now: Timestamp) throws {
        guard try !hidesLocalSignIn(access, at: now) else {
            throw APIError(
                .forbidden, "local_sign_in_off",
                "Sign in at the provider: passwords and passkeys are switched off. At the machine itself 'pulse reset-password' allows them for a day."
            )
        }
    }
}
