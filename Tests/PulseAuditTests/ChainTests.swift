import Crypto
import Foundation
import PulseCore
import Testing

@testable import PulseAudit

@Suite("Records, their chain and their signatures", .timeLimit(.minutes(5)))
struct ChainTests {
    static let key = SigningKey(bytes: Array(0...31))

    static func event(_ name: String = "login", user: String = "admin", outcome: AuditEvent.Outcome = .success, at: Int64 = 1_767_960_000_250)
        -> AuditEvent
    {
        AuditEvent(
            id: "op", at: Timestamp(milliseconds: at), event: name, actor: .user(user), address: "192.0.2.10", path: "/api/login",
            outcome: outcome, details: ["source": "homelab", "name": "Homelab"])
    }

    static func records(_ events: [AuditEvent], key: SigningKey? = key) -> [AuditRecord] {
        var chain = RecordChain(key: key)
        return chain.append(events) { 0x1234_5678_9ABC_DEF0 }
    }

    @Test("the length-prefixed form has the MAC that v5 has for its own fields")
    func golden() {
        var bytes = CanonicalBytes(domain: "pulse.audit.event", version: "v2")
        bytes.append("11111111-2222-3333-4444-555555555555")
        bytes.append(Int64(1_767_960_000))
        for text in ["login", "admin", "192.0.2.10", "/api/login"] { bytes.append(text) }
        bytes.append(byte: 1)
        bytes.append("Successful login")
        #expect(bytes.bytes.count == 160)
        #expect(
            bytes.bytes.withUnsafeBytes { Self.key.signature(of: $0) } == "v2:39880d55ffbd34ca148fcd1c8f8259aa0a1de124f94d55e8d27214279e782958")
    }

    @Test("HMAC-SHA256 is that of RFC 4231, case 2")
    func rfc4231() {
        let signature = Array("what do ya want for nothing?".utf8).withUnsafeBytes { SigningKey(bytes: Array("Jefe".utf8)).signature(of: $0) }
        #expect(signature == "v2:5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("a chain of MACs over the hash before has the recomputable values")
    func chainVector() {
        let key = SymmetricKey(data: Array(UInt8(0)...31))
        var previous = Data(count: 32)
        let expected = [
            "99298f2383341b02727e1e924cabcee37f75874ab439424af48091d3904f8fc6", "d8c335396fc5c108e10752fc7a2c38377fa7ac51a308d50e68d0c7843e9a41b4",
        ]
        for (text, mac) in zip([#"{"seq":1,"event":"login","user":"admin"}"#, #"{"seq":2,"event":"logout","user":"admin"}"#], expected) {
            previous = Data(HMAC<SHA256>.authenticationCode(for: previous + Data(SHA256.hash(data: Data(text.utf8))), using: key))
            #expect(Hex.text(previous) == mac)
        }
    }

    @Test("records are numbered from 1, and each names the hash of the one before")
    func chained() {
        let records = Self.records([Self.event(), Self.event("logout"), Self.event("source.add")])
        #expect(records.map(\.sequence) == [1, 2, 3])
        #expect(records[0].previousHash == Data(count: 32))
        #expect(records[1].previousHash == records[0].hash)
        #expect(records[2].previousHash == records[1].hash)
        #expect(records.allSatisfy { $0.verdict(KeyRing(current: Self.key)) == .verified })
    }

    @Test("a signature and a hash are over every column", arguments: 0..<13)
    func everyColumn(column: Int) {
        let original = Self.records([Self.event()])[0]
        let changed = AuditRecord(
            sequence: column == 0 ? 2 : original.sequence, id: column == 1 ? "x" : original.id, operation: column == 2 ? "x" : original.operation,
            at: column == 3 ? original.at + .milliseconds(1) : original.at, event: column == 4 ? "logout" : original.event,
            actor: column == 5 ? .token : original.actor, user: column == 6 ? "eve" : original.user, address: column == 7 ? "" : original.address,
            path: column == 8 ? "/" : original.path, outcome: column == 9 ? .failure : original.outcome,
            details: column == 10 ? ["name": "Homelab"] : original.details,
            previousHash: column == 11 ? Data(repeating: 1, count: 32) : original.previousHash,
            hash: original.hash, signature: original.signature, keyID: column == 12 ? "" : original.keyID)
        #expect(changed.verdict(KeyRing(current: Self.key)) == .failed)
        #expect(changed.verdict(.empty) == .failed, "without the key the hash tells")
    }

    @Test("bytes moved from one field to the next give another signature")
    func boundaries() {
        let one = Self.records([Self.event("ab", user: "c")])[0]
        let other = Self.records([Self.event("a", user: "bc")])[0]
        #expect(one.signature != other.signature)
        #expect(DetailsForm.data(["a": "b=c"]) != DetailsForm.data(["a=b": "c"]))
    }

    @Test("without a key records are unsigned and say so; with another key nothing is known")
    func verdicts() {
        let unsigned = Self.records([Self.event()], key: nil)[0]
        #expect(unsigned.signature == "" && unsigned.keyID == "")
        #expect(unsigned.verdict(KeyRing(current: Self.key)) == .unsigned)
        let signed = Self.records([Self.event()])[0]
        #expect(signed.verdict(.empty) == .noKey)
        let rotated = KeyRing(current: SigningKey(bytes: Array(32...63)), previous: [Self.key])
        #expect(signed.verdict(rotated) == .verified)
    }

    @Test("a key is at least 32 bytes long, and its id does not tell it")
    func keys() throws {
        #expect(SigningKey(Redacted(String(repeating: "k", count: 31))) == nil)
        let key = try #require(SigningKey(Redacted(String(repeating: "k", count: 32))))
        #expect(key.id.count == 16 && !key.id.contains("kk"))
        // v5 took 64 hexadecimal digits as the text that they are, not as 32 bytes; so do we.
        let digits = String(repeating: "0f", count: 32)
        #expect(SigningKey(Redacted(digits))?.id == SigningKey(bytes: Array(digits.utf8)).id)
    }

    @Test("details come back from their bytes, and other bytes are none")
    func details() {
        let details = ["b": "2", "a": "", "é": "x; y=z\u{0}"]
        #expect(DetailsForm.details(DetailsForm.data(details)) == details)
        #expect(DetailsForm.text(["b": "2", "a": "1"]) == "a=1; b=2")
        #expect(DetailsForm.details(Data([0, 0, 0, 0, 0, 0, 0, 9, 1])) == nil)
        #expect(DetailsForm.details(Data([255, 255, 255, 255, 255, 255, 255, 255, 1])) == nil)
    }

    @Test("random bytes are details or are refused, and never more than they are", arguments: 0..<200)
    func fuzz(seed: UInt64) {
        var generator = Seeded(state: seed)
        var data = DetailsForm.data(["name": "value", "other": "thing"])
        for _ in 0..<3 { data[Int(generator.next() % UInt64(data.count))] = UInt8(truncatingIfNeeded: generator.next()) }
        guard let details = DetailsForm.details(data) else { return }
        #expect(DetailsForm.data(details).count <= data.count)
    }

    @Test("an id tells its number, and nothing else is one")
    func identifiers() {
        for sequence in [1, 255, 1_000_000, 0xFFFF_FFFF_FFFF] as [Int64] {
            let id = RecordIdentifier.text(sequence: sequence, random: .max)
            #expect(id.count == 36 && RecordIdentifier.sequence(of: id) == sequence)
        }
        for text in ["", "id", "00000000-0001-4fff-bfff-ffffffffffff", "0000000g-0001-8fff-bfff-ffffffffffff", "-----"] {
            #expect(RecordIdentifier.sequence(of: text) == nil)
        }
    }

    @Test("texts without end are cut at a character")
    func limits() {
        let long = String(repeating: "é", count: 5000)
        let record = Self.records([Self.event(user: long)])[0]
        #expect(record.user.utf8.count == RecordLimits.user)
        #expect("aé".limited(to: 2) == "a")
    }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
