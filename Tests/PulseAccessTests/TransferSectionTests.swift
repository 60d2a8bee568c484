import Crypto
import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

/// Viewer links and second factors from one installation to another, each with its own key.
@Suite("Moving viewer links and second factors", .timeLimit(.minutes(5)))
struct TransferSectionTests {
    private static let now = Timestamp(seconds: 1_790_000_000)

    private struct Installation {
        let access: AccessService
        let factors: SecondFactorService
        let passkeys: PasskeyService
        let party: RelyingParty
        private let transfer: ConfigurationTransfer

        init(_ users: String...) throws {
            let path = NSTemporaryDirectory() + "pulse-sections-\(UUID().uuidString).db"
            let database = try Database(path: path, migrations: AccessSchema.migrations + SignInSchema.migrations)
            let sealer = Sealer(key: SymmetricKey(size: .bits256))
            access = try AccessService(database: database, hasher: PasswordHasher(logarithmOfCost: 2))
            factors = SecondFactorService(database: database, sealer: sealer)
            passkeys = PasskeyService(database: database)
            party = try #require(RelyingParty(publicURL: "https://pulse.example.org/"))
            transfer = ConfigurationTransfer(
                database: database,
                sections: [
                    UserSection(access: access), SecondFactorSection(access: access, sealer: sealer), LinkSection(access: access, now: { now }),
                ])
            let stores = access.stores
            try database.write { transaction in
                for user in users {
                    try stores.users.insert(
                        UserName(user), passwordHash: nil,
                        roles: [.administrator], origin: .local, at: now, in: transaction)
                }
            }
        }

        func sections() throws -> [ExportDocument.Section] { try transfer.export().sections }

        func bring(
            _ sections: [ExportDocument.Section], by importer: Actor = .local, at now: Timestamp = now, dryRun: Bool = false
        ) throws -> [String] {
            let terms = ImportTerms(mode: .replace, importer: importer, mayManageAccess: true, at: now)
            return try transfer.bring(terms, isDryRun: dryRun) { _ in sections }.filter { $0.section != "users" }.map {
                "\($0.action.rawValue) \($0.section) \($0.name)"
            }
        }

        /// The secret of the app and the recovery codes.
        func begin(_ user: String) throws -> (secret: [UInt8], codes: [String]) {
            let secret = try #require(Base32.decode(try factors.begin(for: user, at: now).secret.reveal()))
            let codes = try factors.confirm(OneTimePassword.code(secret: secret, step: OneTimePassword.step(at: now)), of: user, at: now)
            return (secret, codes.map { $0.reveal() })
        }

        func register(_ device: TestDevice, of user: String) throws -> String {
            let question = try passkeys.beginRegistration(of: user, at: party, now: now)
            _ = try passkeys.finishRegistration(question.id, of: user, named: "Phone", try device.attestation(question.challenge), at: now)
            return question.userHandle
        }

        func signIn(_ device: TestDevice, handle: String, counter: UInt32) throws -> String {
            let question = passkeys.beginSignIn(at: party, from: "10.0.0.1", now: now)
            var behaviour = TestDevice.Behaviour()
            behaviour.counter = counter
            return try passkeys.finishSignIn(question.id, try device.assertion(question.challenge, handle: handle, behaviour), at: now)
        }
    }

    private func code(_ secret: [UInt8], after periods: Int64) -> (code: String, at: Timestamp) {
        let at = Self.now + .seconds(periods * OneTimePassword.period)
        return (OneTimePassword.code(secret: secret, step: OneTimePassword.step(at: at)), at)
    }

