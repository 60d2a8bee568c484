import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

/// The door of access, on a real file, in virtual time. Scrypt with a small cost, because a test cannot wait.
@Suite("Access", .timeLimit(.minutes(5)))
struct AccessServiceTests {
    private let access: AccessService
    private let start = Timestamp(seconds: 1_790_000_000)
    private let password = Redacted("correct horse battery")

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-access-\(UUID().uuidString).db"
        let database = try Database(path: path, migrations: AccessSchema.migrations)
        access = try AccessService(database: database, hasher: PasswordHasher(logarithmOfCost: 2))
    }

    private func setUp() async throws -> NewSession {
        try await access.setUp(code: try #require(access.setupCode), name: "admin", password: password, from: "10.0.0.1", at: start)
    }

    @Test("the set-up code makes one administrator, once")
    func setUpOnce() async throws {
        let code = try #require(access.setupCode)
        let session = try await setUp()
        #expect(access.isSetUp)
        #expect(try access.identity(cookie: session.cookie.reveal(), at: start)?.actor == .user("admin"))
        await #expect(throws: AccessError.setupAlreadyDone) {
            try await access.setUp(code: code, name: "other", password: password, from: "10.0.0.1", at: start)
        }
    }

    @Test("a wrong set-up code is refused, and guessing it is slowed down")
    func wrongCode() async throws {
        for _ in 0..<LoginLimiter.freeAttempts {
            await #expect(throws: AccessError.setupCodeWrong) {
                try await access.setUp(code: "0000-0000-0000-0000-0000", name: "admin", password: password, from: "10.0.0.1", at: start)
            }
        }
        await #expect(throws: AccessError.tooManyAttempts(retryAfter: LoginLimiter.firstWait)) { _ = try await setUp() }
    }

    @Test("the code may be typed in lower case and with spaces")
    func forgivingCode() async throws {
        let code = try #require(access.setupCode).lowercased() + " "
        _ = try await access.setUp(code: code, name: "admin", password: password, from: "10.0.0.1", at: start)
    }

    @Test("a short password is refused, before anything is kept")
    func shortPassword() async throws {
        await #expect(throws: AccessError.passwordTooShort(minimum: 12)) {
            try await access.setUp(code: try #require(access.setupCode), name: "admin", password: Redacted("short"), from: "10.0.0.1", at: start)
        }
        #expect(!access.isSetUp)
    }

    @Test("signing in works without regard to the case of the name, and not with another password")
    func signIn() async throws {
        _ = try await setUp()
        let session = try await access.signIn(name: "ADMIN", password: password, from: "10.0.0.2", at: start)
        #expect(session.user == "admin")
        await #expect(throws: AccessError.credentialsWrong) {
            try await access.signIn(name: "admin", password: Redacted("correct horse batter"), from: "10.0.0.2", at: start)
        }
        await #expect(throws: AccessError.credentialsWrong) {
            try await access.signIn(name: "nobody", password: password, from: "10.0.0.2", at: start)
        }
    }

    @Test("guessing one name from many addresses is slowed down too")
    func distributedGuessing() async throws {
        _ = try await setUp()
        for address in 0..<LoginLimiter.freeAttempts {
            await #expect(throws: AccessError.credentialsWrong) {
                try await access.signIn(name: "admin", password: Redacted("wrong wrong wrong"), from: "10.0.1.\(address)", at: start)
            }
        }
        await #expect(throws: AccessError.self) { try await access.signIn(name: "admin", password: password, from: "10.9.9.9", at: start) }
        _ = try await access.signIn(name: "admin", password: password, from: "10.9.9.9", at: start + LoginLimiter.firstWait)
    }

    @Test("a session ends when it is not used for a day, and after thirty days at the latest")
    func expiry() async throws {
        let cookie = try await setUp().cookie.reveal()
        #expect(try access.identity(cookie: cookie, at: start + .seconds(86_000)) != nil)
        #expect(try access.identity(cookie: cookie, at: start + .seconds(86_000 + 86_500)) == nil)
        let second = try await access.signIn(name: "admin", password: password, from: "10.0.0.1", at: start).cookie.reveal()
        for day in 0..<30 { #expect(try access.identity(cookie: second, at: start + .seconds(day * 86_000)) != nil) }
        #expect(try access.identity(cookie: second, at: start + SessionPolicy.totalLimit) == nil)
    }

    @Test("signing out ends the session; so does a new password")
    func ends() async throws {
        let first = try await setUp()
        let identity = try #require(try access.identity(cookie: first.cookie.reveal(), at: start))
        try access.signOut(try #require(identity.session))
        #expect(try access.identity(cookie: first.cookie.reveal(), at: start) == nil)
        let second = try await access.signIn(name: "admin", password: password, from: "10.0.0.1", at: start)
        try await access.users.setPassword(of: "admin", to: Redacted("another long password"))
        #expect(try access.identity(cookie: second.cookie.reveal(), at: start) == nil)
        await #expect(throws: AccessError.credentialsWrong) { try await access.signIn(name: "admin", password: password, from: "a", at: start) }
    }

    @Test("a token carries its scopes, expires, and can be revoked")
    func tokens() throws {
        let made = try access.tokens.make(.init(name: "grafana", scopes: ["monitoring:read"], lifetime: .seconds(60)), at: start)
        let identity = try access.identity(token: made.text.reveal(), from: "10.0.0.1", at: start).identity
        #expect(identity.allows(.monitoringRead))
        #expect(!identity.allows(.settingsWrite))
        #expect(identity.session == nil)
        #expect(throws: TokenRefusal.self) { try access.identity(token: made.text.reveal(), from: "10.0.0.1", at: start + .seconds(61)) }
        try access.tokens.revoke(made.token.id)
        #expect(throws: TokenRefusal.unknown) { try access.identity(token: made.text.reveal(), from: "10.0.0.1", at: start) }
        #expect(throws: AccessError.noSuchToken(made.token.id)) { try access.tokens.revoke(made.token.id) }
    }

    @Test("scopes that do not exist are refused", arguments: [[], ["admin"], ["monitoring:read", "x"]])
    func scopes(names: [String]) {
        #expect(throws: AccessError.scopesInvalid) { try access.tokens.make(.init(name: "t", scopes: names), at: start) }
    }

    @Test(
        "names that could be confused with markup or paths are refused", arguments: ["", "a b", "<script>", "a/b", String(repeating: "x", count: 65)])
    func names(name: String) {
        #expect(throws: AccessError.userNameInvalid) { try UserName(name) }
    }

    @Test("the setup code has a hundred bits in letters that are hard to confuse")
    func codeShape() throws {
        let code = try #require(access.setupCode)
        #expect(code.count == 24)
        #expect(code.filter { $0 != "-" }.allSatisfy { !"ILOU".contains($0) })
    }
}
