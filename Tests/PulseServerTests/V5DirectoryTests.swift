import Crypto
import Foundation
import PulseAccess
import PulseCore
import PulseHTTP
import PulseInventory
import PulseProxmox
import PulseStorage
import Testing

@testable import PulseServer

/// `pulse import-v5`: what it reads, what it refuses, and what becomes of it, on real files.
@Suite("Taking over a directory of Pulse v5", .timeLimit(.minutes(5)))
struct V5DirectoryTests {
    private func bring(_ directory: String, _ to: Installation, dryRun: Bool = false) throws -> [String] {
        let takeover = try V5Takeover(directory: directory)
        let imported = try to.desk.bring(takeover, importer: .local, mayManageAccess: true, isDryRun: dryRun)
        return imported.changes.map { "\($0.action.rawValue) \($0.section) \($0.name)" }
    }

    private func refusal(_ directory: String) -> V5DirectoryError? {
        do { _ = try V5Takeover(directory: directory) } catch { return error as? V5DirectoryError }
        return nil
    }

    @Test("it brings sources, notes, tokens and alert settings, names everything else, and leaves the directory as it was")
    func everything() async throws {
        let (v5, to) = (try V5Installation(), try await Installation())
        let before = try v5.everything()
        let said = try bring(v5.path, to)
        #expect(try v5.everything() == before)
        let sources = try to.sources.all()
        #expect(sources.map(\.name) == ["backup", "homelab"])
        #expect(sources.last?.endpoints.map(\.url) == ["https://10.0.0.1:8006", "https://10.0.0.2:8006"])
        #expect(sources.last?.credentials == .token(id: "pulse-monitor@pam!pulse", secret: Redacted("v5-secret")))
        #expect(sources.first?.credentials == .password(user: "root@pam", password: Redacted("v5-password")))
        #expect(try to.notes().values.map(\.note) == ["the web server\nhttps://web.lan"])
        #expect(try to.access.tokens.all().map(\.name) == ["grafana"])
        #expect(
            said == [
                "add sources homelab", "add sources backup", "add notes guest:homelab/101", "add tokens grafana (a-toke…made)",
                "add v5Alerts alerts.json",
                "keep .env ", "keep alerts ", "keep email.enc ", "keep metrics.db ", "keep nodes.enc.backup ", "keep sessions.json ",
                "keep system.json ", "keep thing.of.the.owner ",
            ])
    }

    @Test("a second time nothing is changed, also after the owner renamed, removed and wrote something")
    func twice() async throws {
        let (v5, to) = (try V5Installation(), try await Installation())
        _ = try bring(v5.path, to)
        let id = try #require(try to.notes().keys.first)
        try AnnotationStore(database: to.store.database).save(Annotation(displayName: nil, note: "ours"), for: id, at: Installation.now)
        let sources = try to.sources.all()
        let again = try bring(v5.path, to)
        #expect(again.allSatisfy { $0.hasPrefix("keep") }, "\(again)")
        #expect(try to.sources.all() == sources && to.notes()[id]?.note == "ours" && to.access.tokens.all().count == 1)
    }

    @Test("a dry run says the same and changes nothing")
    func dryRun() async throws {
        let (v5, to) = (try V5Installation(), try await Installation())
        let said = try bring(v5.path, to, dryRun: true)
        #expect(try to.sources.all().isEmpty && to.notes().isEmpty && to.access.tokens.all().isEmpty)
        #expect(try KeptSettings(database: to.store.database).read(V5AlertSection.name) == nil)
        #expect(try bring(v5.path, to) == said)
    }

    @Test("a demonstration takes no directory")
    func demonstration() async throws {
        let (v5, demo) = (try V5Installation(), try await Installation(isDemo: true))
        #expect(throws: (any Error).self) { try bring(v5.path, demo) }
        #expect(try demo.sources.all().isEmpty)
    }

    @Test("without nodes.enc the key is not needed, and the rest comes over")
    func withoutNodes() async throws {
        let (v5, to) = (try V5Installation(nodes: nil), try await Installation())
        try v5.remove(".encryption.key")
        let said = try bring(v5.path, to)
        #expect(
            said.contains("add tokens grafana (a-toke…made)") && said.contains("keep notes Homelab:pve-1:101")
                && !said.contains { $0.contains("sources") })
    }

    @Test("a running Pulse that moved into the directory of v5 finds its own files unmentioned")
    func inPlace() async throws {
        let v5 = try V5Installation(["metrics.db": nil])
        let store = try OpenStore(path: v5.path)
        try store.database.close()
        let said = try V5Takeover(directory: v5.path).leftOut.map(\.section)
        #expect(!said.contains { $0.hasPrefix("pulse.db") || $0 == "lock" }, "\(said)")
    }

    @Test("the directory itself may be a link; a link in it is refused, whatever it points to, and so is what is no file")
    func links() throws {
        let v5 = try V5Installation()
        let link = v5.path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: v5.path)
        #expect(refusal(link) == nil)
        for name in ["nodes.enc", ".encryption.key", "api_tokens.json"] {
            let other = try V5Installation()
            try other.remove(name)
            try FileManager.default.createSymbolicLink(atPath: "\(other.path)/\(name)", withDestinationPath: "\(v5.path)/\(name)")
            #expect(refusal(other.path) == .notAFile(path: "\(other.path)/\(name)"))
        }
        let (folder, pipe) = (try V5Installation(), try V5Installation())
        try folder.remove("alerts.json")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/alerts.json", withIntermediateDirectories: false)
        #expect(refusal(folder.path) == .notAFile(path: "\(folder.path)/alerts.json"))
        try pipe.remove("guest_metadata.json")
        #expect(mkfifo("\(pipe.path)/guest_metadata.json", 0o600) == 0)
        #expect(refusal(pipe.path) == .notAFile(path: "\(pipe.path)/guest_metadata.json"))
    }

    enum Damage: CaseIterable {
        case noKey, emptyKey, textKey, shortKey, otherKey, emptyNodes, cutNodes, changedNodes, otherNodes

        func apply(to v5: V5Installation) throws {
            func key(_ text: String) throws { try v5.write(Data(text.utf8), ".encryption.key") }
            var sealed = try v5.sealed(V5Installation.nodes)
            switch self {
            case .noKey: try v5.remove(".encryption.key")
            case .emptyKey: try key("")
            case .textKey: try key("not base64!")
            case .shortKey: try key(Data(count: 16).base64EncodedString())
            case .otherKey: try key(Data(count: 32).base64EncodedString())
            case .emptyNodes: try v5.write(Data(), "nodes.enc")
            case .cutNodes: try v5.write(sealed.dropLast(), "nodes.enc")
            case .changedNodes:
                sealed[sealed.count / 2] ^= 1
                try v5.write(sealed, "nodes.enc")
            case .otherNodes: try v5.write(try v5.sealed(#"{"pveInstances":[{"Name":7}]}"#), "nodes.enc")
            }
        }

        func refusal(in path: String) -> V5DirectoryError {
            let (nodes, key) = ("\(path)/nodes.enc", "\(path)/.encryption.key")
            switch self {
            case .noKey: return .keyMissing(path: key)
            case .emptyKey, .textKey, .shortKey: return .keyUnusable(path: key)
            case .otherKey, .emptyNodes, .cutNodes, .changedNodes: return .sealBroken(path: nodes, key: key)
            case .otherNodes: return .notAsWritten(path: nodes, place: "'pveInstances.Index 0.Name'")
            }
        }
    }

    @Test("a key that is missing, none, or another is refused, and so is a nodes.enc that was changed, cut or emptied", arguments: Damage.allCases)
    func keys(damage: Damage) throws {
        let v5 = try V5Installation()
        try damage.apply(to: v5)
        #expect(refusal(v5.path) == damage.refusal(in: v5.path))
    }

    @Test("what is too large or not as v5 writes it is refused by name", arguments: ["guest_metadata.json", "api_tokens.json"])
    func files(name: String) throws {
        let large = try V5Installation([name: String(repeating: " ", count: (4 << 20) + 1)])
        #expect(refusal(large.path) == .tooLarge(path: "\(large.path)/\(name)", limit: name == "api_tokens.json" ? 1 << 20 : 4 << 20))
        let other = try V5Installation([name: "[7"])
        #expect(refusal(other.path) == .notAsWritten(path: "\(other.path)/\(name)", place: "content"))
        #expect(refusal(try V5Installation([name: "null"]).path) == nil)
    }

    @Test("a directory that is none, or not one of v5, is refused, with where v5 has its own")
    func otherDirectories() {
        #expect(refusal("/nowhere/at/all") == .notOpened(path: "/nowhere/at/all", reason: "No such file or directory"))
        #expect(refusal("/usr") == .notOfV5(path: "/usr"))
        #expect(V5DirectoryError.notOfV5(path: "/usr").sentence.contains("/etc/pulse"))
    }

    @Test("a file that the system does not let us open is refused, with its reason and what to do")
    func unreadable() throws {
        // A socket, because whoever runs the tests may be root, who may read everything else.
        let v5 = try V5Installation(["api_tokens.json": nil])
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array("\(v5.path)/api_tokens.json".utf8)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        #expect(bound == 0)
        let found = refusal(v5.path)
        #expect(found == .notReadable(path: "\(v5.path)/api_tokens.json", reason: "No such device or address"))
        #expect(found?.sentence.contains("as root") == true)
    }

    @Test("a directory with very many files is listed to a limit, and the rest is counted")
    func manyFiles() throws {
        let files = Dictionary(uniqueKeysWithValues: (0..<300).map { ("z-\($0)", Optional("x")) })
        let lines = try V5Takeover(directory: try V5Installation(files).path).leftOut
        #expect(lines.count == V5File.mostNamed + 1 && lines.last?.sentence.hasPrefix("108 more") == true, "\(lines.last?.sentence ?? "")")
    }

    @Test("a directory with other bytes inside is refused or read, never half taken over, and nothing of it ends the program")
    func fuzz() async throws {
        let to = try await Installation()
        var state: UInt64 = 7
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        func changed(_ text: String) -> Data {
            var bytes = Array(text.utf8)
            for _ in 0...draw(3) where !bytes.isEmpty {
                switch draw(4) {
                case 0: bytes[draw(bytes.count)] = UInt8(draw(256))
                case 1: bytes.removeSubrange(draw(bytes.count)...)
                case 2: bytes.replaceSubrange(draw(bytes.count)..., with: Array("1e999]}".utf8).prefix(draw(8)))
                default: bytes.insert(contentsOf: Array(#"[{"":null}],"#.utf8).prefix(draw(13)), at: draw(bytes.count + 1))
                }
            }
            return Data(bytes)
        }
        let v5 = try V5Installation()
        var (read, refused) = (0, 0)
        for _ in 0..<600 {
            let name = ["nodes.enc", "guest_metadata.json", "api_tokens.json", "alerts.json", ".encryption.key"][draw(5)]
            let old = try #require(FileManager.default.contents(atPath: "\(v5.path)/\(name)"))
            let new =
                name == "nodes.enc"
                ? try v5.sealed(String(decoding: changed(V5Installation.nodes), as: UTF8.self)) : changed(String(decoding: old, as: UTF8.self))
            try v5.write(new, name)
            do {
                _ = try bring(v5.path, to, dryRun: true)
                read += 1
            } catch is any SentenceError { refused += 1 }
            try v5.write(old, name)
        }
        #expect(read > 100 && refused > 100, "\(read) read, \(refused) refused")
        #expect(try to.sources.all().isEmpty && to.notes().isEmpty)
    }
}