    @Test("an authenticator app, its recovery codes and a passkey go on working where they arrive, and a code that was used does not")
    func factors() throws {
        let (from, to) = (try Installation("kim", "lee"), try Installation())
        let (secret, codes) = try from.begin("kim")
        let device = try TestDevice(.es256)
        let handle = try from.register(device, of: "kim")
        let first = code(secret, after: 2)
        #expect(try from.factors.check(first.code, of: "kim", at: first.at) == .totp)
        #expect(try from.factors.check(codes[0], of: "kim", at: first.at) == .recovery)
        let sections = try from.sections()
        #expect(try to.bring(sections, dryRun: true) == ["add secondFactors kim"])
        #expect(try !to.factors.status(of: "kim").isOn)
        #expect(try to.bring(sections) == ["add secondFactors kim"])
        #expect(try to.factors.status(of: "kim") == .init(isOn: true, recoveryCodesLeft: 9))
        #expect(try to.factors.check(first.code, of: "kim", at: first.at) == nil)
        #expect(try to.factors.check(codes[0], of: "kim", at: first.at) == nil)
        let second = code(secret, after: 3)
        #expect(try to.factors.check(second.code, of: "kim", at: second.at) == .totp)
        #expect(try to.factors.check(codes[1], of: "kim", at: second.at) == .recovery)
        #expect(try to.signIn(device, handle: handle, counter: 5) == "kim")
        #expect(try to.factors.users() == ["kim"])
    }

    @Test("a second import of the same file brings no used code back and no counter down")
    func again() throws {
        let (from, to) = (try Installation("kim"), try Installation())
        let (secret, codes) = try from.begin("kim")
        let device = try TestDevice(.es256)
        let handle = try from.register(device, of: "kim")
        let sections = try from.sections()
        _ = try to.bring(sections)
        let next = code(secret, after: 4)
        #expect(try to.factors.check(next.code, of: "kim", at: next.at) == .totp)
        #expect(try to.factors.check(codes[2], of: "kim", at: next.at) == .recovery)
        #expect(try to.signIn(device, handle: handle, counter: 7) == "kim")
        #expect(try to.bring(sections) == ["keep secondFactors kim"])
        #expect(try to.factors.check(next.code, of: "kim", at: next.at) == nil)
        #expect(try to.factors.check(codes[2], of: "kim", at: next.at) == nil)
        #expect(throws: PasskeyRefusal.self) { try to.signIn(device, handle: handle, counter: 6) }
    }

    @Test("no second factor is taken away, and whoever imports keeps their own, or none")
    func keepsOwn() throws {
        let (from, to) = (try Installation("kim", "Lee"), try Installation("kim", "lee", "max"))
        _ = try from.begin("kim")
        _ = try from.begin("Lee")
        let (own, _) = try to.begin("kim")
        _ = try to.begin("max")
        let sections = try from.sections()
        #expect(try to.bring(sections, by: .user("KIM")) == ["add secondFactors Lee", "keep secondFactors kim", "keep secondFactors max"])
        let next = code(own, after: 2)
        #expect(try to.factors.check(next.code, of: "kim", at: next.at) == .totp)
        let other = try Installation("kim")
        #expect(try other.bring(sections, by: .user("kim")) == ["add secondFactors Lee", "keep secondFactors kim"])
        #expect(try other.factors.users() == ["Lee"])
    }

    @Test("another app and another passkey of the file take the place of those here")
    func replaces() throws {
        let (from, to) = (try Installation("kim"), try Installation("kim"))
        let (secret, _) = try from.begin("kim")
        let (old, _) = try to.begin("kim")
        let device = try TestDevice(.es256)
        let handle = try to.register(device, of: "kim")
        #expect(try to.bring(try from.sections()) == ["change secondFactors kim"])
        let next = (code(secret, after: 2), code(old, after: 3))
        #expect(try to.factors.check(next.0.code, of: "kim", at: next.0.at) == .totp)
        #expect(try to.factors.check(next.1.code, of: "kim", at: next.1.at) == nil)
        #expect(throws: PasskeyRefusal.self) { try to.signIn(device, handle: handle, counter: 9) }
    }

    @Test("second factors of nobody, with another user's passkey or of another form stop the import")
    func refused() throws {
        let from = try Installation("kim")
        _ = try from.begin("kim")
        let device = try TestDevice(.es256)
        _ = try from.register(device, of: "kim")
        let sections = try from.sections().filter { $0.name == "secondFactors" }
        let text = try #require(sections.first).entries
        #expect(throws: ExportError.self) { try Installation().bring(sections) }
        let taken = try Installation("kim", "eve")
        _ = try taken.register(device, of: "eve")
        #expect(throws: ExportError.self) { try taken.bring(sections) }
        #expect(try !taken.factors.status(of: "kim").isOn)
        for (what, with) in [
            ("\"secret\":\"", "\"secret\":\"MFRGG"), ("\"publicKey\":\"", "\"publicKey\":\"AAAA"), ("pulse.example.org", "10.0.0.1"),
            ("\"name\":\"Phone\"", "\"name\":\"\""), ("\"recoveryDigests\":[\"", "\"recoveryDigests\":[\"x"),
        ] {
            #expect(text.contains(what))
            let bad = [ExportDocument.Section(name: "secondFactors", entries: text.replacing(what, with: with))]
            #expect(throws: ExportError.self, "\(with)") { try Installation("kim").bring(bad) }
        }
    }

