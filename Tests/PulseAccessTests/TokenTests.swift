import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("API tokens", .timeLimit(.minutes(5)))
struct TokenTests {
    private let access: AccessService
    private let start = Timestamp(seconds: 1_790_000_000)

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-tokens-\(UUID().uuidString).db"
        access = try AccessService(
            database: Database(path: path, migrations: AccessSchema.migrations), hasher: PasswordHasher(logarithmOfCost: 2))
    }

    @Test("rotation gives the same record another text, and the old one ends at once")
    func rotation() throws {
        let made = try access.tokens.make(.init(name: "t", scopes: ["monitoring:read"]), at: start)
        let rotated = try access.tokens.rotate(made.token.id)
        #expect(rotated.token.id == made.token.id && rotated.token.scopes == made.token.scopes)
        #expect(rotated.text.reveal() != made.text.reveal())
        #expect(throws: TokenRefusal.unknown) { try access.identity(token: made.text.reveal(), from: "10.0.0.1", at: start) }
        #expect(try access.identity(token: rotated.text.reveal(), from: "10.0.0.1", at: start).identity.allows(.monitoringRead))
    }

    @Test("a token with networks is good from there only")
    func networks() throws {
        let text = try access.tokens.make(.init(name: "t", scopes: ["*"], networks: ["10.1.0.0/16", "fd00::/8"]), at: start).text.reveal()
        for address in ["10.1.2.3", "::ffff:10.1.2.3", "fd12::1"] { _ = try access.identity(token: text, from: address, at: start) }
        for address in ["10.2.0.1", "2001:db8::1", "local"] {
            #expect(throws: TokenRefusal.self) { try access.identity(token: text, from: address, at: start) }
        }
        #expect(throws: AccessError.networksInvalid("10.0.0.0/33")) {
            try access.tokens.make(.init(name: "t", scopes: ["*"], networks: ["10.0.0.0/33"]), at: start)
        }
    }

    @Test("the last use has its time and address, and an address is new once")
    func addresses() throws {
        let made = try access.tokens.make(.init(name: "t", scopes: ["*"]), at: start)
        func isNew(_ address: String, _ second: Int) throws -> Bool {
            try access.identity(token: made.text.reveal(), from: address, at: start + .seconds(second)).isNewAddress
        }
        #expect(try isNew("10.0.0.1", 0) && !isNew("10.0.0.1", 1) && isNew("10.0.0.2", 2) && !isNew("10.0.0.1", 3))
        let token = try access.tokens.find(made.token.id)
        #expect(token.lastUsedAddress == "10.0.0.2" && token.lastUsedAt == start + .seconds(2))
        // Only so many are remembered; the one not seen longest makes room.
        for number in 0..<40 { _ = try isNew("10.0.1.\(number)", 10 + number) }
        #expect(try isNew("10.0.0.1", 100) && !isNew("10.0.1.39", 100))
    }
}
