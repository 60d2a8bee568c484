package import PulseCore

/// Signing in with a passkey, which is two factors in one.
package struct PasskeySignIn: Sendable {
    private let access: AccessService
    private let passkeys: PasskeyService

    package init(access: AccessService, passkeys: PasskeyService) {
        self.access = access
        self.passkeys = passkeys
    }

    /// - Parameter noticed: told the user of the passkey as soon as it is known, for the record of a refusal.
    package func signIn(
        _ id: String, _ answer: PasskeyAssertion, from address: String, at now: Timestamp, noticed: (_ user: String) -> Void
    ) throws -> NewSession {
        try access.guesses.refuse(name: nil, from: address, at: now)
        do {
            let user = try passkeys.finishSignIn(id, answer, at: now, noticed: noticed)
            // Whom somebody else vouches for signs in there, whatever devices the account had before.
            guard try access.users.find(user).origin == .local else { throw PasskeyRefusal.credentialUnknown }
            return try access.openSession(for: user, method: .passkey, from: address, at: now)
        } catch let refusal as PasskeyRefusal {
            // Nobody guesses a key; this bounds the work and the trail that one address can make. It does not count against the user, whom
            // anybody who has seen the id of a passkey could otherwise lock out.
            access.guesses.failed(name: nil, from: address, at: now)
            throw refusal
        }
    }
}
