import Foundation
import GRDB
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("Roles", .timeLimit(.minutes(5)))
struct RoleTests {
    private let access: AccessService
    private let start = Timestamp(seconds: 1_790_000_000)
    private let password = Redacted("correct horse battery")

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-roles-\(UUID().uuidString).db"
        access = try AccessService(
            database: Database(path: path, migrations: AccessSchema.migrations), hasher: PasswordHasher(logarithmOfCost: 2))
    }

    private func add(_ name: String, _ roles: [RoleID]) async throws -> String {
        try await access.users.add(name: name, password: password, roles: roles, at: start)
        return try access.openSession(for: name, method: .password, from: "10.0.0.1", at: start).cookie.reveal()
    }

    private func permissions(_ cookie: String) throws -> [String]? { try access.identity(cookie: cookie, at: start)?.grants.permissions.names }

    @Test("several roles add up")
    func union() async throws {
        let cookie = try await add("kim", [.operator, .auditor])
        #expect(try permissions(cookie) == ["audit:read", "monitoring:read", "monitoring:write", "settings:read"])
    }

    @Test("a changed role and a changed permission of a role count at the next request")
    func atOnce() async throws {
        let role = try access.roles.add(name: "Night Shift", permissions: .only([.monitoringRead]), limits: .none, at: start)
        let cookie = try await add("kim", [role.id])
        #expect(try permissions(cookie) == ["monitoring:read"])
        let generation = access.generation
        _ = try access.roles.change("night-shift", name: "Night", permissions: .only([.monitoringRead, .settingsRead]), limits: .none)
        #expect(try permissions(cookie) == ["monitoring:read", "settings:read"])
        try access.users.setRoles(of: "kim", [.viewer])
        #expect(try permissions(cookie) == ["monitoring:read"])
        #expect(access.generation > generation)
    }

    @Test("a disabled user's sessions and tokens end at once, and sign-in says why only to who knows the password")
    func disabled() async throws {
        _ = try await add("admin", [.administrator])
        let cookie = try await add("kim", [.viewer])
        let token = try access.tokens.make(.init(name: "t", scopes: ["monitoring:read"], owner: "kim"), at: start).text.reveal()
        try access.users.setDisabled("kim", true)
        #expect(try access.identity(cookie: cookie, at: start) == nil)
        #expect(throws: TokenRefusal.self) { try access.identity(token: token, from: "10.0.0.1", at: start) }
        await #expect(throws: AccessError.userDisabled("kim")) {
            try await access.signIn(name: "kim", password: password, from: "10.0.0.1", at: start)
        }
        await #expect(throws: AccessError.credentialsWrong) {
            try await access.signIn(name: "kim", password: Redacted("wrong wrong wrong"), from: "10.0.0.1", at: start)
        }
        try access.users.setDisabled("kim", false)
        #expect(try access.identity(token: token, from: "10.0.0.1", at: start).identity.allows(.monitoringRead))
        // The session does not come back.
        #expect(try access.identity(cookie: cookie, at: start) == nil)
    }

    @Test("a token has its scopes and never more than its owner has now; without an owner it is gone")
    func tokenOfOwner() async throws {
        _ = try await add("admin", [.administrator])
        _ = try await add("kim", [.administrator])
        let token = try access.tokens.make(.init(name: "t", scopes: ["*"], owner: "kim"), at: start).text.reveal()
        func names() throws -> [String] { try access.identity(token: token, from: "10.0.0.1", at: start).identity.grants.permissions.names }
        #expect(try names() == ["*"])
        try access.users.setRoles(of: "kim", [.viewer])
        #expect(try names() == ["monitoring:read"])
        try access.users.remove("kim")
        #expect(throws: TokenRefusal.unknown) { try access.identity(token: token, from: "10.0.0.1", at: start) }
    }

    @Test("the last enabled administrator cannot be removed, disabled or demoted")
    func lastAdministrator() async throws {
        _ = try await add("admin", [.administrator])
        _ = try await add("other", [.administrator])
        try access.users.setDisabled("other", true)
        #expect(throws: AccessError.lastAdministrator("admin")) { try access.users.remove("admin") }
        #expect(throws: AccessError.lastAdministrator("admin")) { try access.users.setDisabled("admin", true) }
        #expect(throws: AccessError.lastAdministrator("admin")) { try access.users.setRoles(of: "ADMIN", [.operator]) }
        #expect(try access.users.find("admin").roles == [.administrator])
        try access.users.setDisabled("other", false)
        try access.users.remove("admin")
    }

    @Test("built-in roles cannot be changed, roles in use cannot be removed, unknown ones cannot be given")
    func keptRoles() async throws {
        let role = try access.roles.add(name: "Night", permissions: .only([.monitoringRead]), limits: .none, at: start)
        _ = try await add("kim", [role.id])
        #expect(throws: AccessError.roleBuiltIn("viewer")) { try access.roles.remove("viewer") }
        #expect(throws: AccessError.roleBuiltIn("operator")) {
            try access.roles.change("operator", name: "x", permissions: .all, limits: .none)
        }
        #expect(throws: AccessError.roleInUse("night", users: 1)) { try access.roles.remove("night") }
        #expect(throws: AccessError.noSuchRole("owner")) { try access.users.setRoles(of: "kim", [try #require(RoleID("owner"))]) }
        #expect(throws: AccessError.rolesMissing) { try access.users.setRoles(of: "kim", []) }
        try access.users.setRoles(of: "kim", [.viewer])
        try access.roles.remove("night")
        #expect(try access.roles.all().map(\.id) == Role.builtIn.map(\.id))
    }

    @Test("limits are for what is about single resources only")
    func limitable() {
        let limits = AccessLimits(tags: ["prod"])
        #expect(throws: AccessError.self) {
            try access.roles.add(name: "x", permissions: .only([.monitoringRead, .settingsRead]), limits: limits, at: start)
        }
        #expect(throws: AccessError.self) { try access.roles.add(name: "x", permissions: .all, limits: limits, at: start) }
    }

    @Test("nobody covers more than they have, in permissions or in limits")
    func covering() throws {
        func grants(_ permissions: PermissionSet, _ limits: AccessLimits = .none) -> Grants {
            Grants([.init(permissions: permissions, limits: limits)])
        }
        #expect(Grants.everything.covers(grants(.all)))
        #expect(!grants(.only(Set(Permission.allCases))).covers(.everything))
        #expect(!grants(.only([.usersManage])).covers(grants(.only([.monitoringRead]))))
        let prod = AccessLimits(tags: ["prod"])
        #expect(grants(.only([.monitoringRead])).covers(grants(.only([.monitoringRead]), prod)))
        #expect(!grants(.only([.monitoringRead]), prod).covers(grants(.only([.monitoringRead]))))
        #expect(grants(.only([.monitoringRead]), prod).covers(grants(.only([.monitoringRead]), AccessLimits(tags: ["prod"], kinds: [.guest]))))
    }

    @Test("an account of before roles keeps everything: its user, session, token and preferences")
    func upgrade() throws {
        let path = NSTemporaryDirectory() + "pulse-old-\(UUID().uuidString).db"
        let old = try Database(path: path, migrations: Array(AccessSchema.migrations.prefix(1)))
        try old.write { transaction in
            try transaction.database.execute(
                sql: """
                    INSERT INTO user (name, password_hash, created_at, preferences) VALUES ('Root', 'x', 5, '{"theme":"dark"}');
                    INSERT INTO session VALUES ('\(SecretText.digest("cookie"))', 'root', 'csrf', \(start.milliseconds), \(start.milliseconds));
                    INSERT INTO api_token VALUES ('id', 'grafana', '\(SecretText.digest("secret"))', 'se', 'et', 'monitoring:read', 5, NULL, NULL);
                    """)
        }
        try old.close()
        let access = try AccessService(database: Database(path: path, migrations: AccessSchema.migrations))
        #expect(access.isSetUp)
        let identity = try #require(try access.identity(cookie: "cookie", at: start))
        #expect(identity.actor == .user("Root") && identity.grants.permissions == .all && identity.csrfToken == "csrf")
        #expect(identity.roles == [.administrator] && identity.method == .password)
        #expect(try access.preferences(of: "root") == #"{"theme":"dark"}"#)
        let token = try access.identity(token: "secret", from: "10.0.0.1", at: start).identity
        #expect(token.grants.permissions.names == ["monitoring:read"] && !token.visibility.isLimited)
    }
}
