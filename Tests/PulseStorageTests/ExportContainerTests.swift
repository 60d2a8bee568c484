import Crypto
import Foundation
import PulseCore
import Testing

@testable import PulseStorage

/// Sealing a configuration, and opening what others hand over.
@Suite("Export files", .timeLimit(.minutes(5)))
struct ExportContainerTests {
    private static let words = Redacted("correct horse battery")
    private let container = ExportContainer(derivation: KeyDerivation())
    private let passphrase: Passphrase

    init() throws { passphrase = try Passphrase(Self.words) }

    @Test("what was sealed is opened with the same passphrase and with no other, and looks different each time")
    func roundTrip() async throws {
        let content = Data("{\"format\":1}".utf8)
        let sealed = try await container.seal(content, with: passphrase)
        #expect(try await container.open(sealed, with: passphrase) == content)
        #expect(try await container.seal(content, with: passphrase) != sealed)
        let other = try Passphrase(Redacted("correct horse batterz"))
        await #expect(throws: ExportError.wrongPassphraseOrDamaged) { try await container.open(sealed, with: other) }
        #expect(sealed.range(of: content) == nil)
    }

    @Test("the header says how the key is derived, in one way")
    func header() async throws {
        let sealed = try await container.seal(Data(), with: passphrase)
        let line = try #require(String(data: sealed.prefix { $0 != 0x0A }, encoding: .utf8))
        #expect(line.hasPrefix("pulse-configuration;version=1;kdf=scrypt;n=32768;r=8;p=3;cipher=aes-256-gcm;salt="))
        let header = try ExportHeader(line + "\n")
        #expect(header.line == line + "\n" && header.salt.count == 32 && header.nonce.count == 12)
    }

    @Test(
        "a header that asks for too much or too little work, is of another version, or is written otherwise is refused before any work",
        arguments: [
            ("n=32768", "n=1048576", ExportError.derivationRefused), ("n=32768", "n=2", .derivationRefused),
            ("n=32768", "n=32767", .derivationRefused),
            ("r=8", "r=1024", .derivationRefused), ("p=3", "p=99", .derivationRefused), ("n=32768", "n=-1", .derivationRefused),
            ("n=32768", "n=032768", .notAnExport), ("version=1", "version=2", .newerVersion("2")), ("kdf=scrypt", "kdf=none", .notAnExport),
            ("cipher=aes-256-gcm", "cipher=none", .notAnExport), ("p=3", "p=3;p=1", .notAnExport), ("salt=", "salt=AAAA", .notAnExport),
        ])
    func headers(what: String, with: String, error: ExportError) {
        let good = ExportHeader(derivation: .ours, salt: Data(repeating: 1, count: 32), nonce: Data(repeating: 2, count: 12)).line
        #expect(throws: error) { try ExportHeader(good.replacing(what, with: with)) }
    }

    @Test("parameters within the limits are accepted, so that they can be raised one day, and are part of what is authenticated")
    func authenticatedHeader() async throws {
        let sealed = try await container.seal(Data("x".utf8), with: passphrase)
        let changed = Data(String(decoding: sealed.prefix(60), as: UTF8.self).replacing("n=32768", with: "n=16384").utf8) + sealed.dropFirst(60)
        await #expect(throws: ExportError.self) { try await container.open(changed, with: passphrase) }
        var salt = sealed
        let place = try #require(sealed.range(of: Data("salt=".utf8))).upperBound
        salt[place] = sealed[place] == 0x41 ? 0x42 : 0x41
        await #expect(throws: ExportError.wrongPassphraseOrDamaged) { try await container.open(salt, with: passphrase) }
    }

    @Test("a passphrase has 12 characters at least and 1024 bytes at most")
    func passphrases() throws {
        #expect(throws: ExportError.passphraseTooShort(minimum: 12)) { try Passphrase(Redacted("elevenchars")) }
        #expect(throws: ExportError.passphraseTooLong(maximum: 1024)) { try Passphrase(Redacted(String(repeating: "x", count: 1025))) }
        _ = try Passphrase(Redacted("zwölf Zeichen"))
    }

    @Test("content beyond the limit is refused on the way out and on the way in")
    func large() async throws {
        let content = Data(count: ExportContainer.largestContent + 1)
        await #expect(throws: ExportError.tooLarge(limit: 8 << 20)) { try await container.seal(content, with: passphrase) }
        await #expect(throws: ExportError.tooLarge(limit: 8 << 20)) { try await container.open(content + Data(count: 600), with: passphrase) }
        #expect(throws: ExportError.tooLarge(limit: 8 << 20)) { try ExportText.container(in: String(repeating: "A", count: ExportText.longest + 1)) }
    }

