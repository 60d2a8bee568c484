import Crypto
import Foundation
import PulseCore
import Testing

@testable import PulseAccess

/// The text of a key, signed by keys of the tests' own.
@Suite("Licence keys", .timeLimit(.minutes(5)))
struct LicenceKeyTests {
    private let issuer = LicenceIssuer()
    private let claims = LicenceClaims(
        id: "lic-1", email: "ann@example.org", tier: LicenceTier(name: "pro"), issuedAt: Timestamp(seconds: 1_790_000_000),
        expiresAt: Timestamp(seconds: 1_820_000_000), mostNodes: 10, mostGuests: 500)

    private func key(_ json: String, header: String = #"{"alg":"EdDSA"}"#, by signer: Curve25519.Signing.PrivateKey) throws -> String {
        let signed = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(json.utf8))"
        return "\(signed).\(Base64URL.encode(try signer.signature(for: Data(signed.utf8))))"
    }

    @Test("what was issued is read back, with white space round it or without")
    func roundTrip() throws {
        let text = try issuer.issue(claims).reveal()
        #expect(try LicenceKey(text, from: issuer.publicKeys).claims == claims)
        #expect(try LicenceKey("\n  \(text)\r\n", from: issuer.publicKeys).claims == claims)
        #expect(text.split(separator: ".").count == 3 && !text.contains("="))
    }

    @Test("the private half comes back from its text, and signs what the public half accepts")
    func privateKeyText() throws {
        let again = try #require(LicenceIssuer(privateKeyText: Redacted(issuer.privateKeyText.reveal() + "\n")))
        #expect(again.publicKeyText == issuer.publicKeyText)
        #expect(try LicenceKey(try again.issue(claims).reveal(), from: issuer.publicKeys).claims == claims)
        for text in ["", "AAAA", "not base64 at all"] { #expect(LicenceIssuer(privateKeyText: Redacted(text)) == nil) }
    }

    @Test("a signature of RFC 8032, test 3, is accepted by its key and by no other")
    func knownSignature() throws {
        func bytes(_ hex: String) -> Data {
            Data(stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) })
        }
        let publicKey = bytes("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
        let signature = bytes(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")
        let keys = LicencePublicKeys([try #require(LicencePublicKeys.key(fromText: publicKey.base64EncodedString()))])
        #expect(keys.accept(signature, over: bytes("af82")))
        #expect(!keys.accept(signature, over: bytes("af83")))
        #expect(!issuer.publicKeys.accept(signature, over: bytes("af82")))
    }

    @Test(
        "a text that is no key says what is wrong with it",
        arguments: [
            ("", LicenceKeyError.empty), (" \n ", .empty), ("abc", .malformed(.shape)), ("a.b", .malformed(.shape)), ("a.b.c.d", .malformed(.shape)),
            ("!.e30.e30", .malformed(.header)), ("W10.e30.e30", .malformed(.header)), ("e30.e30=.e30", .malformed(.claims)),
            ("e30.e30.e30", .malformed(.signature)), (String(repeating: "A", count: 8193), .tooLong(limit: 8192)),
        ])
    func noKey(text: String, error: LicenceKeyError) {
        #expect(throws: error) { try LicenceKey(text, from: issuer.publicKeys) }
    }

    @Test("each claim that is missing or unusable is named")
    func claimNames() throws {
        let signer = Curve25519.Signing.PrivateKey()
        let keys = LicencePublicKeys([signer.publicKey])
        let cases: [(String, LicenceKeyError)] = [
            (#"{"email":"a@b","tier":"pro"}"#, .claimMissing("lid")), (#"{"lid":"1","tier":"pro"}"#, .claimMissing("email")),
            (#"{"lid":"1","email":"a@b"}"#, .claimMissing("tier")), (#"{"lid":"1","email":"","tier":"pro"}"#, .claimMissing("email")),
            (#"{"lid":"1","email":"a@b","tier":"pro","exp":-5}"#, .claimUnusable("exp")),
            (#"{"lid":"1","email":"a@b","tier":"pro","iat":999999999999999}"#, .claimUnusable("iat")),
            (#"{"lid":"1","email":"a@b","tier":"pro","max_nodes":-1}"#, .claimUnusable("max_nodes")),
            (#"{"lid":"1\u0007","email":"a@b","tier":"pro"}"#, .claimUnusable("lid")),
            (#"{"lid":"1","email":"a@b","tier":"pro","exp":"soon"}"#, .malformed(.claims)), ("[]", .malformed(.claims)),
            (#"{"lid":"1","email":"a@b","tier":"pro","exp":9223372036854775808}"#, .malformed(.claims)),
        ]
        for (json, error) in cases {
            let text = try key(json, by: signer)
            #expect(throws: error, "\(json)") { try LicenceKey(text, from: keys) }
        }
        let least = try LicenceKey(try key(#"{"lid":"1","email":"a@b","tier":"x","exp":0,"other":[1]}"#, by: signer), from: keys).claims
        #expect(least.expiresAt == nil && least.issuedAt == nil && least.features.isEmpty)
    }

    @Test("another signer's key, changed claims and an exchanged signature are not genuine")
    func forged() throws {
        let text = try issuer.issue(claims).reveal()
        let parts = text.split(separator: ".").map(String.init)
        #expect(throws: LicenceKeyError.notGenuine) { try LicenceKey(text, from: LicenceIssuer().publicKeys) }
        #expect(throws: LicenceKeyError.notGenuine) { try LicenceKey(text, from: LicencePublicKeys([])) }
        let other = try issuer.issue(LicenceClaims(id: "lic-2", email: "b@c", tier: LicenceTier(name: "free"), issuedAt: nil, expiresAt: nil))
            .reveal()
        let exchanged = "\(parts[0]).\(parts[1]).\(other.split(separator: ".")[2])"
        #expect(throws: LicenceKeyError.notGenuine) { try LicenceKey(exchanged, from: issuer.publicKeys) }
        let forever = #"{"email":"ann@example.org","exp":0,"lid":"lic-1","tier":"enterprise"}"#
        #expect(throws: LicenceKeyError.notGenuine) {
            try LicenceKey("\(parts[0]).\(Base64URL.encode(forever.utf8)).\(parts[2])", from: issuer.publicKeys)
        }
        let none = "\(Base64URL.encode(#"{"alg":"none"}"#.utf8)).\(parts[1]).\(parts[2])"
        #expect(throws: LicenceKeyError.notGenuine) { try LicenceKey(none, from: issuer.publicKeys) }
    }

    @Test("no change of a key is taken for genuine, and none brings the reader down")
    func fuzz() throws {
        let text = Array(try issuer.issue(claims).reveal().utf8)
        var draws = SeededDraws(seed: 4)
        for _ in 0..<4000 {
            var bytes = text
            switch draws.next(below: 4) {
            case 0: bytes[draws.next(below: bytes.count)] ^= UInt8(1 + draws.next(below: 255))
            case 1: bytes.removeLast(1 + draws.next(below: bytes.count))
            case 2: bytes.insert(UInt8(draws.next(below: 256)), at: draws.next(below: bytes.count))
            default: bytes = (0..<draws.next(below: 400)).map { _ in UInt8(draws.next(below: 256)) }
            }
            guard bytes != text else { continue }
            let changed = String(decoding: bytes, as: UTF8.self)
            // White space at the ends is not part of the key.
            guard changed.trimmingCharacters(in: .whitespacesAndNewlines).utf8.elementsEqual(text) == false else { continue }
            #expect(throws: LicenceKeyError.self, "\(changed)") { try LicenceKey(changed, from: issuer.publicKeys) }
        }
    }

    @Test("claims of any bytes, signed, are read or refused")
    func fuzzClaims() throws {
        let signer = Curve25519.Signing.PrivateKey()
        let keys = LicencePublicKeys([signer.publicKey])
        let good = Array(#"{"lid":"1","email":"a@b","tier":"pro","iat":1,"exp":2,"features":["ai_patrol"],"max_nodes":3}"#.utf8)
        var draws = SeededDraws(seed: 5)
        var read = 0
        for _ in 0..<1000 {
            var bytes = good
            for _ in 0...draws.next(below: 3) { bytes[draws.next(below: bytes.count)] = UInt8(draws.next(below: 256)) }
            let signed = "e30.\(Base64URL.encode(bytes))"
            let text = "\(signed).\(Base64URL.encode(try signer.signature(for: Data(signed.utf8))))"
            do throws(LicenceKeyError) { if try LicenceKey(text, from: keys).claims.id.isEmpty == false { read += 1 } } catch {
                #expect(error != .notGenuine)
            }
        }
        #expect(read > 0)
    }

    @Test("every paid tier has all seven features, a free or an unknown one only those that its key names")
    func tiers() {
        for name in ["pro", "pro_annual", "lifetime", "msp", "enterprise"] {
            #expect(LicenceTier(name: name).features == Set(Feature.allCases), "\(name)")
        }
        for name in ["free", "trial", "Pro", ""] { #expect(LicenceTier(name: name).features.isEmpty, "\(name)") }
        let extra = LicenceClaims(
            id: "1", email: "a@b", tier: LicenceTier(name: "trial"), issuedAt: nil, expiresAt: nil, extraFeatures: [.auditLogging])
        #expect(extra.features == [.auditLogging])
    }

    @Test("a public key is 32 bytes in either alphabet of base64, with padding or without")
    func publicKeys() {
        let text = issuer.publicKeyText
        let url = text.replacing("+", with: "-").replacing("/", with: "_")
        for form in [text, url, text.replacing("=", with: ""), url.replacing("=", with: "")] {
            #expect(LicencePublicKeys.key(fromText: form)?.rawRepresentation.base64EncodedString() == text)
        }
        for wrong in ["", "AAAA", String(text.dropLast(4)), text + "AAAA", "?" + text.dropFirst()] {
            #expect(LicencePublicKeys.key(fromText: wrong) == nil)
        }
        #expect(!LicencePublicKeys.builtIn.isEmpty)
    }
}

/// Draws that come again with their seed (SplitMix64).
struct SeededDraws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
