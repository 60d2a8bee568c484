import Foundation
import PulseCore
import PulseStorage
import Testing

@testable import PulseAccess

@Suite("Passkeys", .timeLimit(.minutes(5)))
struct PasskeyServiceTests {
    private let service: PasskeyService
    private let database: PulseStorage.Database
    private let party: RelyingParty
    private let start = Timestamp(seconds: 1_790_000_000)

    init() throws {
        let path = NSTemporaryDirectory() + "pulse-passkey-\(UUID().uuidString).db"
        database = try Database(path: path, migrations: AccessSchema.migrations + PasskeySchema.migrations)
        service = PasskeyService(database: database)
        party = try #require(RelyingParty(publicURL: "https://pulse.example.org/"))
        try database.write {
            for name in ["kim", "lee"] {
                try UserStore(database: database).insert(UserName(name), passwordHash: "-", roles: [.viewer], origin: .local, at: start, in: $0)
            }
        }
    }

    @discardableResult
    private func register(_ device: TestDevice, of user: String = "kim", _ behaviour: TestDevice.Behaviour = .init()) throws -> String {
        let question = try service.beginRegistration(of: user, at: party, now: start)
        _ = try service.finishRegistration(
            question.id, of: user, named: "Phone", try device.attestation(question.challenge, behaviour), at: start)
        return question.userHandle
    }

    private func signIn(_ device: TestDevice, handle: String? = nil, _ behaviour: TestDevice.Behaviour, at now: Timestamp? = nil) throws -> String {
        let question = service.beginSignIn(at: party, from: "10.0.0.1", now: start)
        return try service.finishSignIn(question.id, try device.assertion(question.challenge, handle: handle, behaviour), at: now ?? start)
    }

    private func counting(_ counter: UInt32) -> TestDevice.Behaviour {
        var behaviour = TestDevice.Behaviour()
        behaviour.counter = counter
        return behaviour
    }

    @Test("a device of each kind registers and signs in", arguments: TestDevice.Kind.allCases)
    func signsIn(kind: TestDevice.Kind) throws {
        let device = try TestDevice(kind)
        let handle = try register(device)
        #expect(try signIn(device, handle: handle, counting(2), at: start + .seconds(60)) == "kim")
        #expect(try signIn(device, handle: nil, counting(3)) == "kim")
        let passkey = try #require(try service.passkeys(of: "kim").first)
        #expect(passkey == Passkey(id: Base64URL.encode(device.id), name: "Phone", createdAt: start, lastUsedAt: start))
        #expect(try service.counts() == ["kim": 1])
    }

    @Test("a device that vouches with its own key is held to that", arguments: TestDevice.Kind.allCases)
    func packed(kind: TestDevice.Kind) throws {
        var behaviour = TestDevice.Behaviour()
        behaviour.format = "packed"
        try register(try TestDevice(kind), behaviour)
        behaviour.statement = [.text("alg"): .integer(-7), .text("sig"): .bytes([1, 2, 3])]
        #expect(throws: PasskeyRefusal.attestationWrong) { try register(try TestDevice(kind, id: "other"), behaviour) }
        behaviour.statement = [.text("alg"): .integer(-7), .text("sig"): .bytes([]), .text("x5c"): .array([.bytes([1])])]
        #expect(throws: PasskeyRefusal.attestationNotSupported("packed")) { try register(try TestDevice(kind, id: "other"), behaviour) }
    }

    private func register(_ device: TestDevice, _ behaviour: TestDevice.Behaviour) throws {
        try register(device, of: "kim", behaviour)
    }

