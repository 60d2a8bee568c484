import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("Set-up codes at the desk", .timeLimit(.minutes(5)))
struct SetupCodeDeskTests {
    private static let now = Timestamp(seconds: 1_790_000_000)

    private static func order() throws -> SetupOrder {
        SetupOrder(product: .proxmoxVE, name: nil, host: nil, address: try #require(SetupAddress("https://pulse")), askedBy: "ann")
    }

    private static func desk() throws -> SetupCodeDesk {
        let path = NSTemporaryDirectory() + "pulse-setup-codes-\(UUID().uuidString).db"
        return SetupCodeDesk(guesses: try GuessGuard(database: Database(path: path, migrations: AccessSchema.migrations + SignInSchema.migrations)))
    }

    @Test("a code has 160 random bits, is told once, and is recognised")
    func made() throws {
        let desk = try Self.desk()
        let (code, entry) = desk.make(try Self.order(), at: Self.now)
        #expect(code.reveal().count == 32)
        #expect(desk.make(try Self.order(), at: Self.now).code.reveal() != code.reveal())
        try desk.check(code.reveal(), from: "10.0.0.1", at: Self.now)
        #expect(try desk.begin(code.reveal(), of: .proxmoxVE, at: Self.now).id == entry.id)
    }

    @Test("wrong codes are slowed down like wrong passwords, and a right one is not believed meanwhile")
    func guessing() throws {
        let desk = try Self.desk()
        let (code, _) = desk.make(try Self.order(), at: Self.now)
        for _ in 1...LoginLimiter.freeAttempts {
            #expect(throws: AccessError.sourceCodeWrong) { try desk.check("WRONG", from: "10.0.0.1", at: Self.now) }
        }
        #expect(throws: AccessError.tooManyAttempts(retryAfter: LoginLimiter.firstWait)) {
            try desk.check(code.reveal(), from: "10.0.0.1", at: Self.now)
        }
        try desk.check(code.reveal(), from: "10.0.0.2", at: Self.now)
        try desk.check(code.reveal(), from: "10.0.0.1", at: Self.now + LoginLimiter.firstWait)
    }

    @Test("no code at all is a wrong one")
    func missing() throws {
        let desk = try Self.desk()
        _ = desk.make(try Self.order(), at: Self.now)
        #expect(throws: AccessError.sourceCodeWrong) { try desk.check(nil, from: "10.0.0.1", at: Self.now) }
    }
}
