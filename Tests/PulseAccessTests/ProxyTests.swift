import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("A proxy that signs people in", .timeLimit(.minutes(5)))
struct ProxyTests {
    private static let secret = "correct horse battery staple"

    private func proxy(roles: String? = "Remote-Groups", first: RoleID? = .viewer) throws -> ProxyAuthentication {
        ProxyAuthentication(
            secret: Redacted(Self.secret), networks: [try #require(NetworkRange("10.1.0.0/16"))], userHeader: "Remote-User", rolesHeader: roles,
            separators: [",", "|"], mapping: ["ops": .operator, "admins": .administrator], defaultRole: first, logoutURL: nil)
    }

    private func verdict(
        _ proxy: ProxyAuthentication, peer: String = "10.1.2.3", _ headers: [String: String]
    ) -> ProxyAuthentication.Verdict {
        proxy.verdict(peer: peer) { headers[$0] }
    }

    @Test("headers count with the secret, from a listed network, and not otherwise")
    func trust() throws {
        let proxy = try proxy()
        let good = ["X-Proxy-Secret": Self.secret, "Remote-User": "kim"]
        #expect(verdict(proxy, good) == .user("kim", roles: [.viewer], first: [.viewer]))
        #expect(verdict(proxy, peer: "10.2.0.1", good) == .refused(.wrongNetwork))
        #expect(verdict(proxy, good.merging(["X-Proxy-Secret": "correct horse"]) { $1 }) == .refused(.wrongSecret))
        #expect(verdict(proxy, good.merging(["X-Proxy-Secret": ""]) { $1 }) == .refused(.wrongSecret))
        #expect(verdict(proxy, ["Remote-User": "kim"]) == .nothing)
        #expect(verdict(proxy, ["X-Proxy-Secret": Self.secret]) == .nothing)
    }

    @Test(
        "groups become roles by the mapping only, and nobody becomes an administrator for want of a header",
        arguments: [
            (nil, [.viewer]), ("", [.viewer]), ("administrator", [.viewer]), ("ops", [.operator]), ("x, ops ,admins", [.administrator, .operator]),
            ("x|admins", [.administrator]), ("Admins", [.viewer]),
        ] as [(String?, [RoleID])])
    func roles(groups: String?, roles: [RoleID]) throws {
        var headers = ["X-Proxy-Secret": Self.secret, "Remote-User": "kim"]
        headers["Remote-Groups"] = groups
        #expect(verdict(try proxy(), headers) == .user("kim", roles: roles, first: roles))
    }

    @Test("without a role for everybody, whoever has no known group is refused")
    func strict() throws {
        let headers = ["X-Proxy-Secret": Self.secret, "Remote-User": "kim"]
        #expect(verdict(try proxy(first: nil), headers) == .refused(.noRole))
        #expect(verdict(try proxy(roles: nil, first: nil), headers) == .refused(.noRole))
        #expect(verdict(try proxy(roles: nil), headers) == .user("kim", roles: nil, first: [.viewer]))
    }

    @Test("no headers make an administrator but the mapped group with the secret, whatever else they hold")
    func fuzz() throws {
        var random = SeededGenerator(seed: 4)
        let proxy = try proxy()
        let pieces = [Self.secret, "admin", "admins ", "administrator", "ops", ",", "|", ";", "\0", "\r\n", "é", "\u{202E}", "*", " ", ""]
        for _ in 0..<5000 {
            func text() -> String { (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined() }
            let headers = ["X-Proxy-Secret": Bool.random(using: &random) ? Self.secret : text(), "Remote-User": text(), "Remote-Groups": text()]
            guard case .user(_, let roles, _) = verdict(proxy, headers) else { continue }
            #expect(headers["X-Proxy-Secret"] == Self.secret)
            let groups = (headers["Remote-Groups"] ?? "").split { $0 == "," || $0 == "|" }.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            #expect(roles?.contains(.administrator) == groups.contains("admins"), "\(headers)")
        }
    }

    @Test("accounts are made on first sight, follow the proxy's groups, and can be disabled; a local account is nobody's to vouch for")
    func accounts() async throws {
        let path = NSTemporaryDirectory() + "pulse-proxy-\(UUID().uuidString).db"
        let access = try AccessService(
            database: Database(path: path, migrations: AccessSchema.migrations), hasher: PasswordHasher(logarithmOfCost: 2))
        let (proxy, start) = (try proxy(), Timestamp(seconds: 1_790_000_000))
        func identity(_ name: String, _ roles: [RoleID]?) throws -> AccessService.Vouched {
            try access.identity(ofProxyUser: name, roles: roles, first: [.viewer], by: proxy, at: start)
        }
        let first = try identity("kim", [.operator])
        #expect(first.change == .made && first.identity.method == .proxy && first.identity.user == "kim" && first.identity.session == nil)
        #expect(first.identity.csrfToken?.isEmpty == false)
        #expect(try access.users.find("kim").origin == .proxy && !access.users.find("kim").hasPassword)
        #expect(!access.isSetUp)
        #expect(try identity("kim", [.operator]).change == .none)
        #expect(try identity("kim", [.administrator]).change == .roles)
        #expect(access.isSetUp)
        // Where the proxy does not say, the roles are those that administrators give.
        #expect(try identity("kim", nil).identity.roles == [.administrator])
        try await access.users.add(name: "admin", password: Redacted("correct horse battery"), roles: [.administrator], at: start)
        #expect(throws: AccessError.accountElsewhere("admin", "local")) { try identity("Admin", [.viewer]) }
        try access.users.setDisabled("kim", true)
        #expect(throws: AccessError.userDisabled("kim")) { try identity("kim", [.administrator]) }
        #expect(throws: AccessError.userNameInvalid) { try identity("kim\" onload=", [.viewer]) }
    }

    @Test("a lost administrator comes back: new password, enabled, not locked, passwords offered for a day")
    func rescue() async throws {
        let path = NSTemporaryDirectory() + "pulse-rescue-\(UUID().uuidString).db"
        let access = try AccessService(
            database: Database(path: path, migrations: AccessSchema.migrations), hasher: PasswordHasher(logarithmOfCost: 2))
        let start = Timestamp(seconds: 1_790_000_000)
        _ = try access.users.vouched("kim", origin: .oidc, roles: [.administrator], first: [], at: start)
        try await access.users.add(name: "other", password: Redacted("correct horse battery"), roles: [.administrator], at: start)
        try access.users.setDisabled("kim", true)
        #expect(try !access.users.offersPasswords(at: start))
        try await access.users.rescue("kim", password: Redacted("a way back in for kim"), at: start)
        #expect(try access.users.offersPasswords(at: start) && !access.users.offersPasswords(at: start + .seconds(86_400)))
        let session = try await access.signIn(name: "kim", password: Redacted("a way back in for kim"), from: "a", at: start)
        #expect(try access.identity(cookie: session.cookie.reveal(), at: start)?.allows(.usersManage) == true)
    }
}

/// SplitMix64, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