    private static let wrongAnswers: [(String, PasskeyRefusal, @Sendable (inout TestDevice.Behaviour) -> Void)] = [
        ("another question", .wrongType, { $0.type = "webauthn.other" }),
        ("another challenge", .wrongChallenge, { $0.challenge = "AAAA" }),
        ("another site", .wrongOrigin("https://evil.example"), { $0.origin = "https://evil.example" }),
        ("another port", .wrongOrigin("https://pulse.example.org:444"), { $0.origin = "https://pulse.example.org:444" }),
        ("without TLS", .wrongOrigin("http://pulse.example.org"), { $0.origin = "http://pulse.example.org" }),
        ("inside another page", .crossOrigin, { $0.crossOrigin = true }),
        ("for another name", .wrongRelyingParty, { $0.relyingParty = "example.org" }),
        ("nobody there", .userNotPresent, { $0.flags = 0x04 }),
        ("nobody checked", .userNotVerified, { $0.flags = 0x01 }),
        ("extensions announced and missing", .malformed("its authenticator data"), { $0.flags = 0x85 }),
        ("extensions that are no map", .malformed("its authenticator data"), { $0.extensions = [0x01] }),
        ("something behind the extensions", .malformed("its authenticator data"), { $0.extensions = [0xA0, 0x00] }),
    ]

    @Test("an answer that is wrong in one point is refused for that point, at registration and at sign-in", arguments: wrongAnswers.indices)
    func wrong(index: Int) throws {
        let (_, refusal, change) = Self.wrongAnswers[index]
        var behaviour = counting(2)
        change(&behaviour)
        #expect(throws: refusal) { try register(try TestDevice(.es256, id: "other"), behaviour) }
        let device = try TestDevice(.es256)
        try register(device)
        #expect(throws: refusal) { try signIn(device, behaviour) }
        #expect(try signIn(device, counting(2)) == "kim")
    }

    @Test("extensions are read over, and a browser need not say that nothing was crossed")
    func harmless() throws {
        var behaviour = counting(2)
        behaviour.extensions = CBORWriter.write([.text("credProtect"): .integer(2)])
        behaviour.crossOrigin = nil
        let device = try TestDevice(.es256)
        try register(device, behaviour)
        behaviour.counter = 3
        #expect(try signIn(device, behaviour) == "kim")
    }

    @Test("a counter that goes back means a copy: refused, and the right device works on")
    func copied() throws {
        let device = try TestDevice(.es256)
        try register(device)
        #expect(try signIn(device, counting(10)) == "kim")
        for counter: UInt32 in [10, 9, 0] {
            #expect(throws: PasskeyRefusal.counterWentBack(stored: 10, seen: counter)) { try signIn(device, counting(counter)) }
        }
        #expect(try signIn(device, counting(11)) == "kim")
    }

    @Test("a device that does not count is taken as it is")
    func withoutCounter() throws {
        let device = try TestDevice(.eddsa)
        try register(device, counting(0))
        #expect(try signIn(device, counting(0)) == "kim")
        #expect(try signIn(device, counting(0)) == "kim")
    }

