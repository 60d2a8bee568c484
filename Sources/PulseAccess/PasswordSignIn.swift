package import PulseCore

/// Signing in with name and password, and the code of a second step where the user has one.
package struct PasswordSignIn: Sendable {
    private let access: AccessService
    private let factors: SecondFactorService

    package init(access: AccessService, factors: SecondFactorService) {
        self.access = access
        self.factors = factors
    }

    /// - Throws: ``SecondFactorError`` only after a right password, so that nobody learns from it who has a second step.
    package func signIn(
        name: String, password: Redacted<String>, code: String?, from address: String, at now: Timestamp
    ) async throws -> (session: NewSession, factor: SecondFactorService.Method?) {
        let user = try await access.checkPassword(name: name, password: password, from: address, at: now)
        let factor = try factors.status(of: user).isOn ? try check(code, of: user, from: address, at: now) : nil
        return (try access.openSession(for: user, method: .password, from: address, at: now), factor)
    }

    /// For what users do about their own account: a code again, counted like any other guess.
    package func check(_ code: String?, of user: String, from address: String, at now: Timestamp) throws -> SecondFactorService.Method {
        guard let code, !code.isEmpty else { throw SecondFactorError.required }
        // Asked again, because many attempts may have come at once while the password was being compared.
        try access.guesses.refuse(name: user, from: address, at: now)
        guard let factor = try factors.check(code, of: user, at: now) else {
            access.signInFailed(name: user, from: address, at: now)
            throw SecondFactorError.wrong
        }
        return factor
    }
}