    @Test("no changed, cut or invented file is opened, and none brings the reader down")
    func fuzz() async throws {
        let sealed = try await container.seal(Data("{\"format\":1,\"sections\":[]}".utf8), with: passphrase)
        var draws = Draws(seed: 11)
        for round in 0..<120 {
            var bytes = [UInt8](sealed)
            switch round % 4 {
            case 0: bytes[draws.next(below: bytes.count)] ^= UInt8(1 << draws.next(below: 8))
            case 1: bytes.removeLast(1 + draws.next(below: bytes.count))
            // The header only: every field of it in turn.
            case 2: bytes[draws.next(below: 150)] = UInt8(draws.next(below: 256))
            default: bytes = Array(ExportHeader.magic.utf8) + (0..<draws.next(below: 300)).map { _ in UInt8(draws.next(below: 256)) }
            }
            guard bytes != [UInt8](sealed) else { continue }
            await #expect(throws: ExportError.self) { try await container.open(Data(bytes), with: passphrase) }
        }
    }

    @Test("any text is read as a container or refused")
    func fuzzText() throws {
        var draws = Draws(seed: 12)
        let alphabet = Array("ABCabc019+/=-_{}\":data \n\\".utf8)
        for _ in 0..<3000 {
            let text = String(decoding: (0..<draws.next(below: 90)).map { _ in alphabet[draws.next(below: alphabet.count)] }, as: UTF8.self)
            _ = try? ExportText.container(in: text)
        }
        for text in ["", " ", "{}", "{\"data\":1}", "ä"] { #expect(throws: ExportError.notAnExport) { try ExportText.container(in: text) } }
    }
}

/// The exports of Pulse v5, by vectors that were computed apart from this code.
@Suite("Exports of Pulse v5", .timeLimit(.minutes(5)))
struct V5ContainerTests {
    private static let text =
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8AAQIDBAUGBwgJCgtiFv8z2QKlmnSy4SXXdmotV1VebOub35ig4qp0zGAS5Dg="
    private static let words = Redacted("correct horse battery")
    private let container = V5Container(derivation: KeyDerivation())

    @Test(
        "the key of a passphrase is the known one",
        arguments: [
            (100_000, "591bb6d58628b7a5eee11ab149704a7e545d09507b9178b64df0fff375cf812f"),
            (600_000, "0f997a04052e374838c4e6ea3f98cf9dd6d6d79a5321d57c0629c092ce285d89"),
        ])
    func derivation(rounds: Int, expected: String) async throws {
        let key = try await KeyDerivation().pbkdf2(Data(Self.words.reveal().utf8), salt: Data(0..<32), rounds: rounds)
        let hex = key.withUnsafeBytes { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        #expect(hex == expected)
    }

    @Test("the known file is opened: as it is, in lines, in base64 once more, as the answer of the export route")
    func forms() async throws {
        let twice = Data(Self.text.utf8).base64EncodedString()
        let lines = stride(from: 0, to: Self.text.count, by: 40).map { String(Self.text.dropFirst($0).prefix(40)) }.joined(separator: "\r\n")
        let answer = "{\"status\":\"success\",\"data\":\"\(Self.text.replacing("/", with: "\\/"))\"}"
        for form in [Self.text, "\n\(Self.text)  \n", lines, twice, answer, "{\"data\":\"\(twice)\"}"] {
            let bytes = try ExportText.container(in: form)
            #expect(!ExportContainer.isOurs(bytes))
            #expect(try await container.open(bytes, with: Self.words) == Data("{\"version\":\"4.1\"}".utf8))
        }
    }

    @Test("a file of a later v5, with 600,000 rounds, is opened too")
    func later() async throws {
        let salt = Data(repeating: 9, count: 32)
        let key = try await KeyDerivation().pbkdf2(Data(Self.words.reveal().utf8), salt: salt, rounds: 600_000)
        let sealed = try #require(try AES.GCM.seal(Data("{}".utf8), using: key).combined)
        #expect(try await container.open(salt + sealed, with: Self.words) == Data("{}".utf8))
    }

    @Test("another passphrase, a changed byte and a short file are refused")
    func refused() async throws {
        let bytes = try ExportText.container(in: Self.text)
        await #expect(throws: ExportError.wrongPassphraseOrDamaged) { try await container.open(bytes, with: Redacted("correct horse batterz")) }
        for place in [0, 33, 50, bytes.count - 1] {
            var changed = bytes
            changed[place] ^= 1
            await #expect(throws: ExportError.wrongPassphraseOrDamaged) { try await container.open(changed, with: Self.words) }
        }
        await #expect(throws: ExportError.notAnExport) { try await container.open(bytes.prefix(59), with: Self.words) }
    }
}

/// Draws that come again with their seed (SplitMix64).
private struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
