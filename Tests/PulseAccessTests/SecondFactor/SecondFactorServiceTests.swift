import Crypto
import Foundation
import GRDB
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("Second factor", .timeLimit(.minutes(5)))
struct SecondFactorServiceTests {
    private let database: PulseStorage.Database
    private let service: SecondFactorService
    private let start = Timestamp(seconds: 1_790_000_000)

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-factor-\(UUID().uuidString).db"
        database = try Database(path: path, migrations: AccessSchema.migrations + SecondFactorSchema.migrations)
        service = SecondFactorService(database: database, sealer: Sealer(key: SymmetricKey(size: .bits256)))
        try database.write {
            try UserStore(database: database).insert(UserName("kim"), passwordHash: "-", roles: [.viewer], origin: .local, at: start, in: $0)
            try UserStore(database: database).insert(UserName("lee"), passwordHash: "-", roles: [.viewer], origin: .local, at: start, in: $0)
        }
    }

    private func code(_ enrolment: SecondFactorService.Enrolment, at now: Timestamp) throws -> String {
        OneTimePassword.code(secret: try #require(Base32.decode(enrolment.secret.reveal())), step: OneTimePassword.step(at: now))
    }

    private func turnOn() throws -> (enrolment: SecondFactorService.Enrolment, recovery: [String]) {
        let enrolment = try service.begin(for: "kim", at: start)
        return (enrolment, try service.confirm(try code(enrolment, at: start), of: "kim", at: start).map { $0.reveal() })
    }

    @Test("nothing is asked for until the app has shown that it has the secret")
    func pending() throws {
        let enrolment = try service.begin(for: "kim", at: start)
        #expect(try service.status(of: "kim") == .init(isOn: false, recoveryCodesLeft: 0))
        #expect(throws: SecondFactorError.wrong) { try service.confirm("000000", of: "kim", at: start) }
        #expect(try service.check(try code(enrolment, at: start), of: "kim", at: start) == nil)
        _ = try service.confirm(try code(enrolment, at: start), of: "kim", at: start)
        #expect(try service.status(of: "kim") == .init(isOn: true, recoveryCodesLeft: 10))
        #expect(try service.users() == ["kim"])
        #expect(throws: SecondFactorError.alreadyOn) { try service.begin(for: "kim", at: start) }
    }

    @Test("a secret that nobody confirms is forgotten, and a later one replaces it")
    func replaced() throws {
        let first = try service.begin(for: "kim", at: start)
        let second = try service.begin(for: "kim", at: start)
        #expect(throws: SecondFactorError.wrong) { try service.confirm(try code(first, at: start), of: "kim", at: start) }
        let late = start + SecondFactorService.timeToConfirm
        #expect(throws: SecondFactorError.nothingToConfirm) { try service.confirm(try code(second, at: late), of: "kim", at: late) }
        #expect(throws: SecondFactorError.nothingToConfirm) { try service.confirm("000000", of: "lee", at: start) }
    }

    @Test("each code is good once, the one of the confirmation too")
    func once() throws {
        let enrolment = try turnOn().enrolment
        #expect(try service.check(try code(enrolment, at: start), of: "kim", at: start) == nil)
        let next = start + .seconds(30)
        #expect(try service.check(try code(enrolment, at: next), of: "kim", at: next) == .totp)
        #expect(try service.check(try code(enrolment, at: next), of: "kim", at: next) == nil)
        #expect(try service.check(try code(enrolment, at: next + .seconds(30)), of: "lee", at: next + .seconds(30)) == nil)
    }

    @Test("each of the ten recovery codes is good once, however it is typed")
    func recovery() throws {
        let recovery = try turnOn().recovery
        #expect(Set(recovery).count == 10 && recovery.allSatisfy { $0.count == 19 && !$0.contains { "ILOU".contains($0) } })
        #expect(try service.check(recovery[0], of: "lee", at: start) == nil)
        #expect(try service.check(recovery[0].lowercased().replacing("-", with: " ").replacing("0", with: "o"), of: "kim", at: start) == .recovery)
        #expect(try service.check(recovery[0], of: "kim", at: start) == nil)
        #expect(try service.check(recovery[1], of: "KIM", at: start) == .recovery)
        #expect(try service.status(of: "kim").recoveryCodesLeft == 8)
    }

    @Test("neither the secret nor a recovery code stands in the file")
    func sealed() throws {
        let (enrolment, recovery) = try turnOn()
        try database.close()
        let file = String(decoding: try Data(contentsOf: URL(fileURLWithPath: database.path)), as: UTF8.self)
        #expect(file.contains("second_factor"))
        for secret in [enrolment.secret.reveal()] + recovery { #expect(!file.contains(secret)) }
    }

    @Test("a secret that was copied to another user's row does not open")
    func moved() throws {
        _ = try turnOn()
        try database.write {
            try $0.database.execute(
                sql: "INSERT INTO second_factor SELECT 'lee', sealed_secret, begun_at, confirmed_at, NULL FROM second_factor WHERE user = 'kim'")
        }
        #expect(throws: StorageError.secretUnreadable(context: "second factor of lee")) { try service.check("123456", of: "lee", at: start) }
    }

    @Test("an administrator can remove it, and with the user it goes by itself")
    func removed() throws {
        _ = try turnOn()
        try service.remove(of: "kim")
        #expect(try service.status(of: "kim") == .init(isOn: false, recoveryCodesLeft: 0))
        _ = try turnOn()
        try database.write { try UserStore(database: database).remove("kim", in: $0) }
        #expect(try service.users().isEmpty)
    }
}
