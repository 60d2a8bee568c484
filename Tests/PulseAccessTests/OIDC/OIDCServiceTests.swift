import Crypto
import CryptoExtras
import Foundation
import PulseCore
import PulseStorage
import PulseTransport
import Synchronization
import Testing

@testable import PulseAccess

@Suite("Signing in at a provider", .timeLimit(.minutes(5)))
struct OIDCServiceTests {
    private let access: AccessService
    private let service: OIDCService
    private let provider: TestProvider
    private let database: PulseStorage.Database
    private let start = Timestamp(seconds: 1_790_000_000)
    private let redirect = "https://pulse.example.org/api/oidc/callback"

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-oidc-\(UUID().uuidString).db"
        database = try Database(path: path, migrations: AccessSchema.migrations + OIDCSchema.migrations)
        access = try AccessService(database: database, hasher: PasswordHasher(logarithmOfCost: 2))
        provider = try TestProvider(now: 1_790_000_000)
        service = OIDCService(database: database, sealer: Sealer(key: SymmetricKey(size: .bits256)), access: access, client: provider)
        try service.keep(Self.settings, secret: .set(Redacted(TestProvider.secret)))
    }

    private static var settings: OIDCSettings {
        var settings = OIDCSettings()
        settings.isEnabled = true
        settings.issuer = "https://id.example.org/realm/"
        settings.clientID = "pulse"
        settings.roleMapping = [.init(group: "pulse-admins", role: "administrator"), .init(group: "noc", role: "operator")]
        return settings
    }

    private func begin(at now: Timestamp? = nil) async throws -> ProviderVisit {
        try await service.begin(try #require(ReturnAddress("/?page=alerts")), redirectURI: redirect, from: "10.0.0.1", at: now ?? start)
    }

    @discardableResult
    private func signIn(at now: Timestamp? = nil) async throws -> NewSession {
        let visit = try await begin(at: now)
        return try await finish(try provider.authorize(visit.address), visit.browserKey.reveal(), at: now)
    }

    @discardableResult
    private func finish(_ answer: ProviderAnswer, _ browserKey: String?, at now: Timestamp? = nil) async throws -> NewSession {
        let finished = try await service.finish(answer, browserKey: browserKey, from: "10.0.0.1", at: now ?? start)
        guard case .signedIn(let session, let target) = finished else { throw OIDCFailure.stateUnknown }
        #expect(target.path == "/?page=alerts")
        return session
    }

    private func refusal(at now: Timestamp? = nil) async -> OIDCFailure? {
        do {
            _ = try await signIn(at: now)
        } catch let failure as OIDCFailure {
            return failure
        } catch {
            Issue.record("\(error)")
        }
        return nil
    }

    @Test(
        "the environment's provider is the one people sign in at; what was kept waits and cannot be changed, and its secret goes to no other issuer")
    func managed() async throws {
        var settings = Self.settings
        settings.roleMapping = [.init(group: "staff", role: "operator")]
        let sealer = Sealer(key: SymmetricKey(size: .bits256))
        let managed = OIDCService(
            database: database, sealer: sealer, access: access, client: provider,
            managed: ManagedProvider(
                settings: settings, secret: Redacted(TestProvider.secret), redirectURI: redirect, logoutURL: "https://id.example.org/out"))
        let visit = try await managed.begin(try #require(ReturnAddress("/")), redirectURI: redirect, from: "10.0.0.1", at: start)
        let finished = try await managed.finish(
            try provider.authorize(visit.address), browserKey: visit.browserKey.reveal(), from: "10.0.0.1", at: start)
        guard case .signedIn(let session, _) = finished else { throw OIDCFailure.stateUnknown }
        #expect(try access.identity(cookie: session.cookie.reveal(), at: start)?.roles == [.operator])
        #expect(try managed.settings.hasSecret() && managed.unknownRoles() == [])
        #expect(throws: OIDCManagedError.self) { try managed.keep(Self.settings, secret: .remove) }
        settings.issuer = "https://elsewhere.example.org"
        let report = try await managed.test(settings, secret: .keep, at: start)
        #expect(report.problems.contains { $0.contains("another issuer") }, "\(report.problems)")
        // Without those settings everything is as it was.
        #expect(try service.settings.settings() == Self.settings && service.settings.hasSecret())
    }

    @Test("a person of the provider's becomes a user with the roles of their groups", arguments: TestProvider.Algorithm.allCases)
    func signsIn(algorithm: TestProvider.Algorithm) async throws {
        provider.change { $0.algorithm = algorithm }
        let session = try await signIn()
        let identity = try #require(try access.identity(cookie: session.cookie.reveal(), at: start))
        #expect(identity.actor == .user("kim") && identity.method == .oidc && identity.roles == [.administrator])
        let account = try access.users.find("kim")
        #expect(account.origin == .oidc && !account.hasPassword && account.lastSignInAt == start)
        await #expect(throws: AccessError.credentialsWrong) {
            try await access.signIn(name: "kim", password: Redacted("anything at all"), from: "a", at: start)
        }
    }

    /// One lie at a time, and a word of the sentence that has to tell it.
    private static let lies: [(String, @Sendable (inout TestProvider.Behaviour) throws -> Void)] = [
        ("not from", { $0.claims["iss"] = .text("https://evil.example/") }),
        ("not from", { $0.without = ["iss"] }),
        ("another client", { $0.claims["aud"] = .text("grafana") }),
        ("another client", { $0.without = ["aud"] }),
        ("several clients", { $0.claims["aud"] = .list([.text("pulse"), .text("grafana")]) }),
        ("several clients", { $0.claims["azp"] = .text("grafana") }),
        ("nonce", { $0.claims["nonce"] = .text("another nonce") }),
        ("nonce", { $0.without = ["nonce"] }),
        ("run out", { $0.claims["exp"] = .number(1_790_000_000 - 121) }),
        ("how long", { $0.without = ["exp"] }),
        ("future", { $0.claims["iat"] = .number(1_790_000_000 + 121) }),
        ("future", { $0.claims["nbf"] = .number(1_790_000_000 + 121) }),
        ("old", { $0.claims["iat"] = .number(1_790_000_000 - 721) }),
        ("whom it is about", { $0.claims["sub"] = .number(1) }),
        ("another access token", { $0.claims["at_hash"] = .text("AAAAAAAAAAAAAAAAAAAAAA") }),
        (
            "signed with 'none'",
            { $0.forge = { _, payload, _ in "\(Base64URL.encode("{\"alg\":\"none\"}".utf8)).\(Base64URL.encode(payload.utf8))." } }
        ),
        (
            "signed with 'HS256'",
            {
                $0.forge = { _, payload, keys in
                    let header = "{\"alg\":\"HS256\",\"kid\":\"\(keys.id)\"}"
                    let input = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8))"
                    let key = SymmetricKey(data: Data(keys.rsa.publicKey.pemRepresentation.utf8))
                    return "\(input).\(Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: key)))"
                }
            }
        ),
        (
            "signature",
            {
                let thief = try TestProvider.Keys(id: "key-1", other: true)
                $0.forge = { header, payload, _ in try TestProvider.signed(header, payload, .rs256, thief) }
            }
        ),
        // A signature of one kind under the name of another: the key is not for that.
        ("signature", { $0.forge = { _, payload, keys in try TestProvider.signed("{\"alg\":\"ES256\",\"kid\":\"key-1\"}", payload, .rs256, keys) } }),
        (
            "does not publish",
            { $0.forge = { _, payload, keys in try TestProvider.signed("{\"alg\":\"RS512\",\"kid\":\"key-1\"}", payload, .rs256, keys) } }
        ),
        ("does not publish", { $0.keyID = "key-of-somebody" }),
        (
            "extensions",
            {
                $0.forge = { _, payload, keys in
                    try TestProvider.signed("{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"kid\":\"key-1\"}", payload, .rs256, keys)
                }
            }
        ),
        ("cannot be read", { $0.forge = { _, _, _ in "no.token" } }),
        (
            "signature",
            {
                $0.forge = { header, payload, keys in
                    let parts = try TestProvider.signed(header, payload, .rs256, keys).split(separator: ".")
                    let other = payload.replacing("kim", with: "eve")
                    return "\(parts[0]).\(Base64URL.encode(other.utf8)).\(parts[2])"
                }
            }
        ),
    ]

    @Test("a token that lies in one point signs nobody in, and the sentence says which", arguments: lies.indices)
    func lying(index: Int) async throws {
        let (word, change) = Self.lies[index]
        try provider.change(change)
        let failure = await refusal()
        guard case .token(let sentence) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.contains(word), "\(sentence)")
        #expect(try access.users.all().isEmpty)
    }

    @Test("two minutes between the clocks do no harm")
    func clocks() async throws {
        provider.change { $0.claims["exp"] = .number(1_790_000_000 - 119) }
        try await signIn()
        provider.change {
            $0.claims["exp"] = nil
            $0.claims["iat"] = .number(1_790_000_000 + 119)
        }
        try await signIn()
    }

    @Test("the provider may change its keys; they are fetched once for that, and not again for every unknown name")
    func rotation() async throws {
        try await signIn()
        try await signIn(at: start + .seconds(10))
        #expect(provider.asked.count { $0 == "keys" } == 1)
        try provider.change { $0.keys = try TestProvider.Keys(id: "key-2", other: true) }
        #expect(await refusal(at: start + .seconds(20))?.code == "oidc_token")
        #expect(provider.asked.count { $0 == "keys" } == 1)
        try await signIn(at: start + .seconds(60))
        #expect(provider.asked.count { $0 == "keys" } == 2)
        provider.change { $0.keyID = "invented" }
        for second in [61, 62, 90, 119] { #expect(await refusal(at: start + .seconds(second))?.code == "oidc_token") }
        #expect(provider.asked.count { $0 == "keys" } == 2)
    }

    @Test("a key that was withdrawn is forgotten after an hour, and tokens without the name of a key are tried with all")
    func withdrawn() async throws {
        provider.change { $0.keyID = .some(nil) }
        try await signIn()
        try provider.change { $0.keys = try TestProvider.Keys(id: "key-2", other: true) }
        let later = start + .seconds(61)
        try await signIn(at: later)
        let old = try TestProvider.Keys(id: "key-1")
        provider.change { $0.forge = { header, payload, _ in try TestProvider.signed(header, payload, .rs256, old) } }
        provider.now.withLock { $0 += 4000 }
        #expect(await refusal(at: start + .seconds(4000)) == .token("The signature of the ID token is wrong."))
    }

    @Test("an answer works once, in time, and in the browser that began")
    func state() async throws {
        let visit = try await begin()
        let answer = try provider.authorize(visit.address)
        try await finish(answer, visit.browserKey.reveal())
        await #expect(throws: OIDCFailure.stateUnknown) { try await finish(answer, visit.browserKey.reveal()) }
        let other = try await begin()
        await #expect(throws: OIDCFailure.stateUnknown) { try await finish(try provider.authorize(other.address), visit.browserKey.reveal()) }
        // Whoever tries with the wrong browser has used it up.
        await #expect(throws: OIDCFailure.stateUnknown) { try await finish(try provider.authorize(other.address), other.browserKey.reveal()) }
        let third = try await begin()
        await #expect(throws: OIDCFailure.stateUnknown) { try await finish(try provider.authorize(third.address), nil) }
        let late = try await begin()
        await #expect(throws: OIDCFailure.stateUnknown) {
            try await finish(try provider.authorize(late.address), late.browserKey.reveal(), at: start + OIDCService.timeout)
        }
        let invented = ProviderAnswer(state: "invented", code: "code", error: nil, errorDescription: nil, issuer: nil)
        await #expect(throws: OIDCFailure.stateUnknown) { try await finish(invented, late.browserKey.reveal()) }
    }

    @Test("a code of another sign-in is worth nothing, because the verifier is another one")
    func injectedCode() async throws {
        let (mine, theirs) = (try await begin(), try await begin())
        var answer = try provider.authorize(mine.address)
        answer.code = try provider.authorize(theirs.address).code
        await #expect(throws: OIDCFailure.token("The provider did not exchange the code: invalid_grant.")) {
            try await finish(answer, mine.browserKey.reveal())
        }
    }

    @Test("what the provider refuses is told in its words, cut short")
    func refused() async throws {
        let visit = try await begin()
        var answer = try provider.authorize(visit.address)
        (answer.code, answer.error, answer.errorDescription) = (nil, "access_denied", "no\u{1B}[31m" + String(repeating: "x", count: 500))
        do { try await finish(answer, visit.browserKey.reveal()) } catch let failure as OIDCFailure {
            #expect(failure.code == "oidc_refused" && failure.sentence.count < 300 && !failure.sentence.contains("\u{1B}"))
            #expect(failure.sentence.contains("access_denied"))
        }
    }

    @Test("an answer that another provider signed with its name is not taken for this one's")
    func mixUp() async throws {
        provider.change { $0.namesItself = true }
        try await signIn()
        for issuer in ["https://evil.example/", nil] {
            let visit = try await begin()
            var answer = try provider.authorize(visit.address)
            answer.issuer = issuer
            await #expect(throws: OIDCFailure.stateUnknown) { try await finish(answer, visit.browserKey.reveal()) }
        }
    }

    @Test("a description under another name is refused, and says which")
    func wrongIssuer() async throws {
        provider.change { $0.issuer = "https://id.example.org/realm" }
        let failure = await refusal()
        #expect(failure?.code == "oidc_discovery")
        #expect(failure?.sentence.contains("'https://id.example.org/realm', the settings say 'https://id.example.org/realm/'") == true)
        provider.change { $0.issuer = "https://elsewhere.example.org" }
        #expect(await refusal()?.code == "oidc_unreachable")
    }

    @Test("groups that are not in the token come from userinfo, about the same person only")
    func userinfo() async throws {
        provider.change {
            $0.without = ["groups"]
            $0.userinfo = ["sub": .text("248289761001"), "groups": .list([.text("noc")]), "preferred_username": .text("root")]
        }
        #expect(try await signIn().user == "kim")
        #expect(try access.users.find("kim").roles == [.operator])
        provider.change { $0.userinfo?["sub"] = .text("somebody else") }
        #expect(await refusal() == .token("The provider's userinfo is about somebody else."))
    }

    @Test("a name that an account has already is not taken over, whoever says so")
    func takeover() async throws {
        try await access.users.add(name: "Kim", password: Redacted("correct horse battery"), roles: [.administrator], at: start)
        #expect(await refusal() == .nameTaken("kim"))
    }

    @Test("a second person with the same name is another person")
    func secondSubject() async throws {
        try await signIn()
        provider.change { $0.claims["sub"] = .text("another") }
        #expect(await refusal() == .nameTaken("kim"))
    }

    @Test("the same person stays the same user when the provider changes the name")
    func renamed() async throws {
        try await signIn()
        provider.change { $0.claims["preferred_username"] = .text("kimberley") }
        #expect(try await signIn().user == "kim")
        #expect(try access.users.all().map(\.name) == ["kim"])
    }

    @Test("roles are those of the groups at each sign-in, and who may come in no more is out at once")
    func reevaluated() async throws {
        let first = try await signIn()
        provider.change { $0.claims["groups"] = .list([.text("noc")]) }
        try await signIn()
        #expect(try access.users.find("kim").roles == [.operator])
        #expect(try access.identity(cookie: first.cookie.reveal(), at: start)?.roles == [.operator])
        provider.change { $0.claims["groups"] = .list([]) }
        #expect(await refusal() == .notAllowed("None of the groups gives a role, and there is no default role."))
        #expect(try access.identity(cookie: first.cookie.reveal(), at: start) == nil)
    }

    @Test("a disabled account stays out")
    func disabled() async throws {
        try await signIn()
        try await access.users.add(name: "root", password: Redacted("correct horse battery"), roles: [.administrator], at: start)
        try access.users.setDisabled("kim", true)
        #expect(await refusal() == .disabled("kim"))
    }

    @Test("the secret goes to the issuer and the endpoint that it was entered for, and nowhere else")
    func secret() async throws {
        try await signIn()
        var other = Self.settings
        other.issuer = "https://evil.example"
        #expect(throws: OIDCSettingsError.self) { try service.keep(other, secret: .keep) }
        other = Self.settings
        other.clientID = "another"
        #expect(throws: OIDCSettingsError.self) { try service.keep(other, secret: .keep) }
        #expect(try await service.test(other, secret: .keep, at: start).problems.first?.contains("Enter the secret again") == true)
        provider.change { $0.tokenEndpoint = "https://evil.example/token" }
        let before = provider.requests.count
        let later = start + .seconds(3700)
        provider.now.withLock { $0 += 3700 }
        #expect(await refusal(at: later)?.code == "oidc_secret")
        // The same after a restart, from what is kept.
        try service.keep(Self.settings, secret: .keep)
        #expect(await refusal(at: later)?.code == "oidc_secret")
        for request in provider.requests[before...] {
            #expect(!request.url.contains("evil") && !request.headers.contains { $0.name == "Authorization" })
        }
        try service.keep(Self.settings, secret: .set(Redacted(TestProvider.secret)))
        try await signIn(at: later)
    }

    @Test("the secret is sent as the provider likes it, and a public client has none")
    func clientAuthentication() async throws {
        try await signIn()
        #expect(provider.requests.contains { $0.headers.contains { $0.name == "Authorization" && $0.value.hasPrefix("Basic ") } })
        provider.change { $0.authMethods = "[\"client_secret_post\"]" }
        try service.keep(Self.settings, secret: .set(Redacted(TestProvider.secret)))
        try await signIn()
        var settings = Self.settings
        settings.clientID = "public"
        try service.keep(settings, secret: .remove)
        try await signIn()
        try service.keep(Self.settings, secret: .set(Redacted("wrong")))
        #expect(await refusal() == .token("The provider did not exchange the code: invalid_client (wrong secret)."))
    }

    @Test("nothing happens while it is switched off")
    func off() async throws {
        var settings = Self.settings
        settings.isEnabled = false
        try service.keep(settings, secret: .keep)
        #expect(await refusal() == .switchedOff)
        #expect(provider.asked.isEmpty)
    }

    private func tried(_ draft: OIDCSettings, change: OIDCSettingsDesk.SecretChange = .keep) async throws -> TrialResult? {
        let visit = try await service.beginTrial(draft, secret: change, owner: "kim", redirectURI: redirect, at: start)
        #expect(service.trial(of: "kim", at: start) == nil)
        guard
            case .tried = try await service.finish(
                try provider.authorize(visit.address), browserKey: visit.browserKey.reveal(), from: "10.0.0.1", at: start)
        else { return nil }
        #expect(service.trial(of: "lee", at: start) == nil)
        return service.trial(of: "kim", at: start)
    }

    @Test("a trial shows claims, name and roles, and leaves nothing behind")
    func trial() async throws {
        var draft = Self.settings
        draft.isEnabled = false
        draft.defaultRole = "viewer"
        draft.roleMapping = []
        let result = try #require(try await tried(draft))
        #expect(result.isAllowed && result.user == "kim" && result.roles == ["viewer"])
        #expect(result.claims["groups"] == "staff, pulse-admins" && result.claims["email_verified"] == "true")
        #expect(try access.users.all().isEmpty)
        #expect(try service.settings.settings() == Self.settings)
    }

    @Test("a trial says why somebody would not come in")
    func trialRefused() async throws {
        var draft = Self.settings
        draft.allowedGroups = ["noc"]
        #expect(try await tried(draft)?.reason == "None of the groups in the claim 'groups' may sign in.")
        draft.allowedGroups = []
        try await access.users.add(name: "kim", password: Redacted("correct horse battery"), roles: [.administrator], at: start)
        #expect(try await tried(draft)?.reason?.contains("belongs to another account") == true)
        provider.change { $0.claims["nonce"] = .text("x") }
        let result = try #require(try await tried(draft))
        #expect(!result.isAllowed && result.claims.isEmpty && result.user == nil)
        #expect(result.reason?.contains("nonce") == true)
    }

    @Test("a test of the settings says what was found and what is wrong")
    func report() async throws {
        let good = try await service.test(Self.settings, secret: .keep, at: start)
        #expect(good.problems.isEmpty && good.keys == 3 && good.tokenEndpoint == "https://id.example.org/token")
        var draft = Self.settings
        draft.issuer = "https://nowhere.example.org"
        draft.defaultRole = "gone"
        let bad = try await service.test(draft, secret: .remove, at: start)
        #expect(bad.issuer == nil && bad.problems.count == 2)
        #expect(bad.problems[0].contains("Nothing accepts connections"))
        #expect(bad.problems[1] == "The role 'gone' does not exist in Pulse.")
        #expect(throws: OIDCSettingsError("defaultRole", "The role 'gone' does not exist.")) {
            var settings = Self.settings
            settings.defaultRole = "gone"
            try service.keep(settings, secret: .keep)
        }
    }
}
