import Crypto
import Foundation
import GRDB
import PulseCore
import PulseStorage
import Testing

@Suite("Sealed secrets", .timeLimit(.minutes(5)))
struct SecretTests {
    private let directory: DataDirectory
    private let database: PulseStorage.Database

    init() throws {
        directory = try DataDirectory(path: NSTemporaryDirectory() + "pulse-secrets-\(UUID().uuidString)")
        database = try Database(path: directory.file("pulse.db"), migrations: [EncryptionKeyFile.migration])
    }

    private func sealer() throws -> Sealer { try EncryptionKeyFile(directory: directory).sealer(for: database) }

    @Test("a sealed secret opens again, after a restart too, and never twice to the same bytes")
    func roundTrip() throws {
        let sealed = try sealer().seal(Redacted("token"), for: "source lab")
        #expect(try sealer().open(sealed, for: "source lab").reveal() == "token")
        #expect(try sealer().seal(Redacted("token"), for: "source lab") != sealed)
        #expect(!sealed.contains(Data("token".utf8)))
    }

    @Test("it does not open in another place, nor when a bit was turned")
    func bound() throws {
        var sealed = try sealer().seal(Redacted("token"), for: "source lab")
        #expect(throws: StorageError.secretUnreadable(context: "source other")) { try sealer().open(sealed, for: "source other") }
        sealed[sealed.count - 1] ^= 1
        #expect(throws: StorageError.secretUnreadable(context: "source lab")) { try sealer().open(sealed, for: "source lab") }
    }

    @Test("a lost key is an error with instructions, never a new key")
    func lostKey() throws {
        _ = try sealer()
        let path = directory.file(".encryption.key")
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: StorageError.keyMissing(path: path)) { try sealer() }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a wrong or broken key is an error", arguments: ["", "nonsense", Data(repeating: 1, count: 32).base64EncodedString()])
    func wrongKey(text: String) throws {
        _ = try sealer()
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.file(".encryption.key")))
        #expect(throws: StorageError.self) { try sealer() }
    }

    @Test("the key is for its owner's eyes")
    func rights() throws {
        _ = try sealer()
        let mode = try FileManager.default.attributesOfItem(atPath: directory.file(".encryption.key"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("an atomic write replaces the whole file or nothing")
    func atomic() throws {
        let path = directory.file("settings.json")
        try AtomicFile.write(Data("one".utf8), to: path)
        try AtomicFile.write(Data("two".utf8), to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        #expect(throws: StorageError.self) { try AtomicFile.write(Data(), to: "/proc/nothing/here") }
    }
}
