package import PulseCore
package import PulseStorage
import Synchronization

/// Signing in at an OpenID provider: authorization code with PKCE, and trying out the settings for it.
///
/// Who is under way is kept in memory; a restart lets them begin again.
package final class OIDCService: Sendable {
    /// How long somebody may take at the provider.
    package static let timeout = Duration.seconds(10 * 60)

    package let settings: OIDCSettingsDesk
    private let accounts: OIDCAccounts
    private let client: any OutboundCalling
    private let randomText: @Sendable () -> String
    private let pending = Mutex(OneTimeBook<PendingSignIn>(lifetime: timeout))
    private let trials = Mutex(OneTimeBook<TrialResult>(lifetime: timeout))
    private let kept = Mutex<(settings: OIDCSettings, connection: ProviderConnection)?>(nil)

    /// - Parameter randomText: 256 random bits, base64url.
    package init(
        database: Database, sealer: Sealer, access: AccessService, client: any OutboundCalling, managed: ManagedProvider? = nil,
        randomText: @escaping @Sendable () -> String = SecureBytes.text
    ) {
        settings = OIDCSettingsDesk(database: database, sealer: sealer, managed: managed)
        accounts = OIDCAccounts(store: OIDCStore(database: database), access: access)
        self.client = client
        self.randomText = randomText
    }

    /// Keeps settings; sign-ins that are under way go on with those that they began with.
    package func keep(_ new: OIDCSettings, secret: OIDCSettingsDesk.SecretChange) throws {
        let checked = try new.checked()
        try accounts.checkRoles(checked)
        try settings.keep(checked, secret: secret)
        reread()
    }

    /// Roles of one's own are in the database, so those that the environment names are looked up when that is open.
    package func unknownRoles() throws -> [String] { accounts.unknownRoles(try settings.settings()) }

    /// The settings that are kept may be others than before.
    package func reread() { kept.withLock { $0 = nil } }

    package func begin(_ target: ReturnAddress, redirectURI: String, from address: String, at now: Timestamp) async throws -> ProviderVisit {
        let (settings, connection) = try current()
        return try await visit(.signIn(target), settings, connection, redirectURI, owner: address, at: now)
    }

    /// - Parameter owner: whoever tries, and nobody else, gets the result.
    package func beginTrial(
        _ draft: OIDCSettings, secret: OIDCSettingsDesk.SecretChange, owner: String, redirectURI: String, at now: Timestamp
    ) async throws -> ProviderVisit {
        var draft = draft
        draft.isEnabled = true
        let checked = try draft.checked()
        try accounts.checkRoles(checked)
        let connection = ProviderConnection(try settings.access(checked, secret: secret), client: client)
        _ = trials.withLock { $0.take(owner, at: now) }
        return try await visit(.trial(owner: owner), checked, connection, redirectURI, owner: owner, at: now)
    }

    /// What came of the trial; nil until the browser is back.
    package func trial(of owner: String, at now: Timestamp) -> TrialResult? {
        trials.withLock { $0.look(at: owner, at: now) }
    }

    /// True for an answer to a sign-in of this browser that is under way; asking changes nothing.
    package func expects(_ answer: ProviderAnswer, browserKey: String?, at now: Timestamp) -> Bool {
        guard let state = answer.state, let browserKey, let visit = pending.withLock({ $0.look(at: state, at: now) }) else { return false }
        return SecretText.equal(visit.browser, SecretText.digest(browserKey))
    }

    package enum Finished: Sendable {
        case signedIn(NewSession, ReturnAddress)
        case tried
    }

    /// The browser is back from the provider.
    ///
    /// - Parameters:
    ///   - browserKey: what it kept in its cookie.
    ///   - noticed: told who it is as soon as that is known, for the record of a refusal.
    package func finish(
        _ answer: ProviderAnswer, browserKey: String?, from address: String, at now: Timestamp, noticed: @Sendable (_ user: String) -> Void = { _ in }
    ) async throws -> Finished {
        guard let state = answer.state, let browserKey, let visit = pending.withLock({ $0.take(state, at: now) }),
            SecretText.equal(visit.browser, SecretText.digest(browserKey))
        else { throw OIDCFailure.stateUnknown }
        switch visit.purpose {
        case .signIn(let target):
            let person = try await identified(answer, visit, at: now)
            if let user = person.admission.user { noticed(user) }
            return .signedIn(try accounts.signIn(person, from: address, at: now), target)
        case .trial(let owner):
            let result: TrialResult
            do { result = try accounts.trial(try await identified(answer, visit, at: now)) } catch let failure as OIDCFailure {
                result = TrialResult(reason: failure.sentence)
            }
            trials.withLock { $0.keep(result, id: owner, owner: owner, at: now) }
            return .tried
        }
    }

    /// Asks the provider what it says about itself, and says in words what is wrong.
    package func test(_ draft: OIDCSettings, secret: OIDCSettingsDesk.SecretChange, at now: Timestamp) async throws -> ProviderReport {
        var draft = draft
        draft.isEnabled = true
        let checked = try draft.checked()
        var report = ProviderReport()
        do {
            let connection = ProviderConnection(try settings.access(checked, secret: secret), client: client)
            let metadata = try await connection.metadata(at: now)
            report.issuer = metadata.issuer
            report.authorizationEndpoint = metadata.authorizationEndpoint.text
            report.tokenEndpoint = metadata.tokenEndpoint.text
            report.keysEndpoint = metadata.keysEndpoint.text
            report.problems = metadata.remarks
            report.keys = try await connection.keySet(of: metadata).keys.count
            if report.keys == 0 { report.problems.append("The provider publishes no key that Pulse can use.") }
        } catch let failure as OIDCFailure {
            report.problems.append(failure.sentence)
        }
        report.problems += accounts.unknownRoles(checked).map { "The role '\($0)' does not exist in Pulse." }
        return report
    }

    private func current() throws -> (OIDCSettings, ProviderConnection) {
        let settings = try self.settings.settings()
        guard settings.isEnabled else { throw OIDCFailure.switchedOff }
        if let known = kept.withLock({ $0 }), known.settings == settings { return known }
        let new = (settings, ProviderConnection(try self.settings.access(settings, secret: .keep), client: client))
        kept.withLock { $0 = new }
        return new
    }

    private func visit(
        _ purpose: PendingSignIn.Purpose, _ settings: OIDCSettings, _ connection: ProviderConnection, _ redirectURI: String, owner: String,
        at now: Timestamp
    ) async throws -> ProviderVisit {
        let metadata = try await connection.metadata(at: now)
        let request = AuthorizationRequest(state: randomText(), nonce: randomText(), verifier: randomText(), redirectURI: redirectURI)
        let browserKey = randomText()
        let visit = PendingSignIn(
            purpose: purpose, request: request, settings: settings, connection: connection, browser: SecretText.digest(browserKey))
        pending.withLock { $0.keep(visit, id: request.state, owner: owner, at: now) }
        let isTrial = if case .trial = purpose { true } else { false }
        let address = request.address(
            at: metadata.authorizationEndpoint, clientID: settings.clientID, scopes: settings.scopes, asksAnew: isTrial)
        return ProviderVisit(address: address, browserKey: Redacted(browserKey))
    }

    private func identified(_ answer: ProviderAnswer, _ visit: PendingSignIn, at now: Timestamp) async throws -> OIDCPerson {
        if let error = answer.error {
            throw OIDCFailure.refusedByProvider((answer.errorDescription.map { "\(error) (\($0))" } ?? error).printable(limit: 200))
        }
        guard let code = answer.code else { throw OIDCFailure.refusedByProvider("it sent no code") }
        let (connection, request) = (visit.connection, visit.request)
        let metadata = try await connection.metadata(at: now)
        // RFC 9207: an answer of another provider must not be taken for this one's.
        guard answer.issuer == nil ? !metadata.namesItself : answer.issuer == metadata.issuer else { throw OIDCFailure.stateUnknown }
        let tokens = try await connection.tokens(for: code, request, metadata)
        if case .signIn = visit.purpose, connection.access.secret != nil { try settings.secretWentTo(metadata.tokenEndpoint.text) }
        var claims = try await connection.verified(try SignedToken(tokens.idToken), metadata, at: now)
        let rules = IDTokenRules(issuer: metadata.issuer, clientID: visit.settings.clientID, nonce: request.nonce)
        let subject = try rules.check(claims, accessToken: tokens.accessToken, at: now)
        if let accessToken = tokens.accessToken, let endpoint = metadata.userinfoEndpoint, visit.settings.needsMore(than: claims) {
            claims = claims.completed(by: try await connection.userinfo(accessToken, subject: subject, endpoint))
        }
        return OIDCPerson(
            issuer: metadata.issuer, subject: subject, claims: claims,
            admission: Admission(claims, by: visit.settings, knownRoles: try accounts.knownRoles()))
    }
}

extension OIDCSettings {
    /// A claim that decides something is not in the token; userinfo may have it.
    func needsMore(than claims: ClaimSet) -> Bool {
        let usesMail = !allowedDomains.isEmpty || !allowedEmails.isEmpty
        let wanted =
            [usernameClaim, emailClaim] + (usesMail ? ["email_verified"] : []) + (allowedGroups.isEmpty && roleMapping.isEmpty ? [] : [groupsClaim])
        return wanted.contains { claims.value($0) == nil }
    }
}
