import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("Guessing", .timeLimit(.minutes(5)))
struct GuessTests {
    private let path = NSTemporaryDirectory() + "pulse-guess-\(UUID().uuidString).db"
    private let access: AccessService
    private let start = Timestamp(seconds: 1_790_000_000)
    private let password = Redacted("correct horse battery")

    init() throws { access = try Self.open(path) }

    private static func open(_ path: String) throws -> AccessService {
        try AccessService(database: Database(path: path, migrations: AccessSchema.migrations), hasher: PasswordHasher(logarithmOfCost: 2))
    }

    private func guess(_ times: Int = LoginLimiter.freeAttempts, on access: AccessService, from address: String = "10.66.0.1") async throws {
        for _ in 0..<times {
            await #expect(throws: AccessError.credentialsWrong) {
                try await access.signIn(name: "admin", password: Redacted("wrong wrong wrong"), from: address, at: start)
            }
        }
    }

    @Test("a restart does not make guessing free")
    func restart() async throws {
        try await access.users.add(name: "admin", password: password, roles: [.administrator], at: start)
        try await guess(on: access)
        let again = try Self.open(path)
        for address in ["10.66.0.1", "10.77.0.1"] {
            await #expect(throws: AccessError.tooManyAttempts(retryAfter: LoginLimiter.firstWait)) {
                try await again.signIn(name: "admin", password: password, from: address, at: start)
            }
        }
        #expect(again.guesses.lockedUntil("ADMIN", at: start) == start + LoginLimiter.firstWait)
        _ = try await again.signIn(name: "admin", password: password, from: "10.77.0.1", at: start + LoginLimiter.firstWait)
        // The right password cleared the name, here and after another restart.
        #expect(try Self.open(path).guesses.lockedUntil("admin", at: start) == nil)
    }

    @Test("whoever knows the name cannot lock its user out of where the user signs in from")
    func knownAddress() async throws {
        try await access.users.add(name: "admin", password: password, roles: [.administrator], at: start)
        _ = try await access.signIn(name: "admin", password: password, from: "192.168.1.5", at: start)
        try await guess(on: access)
        await #expect(throws: AccessError.self) { try await access.signIn(name: "admin", password: password, from: "10.77.0.1", at: start) }
        _ = try await access.signIn(name: "Admin", password: password, from: "192.168.1.5", at: start)
        // That address itself is no place to guess from.
        try await guess(on: access, from: "192.168.1.5")
        await #expect(throws: AccessError.self) { try await access.signIn(name: "admin", password: password, from: "192.168.1.5", at: start) }
    }

    @Test("an address is forgotten after ninety days without a sign-in")
    func forgotten() async throws {
        try await access.users.add(name: "admin", password: password, roles: [.administrator], at: start)
        _ = try await access.signIn(name: "admin", password: password, from: "192.168.1.5", at: start - .seconds(91 * 86_400))
        try await guess(on: access)
        await #expect(throws: AccessError.self) { try await access.signIn(name: "admin", password: password, from: "192.168.1.5", at: start) }
    }

    @Test("an administrator or the command line unlocks a name, for a restarted server too")
    func unlock() async throws {
        try await access.users.add(name: "admin", password: password, roles: [.administrator], at: start)
        try await guess(on: access)
        try access.guesses.unlock("admin")
        _ = try await access.signIn(name: "admin", password: password, from: "10.77.0.1", at: start)
        #expect(try Self.open(path).guesses.lockedUntil("admin", at: start) == nil)
    }

    @Test("old attempts are cleaned up, and their rows are bounded")
    func bounded() throws {
        let store = access.guesses.store
        let records = (0..<LoginLimiter.mostKeys + 10).map { ("\($0)", LoginLimiter.Record(failures: 1, lastFailure: start + .milliseconds($0))) }
        try store.keep(Dictionary(uniqueKeysWithValues: records))
        #expect(try store.records().count == LoginLimiter.mostKeys)
        #expect(try store.records()["0"] == nil)
        try access.clean(at: start + LoginLimiter.forgetAfter + .seconds(60))
        #expect(try store.records().isEmpty)
    }
}