    @Test("a viewer link opens where it arrives, one that has ended does not travel, and one that the file lacks is revoked")
    func links() throws {
        let (from, to) = (try Installation("kim"), try Installation("kim"))
        let limits = try AccessLimits(sources: ["lab"], tags: [], kinds: [])
        let made = try from.access.links.make(name: "Wall", limits: limits, lifetime: .seconds(86_400), by: "kim", at: Self.now)
        _ = try from.access.links.make(name: "Short", limits: limits, lifetime: .seconds(60), by: "kim", at: Self.now - .seconds(120))
        let own = try to.access.links.make(name: "Old", limits: limits, lifetime: .seconds(86_400), by: "kim", at: Self.now)
        _ = try to.access.openLink(secret: own.secret, from: "10.0.0.1", at: Self.now)
        let sections = try from.sections()
        #expect(try to.bring(sections, dryRun: true) == ["add viewerLinks Wall", "remove viewerLinks Old"])
        #expect(try to.access.links.all().map(\.name) == ["Old"])
        _ = try to.bring(sections)
        let opened = try to.access.openLink(secret: made.secret, from: "10.0.0.1", at: Self.now)
        #expect(opened.link.limits == limits && opened.link.expiresAt == made.link.expiresAt)
        #expect(throws: AccessError.self) { try to.access.openLink(secret: own.secret, from: "10.0.0.1", at: Self.now) }
        #expect(try to.bring(sections) == ["keep viewerLinks Wall"])
        // A day later the file is old, and its link has ended.
        #expect(try Installation("kim").bring(sections, at: Self.now + .seconds(86_401)) == [])
    }

    @Test("entries with any bytes in them are refused or taken over, and never bring the import down")
    func fuzz() throws {
        let from = try Installation("kim")
        _ = try from.begin("kim")
        _ = try from.register(try TestDevice(.es256), of: "kim")
        _ = try from.access.links.make(
            name: "Wall", limits: try AccessLimits(sources: ["lab"], tags: [], kinds: []), lifetime: .seconds(86_400), by: "kim", at: Self.now)
        let (sections, to) = (try from.sections(), try Installation("kim"))
        var state: UInt64 = 4711
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for _ in 0..<1500 {
            let spoilt = sections.map { section in
                var bytes = Array(section.entries.utf8)
                for _ in 0...draw(2) {
                    switch draw(3) {
                    case 0: bytes[draw(bytes.count)] = UInt8(draw(128))
                    case 1: bytes.insert(contentsOf: Array("9-\"{}[]null".utf8).prefix(draw(12)), at: draw(bytes.count + 1))
                    default: bytes.remove(at: draw(bytes.count))
                    }
                }
                return ExportDocument.Section(name: section.name, entries: String(decoding: bytes, as: UTF8.self))
            }
            do { _ = try to.bring(spoilt, dryRun: true) } catch is ExportError {}
        }
    }

    @Test(
        "links of another form stop the import",
        arguments: [("\"expiresAt\":", "\"expiresAt\":9"), ("\"digest\":\"", "\"digest\":\"Z"), ("\"lab\"", "\"../\"")])
    func badLinks(what: String, with: String) throws {
        let from = try Installation("kim")
        _ = try from.access.links.make(
            name: "Wall", limits: try AccessLimits(sources: ["lab"], tags: [], kinds: []), lifetime: .seconds(86_400), by: "kim", at: Self.now)
        let text = try #require(try from.sections().first { $0.name == "viewerLinks" }).entries
        #expect(text.contains(what))
        let bad = [ExportDocument.Section(name: "viewerLinks", entries: text.replacing(what, with: with))]
        #expect(throws: ExportError.self) { try Installation().bring(bad) }
    }
}
