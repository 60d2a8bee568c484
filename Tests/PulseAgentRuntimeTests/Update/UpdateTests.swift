import Crypto
import Foundation
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import Testing

@Suite("Newer versions of the agent", .timeLimit(.minutes(1)))
struct UpdateTests {
    private static let key = Curve25519.Signing.PrivateKey()
    private static let program = Array("a program".utf8)
    private let state = StateFolder(NSTemporaryDirectory() + "pulse-update-" + UUID().uuidString)

    private static func offer(_ version: String = "0.2.0", program: [UInt8] = program, key: Curve25519.Signing.PrivateKey = key) throws -> AgentUpdate
    {
        var offer = AgentUpdate(version: version, sha256: Hex.text(SHA256.hash(data: program)), size: program.count, signature: "")
        offer.signature = Hex.text(try key.signature(for: offer.signedBytes))
        return offer
    }

    private func remove() { try? FileManager.default.removeItem(atPath: state.path) }

    @Test(
        "only a higher version of three numbers is fetched",
        arguments: [
            ("0.1.0", false), ("0.0.9", false), ("0.1.1", true), ("0.10.0", true), ("1.0.0", true), ("1.0", false), ("1.0.0-rc1", false), ("", false),
            ("99999999.0.0", false),
        ])
    func versions(offered: String, isFetched: Bool) throws {
        let decision = UpdateDecision(current: "0.1.0", failed: [])
        #expect(decision.fetches(try Self.offer(offered), isAllowed: true) == isFetched)
        #expect(!decision.fetches(try Self.offer(offered), isAllowed: false))
    }

    @Test("a version that did not come up here is not tried again, and one that is too large never")
    func refused() throws {
        let decision = UpdateDecision(current: "0.1.0", failed: ["0.2.0"])
        #expect(!decision.fetches(try Self.offer("0.2.0"), isAllowed: true))
        #expect(decision.fetches(try Self.offer("0.3.0"), isAllowed: true))
        var large = try Self.offer("0.3.0")
        large.size = 101 << 20
        #expect(!decision.fetches(large, isAllowed: true))
    }

    @Test("a program that waits is handed to root as it was signed, and nothing else is")
    func folder() throws {
        defer { remove() }
        try state.make()
        let folder = UpdateFolder(in: state)
        #expect(try folder.waiting(key: Self.key.publicKey) == nil)
        try folder.place(Self.program, try Self.offer(), key: Self.key.publicKey)
        let waiting = try #require(try folder.waiting(key: Self.key.publicKey))
        #expect(waiting.program == Self.program && waiting.offer.version == "0.2.0")
        try folder.folder.write(Array("another program".utf8), to: "pulse-agent")
        #expect(throws: UpdateRefused.self) { try folder.waiting(key: Self.key.publicKey) }
        try folder.close()
        #expect(try folder.waiting(key: Self.key.publicKey) == nil)
        #expect(folder.failed == [])
    }

    @Test("what root notes of a version that failed, the agent may read")
    func noted() throws {
        defer { remove() }
        try state.make()
        let folder = UpdateFolder(in: state)
        try folder.place(Self.program, try Self.offer(), key: Self.key.publicKey)
        try folder.note(failed: "0.2.0")
        try folder.note(failed: "0.3.0")
        #expect(folder.failed == ["0.2.0", "0.3.0"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.folder.path + "/failed.json")
        #expect(attributes[.posixPermissions] as? Int == 0o644)
    }

    @Test("root does not follow links that the agent's user put into the way")
    func links() throws {
        defer { remove() }
        try state.make()
        let elsewhere = state.folder("elsewhere")
        try elsewhere.make()
        try elsewhere.write([1], to: "offer.json")
        let folder = UpdateFolder(in: state)
        try FileManager.default.createSymbolicLink(atPath: folder.folder.path, withDestinationPath: elsewhere.path)
        #expect(throws: StateFileError.self) { try folder.note(failed: "0.2.0") }
        #expect(throws: StateFileError.self) { try folder.close() }
        #expect(try elsewhere.files().map(\.name) == ["offer.json"])

        try FileManager.default.removeItem(atPath: folder.folder.path)
        try folder.folder.make()
        try FileManager.default.createSymbolicLink(
            atPath: folder.folder.path + "/.failed.json.new", withDestinationPath: elsewhere.path + "/offer.json")
        #expect(throws: StateFileError.self) { try folder.note(failed: "0.2.0") }
        #expect(try elsewhere.read("offer.json") == [1])
    }

    @Test("a program of another key, or changed on its way, is not even kept")
    func tampered() throws {
        defer { remove() }
        try state.make()
        let folder = UpdateFolder(in: state)
        let foreign = try Self.offer(key: Curve25519.Signing.PrivateKey())
        #expect(throws: UpdateRefused.self) { try folder.place(Self.program, foreign, key: Self.key.publicKey) }
        #expect(throws: UpdateRefused.self) { try folder.place(Array("longer program".utf8), try Self.offer(), key: Self.key.publicKey) }
        var renamed = try Self.offer("0.2.0")
        renamed.version = "9.0.0"
        #expect(throws: UpdateRefused.self) { try folder.place(Self.program, renamed, key: Self.key.publicKey) }
        #expect(try folder.waiting(key: Self.key.publicKey) == nil)
    }
}