    @Test("a question is answered once, in time, and by the one who was asked")
    func once() throws {
        let device = try TestDevice(.es256)
        let question = try service.beginRegistration(of: "kim", at: party, now: start)
        let answer = try device.attestation(question.challenge)
        _ = try service.finishRegistration(question.id, of: "kim", named: "Phone", answer, at: start)
        #expect(throws: PasskeyRefusal.challengeUnknown) {
            try service.finishRegistration(question.id, of: "kim", named: "Phone", answer, at: start)
        }
        let foreign = try service.beginRegistration(of: "kim", at: party, now: start)
        #expect(throws: PasskeyRefusal.challengeUnknown) {
            try service.finishRegistration(foreign.id, of: "lee", named: "Phone", try device.attestation(foreign.challenge), at: start)
        }
        #expect(throws: PasskeyRefusal.challengeUnknown) { try signIn(device, counting(2), at: start + PasskeyService.timeout) }
        let registration = try service.beginRegistration(of: "kim", at: party, now: start)
        #expect(throws: PasskeyRefusal.challengeUnknown) {
            try service.finishSignIn(registration.id, try device.assertion(registration.challenge), at: start)
        }
    }

    @Test("another key does not sign in with a known id, nor with the handle of another user")
    func forged() throws {
        let (device, thief) = (try TestDevice(.es256), try TestDevice(.es256))
        try register(device)
        let other = try register(try TestDevice(.es256, id: "of lee"), of: "lee")
        #expect(throws: PasskeyRefusal.signatureWrong) { try signIn(thief, counting(2)) }
        #expect(throws: PasskeyRefusal.wrongUser) { try signIn(device, handle: other, counting(2)) }
        #expect(throws: PasskeyRefusal.credentialUnknown) { try signIn(try TestDevice(.es256, id: "unknown"), counting(2)) }
    }

    @Test("a device registers once, and an account has twenty at most")
    func bounded() throws {
        let device = try TestDevice(.es256)
        try register(device)
        #expect(throws: PasskeyRefusal.alreadyRegistered) { try register(device) }
        #expect(throws: PasskeyRefusal.alreadyRegistered) { try register(device, of: "lee") }
        for number in 2...PasskeyService.mostPerUser { try register(try TestDevice(.es256, id: "device \(number)")) }
        #expect(throws: PasskeyRefusal.tooMany(most: 20)) { try register(try TestDevice(.es256, id: "one more")) }
        #expect(try service.beginRegistration(of: "kim", at: party, now: start).known.count == 20)
    }

    @Test("a removed passkey signs in no more, and nobody removes another's")
    func removed() throws {
        let device = try TestDevice(.es256)
        try register(device)
        let id = Base64URL.encode(device.id)
        #expect(try !service.remove(id, of: "lee"))
        #expect(try service.remove(id, of: "kim"))
        #expect(throws: PasskeyRefusal.credentialUnknown) { try signIn(device, counting(2)) }
    }

    private static let badKeys: [(PasskeyRefusal, CBORValue)] = [
        (.algorithmNotSupported, [.integer(1): .integer(2), .integer(3): .integer(-47), .integer(-1): .integer(8)]),
        (.malformed("its public key"), [.integer(1): .integer(2), .integer(3): .integer(-8)]),
        (.malformed("its public key"), .map([])),
        // Not on the curve.
        (
            .malformed("its public key"),
            [
                .integer(1): .integer(2), .integer(3): .integer(-7), .integer(-1): .integer(1),
                .integer(-2): .bytes([UInt8](repeating: 7, count: 32)),
                .integer(-3): .bytes([UInt8](repeating: 9, count: 32)),
            ]
        ),
        // 512 bits of RSA.
        (
            .malformed("its public key"),
            [
                .integer(1): .integer(3), .integer(3): .integer(-257), .integer(-1): .bytes([UInt8](repeating: 0xFF, count: 64)),
                .integer(-2): .bytes([1, 0, 1]),
            ]
        ),
    ]

    @Test("keys that are weak, unknown or no keys are refused", arguments: badKeys.indices)
    func badKey(index: Int) throws {
        var behaviour = TestDevice.Behaviour()
        behaviour.key = Self.badKeys[index].1
        #expect(throws: Self.badKeys[index].0) { try register(try TestDevice(.es256), behaviour) }
    }

    @Test("whatever a browser sends is refused in words, never taken", arguments: 0..<10)
    func fuzz(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let device = try TestDevice(.es256)
        for _ in 0..<100 {
            let question = try service.beginRegistration(of: "kim", at: party, now: start)
            let whole = try device.attestation(question.challenge)
            var (client, object) = (whole.clientData, whole.attestationObject)
            // The counter, the model and the credential id may be anything; everything else is held to something.
            let position = Int.random(in: 0..<60, using: &dice)
            if Bool.random(using: &dice) { client[position] ^= UInt8.random(in: 1...255, using: &dice) } else { object.removeLast(1 + position) }
            #expect(throws: PasskeyRefusal.self) {
                try service.finishRegistration(
                    question.id, of: "kim", named: "x", PasskeyAttestation(clientData: client, attestationObject: object), at: start)
            }
        }
    }

    @Test("names are of this account's owner, and not empty", arguments: ["", " ", String(repeating: "x", count: 65)])
    func names(name: String) throws {
        let question = try service.beginRegistration(of: "kim", at: party, now: start)
        let answer = try TestDevice(.es256).attestation(question.challenge)
        #expect(throws: PasskeyRefusal.nameInvalid) { try service.finishRegistration(question.id, of: "kim", named: name, answer, at: start) }
    }
}
