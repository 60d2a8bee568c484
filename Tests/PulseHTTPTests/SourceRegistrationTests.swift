import HTTPTypes
import PulseCore
import Synchronization
import Testing

@testable import PulseHTTP

/// Which of several addresses is kept, and what is said when none is.
@Suite("A server that registers itself", .timeLimit(.minutes(5)))
struct SourceRegistrationTests {
    /// Answers at each address as it is told to, and keeps what it was asked.
    private final class Addresses: SourceAdministration {
        let refusals: [String: APIError]
        let asked = Mutex<[String]>([])

        init(_ refusals: [String: APIError]) { self.refusals = refusals }

        func configuredSources() -> [ConfiguredSource] { [] }
        func test(_ draft: SourceDraft, stored: SourceSlug?) throws -> ConnectionTestResult { throw APIError.notFound("") }
        func remove(_ slug: SourceSlug) {}

        func add(_ draft: SourceDraft) throws -> ConfiguredSource { try answer("add", draft) }

        func update(_ slug: SourceSlug, _ draft: SourceDraft) throws -> ConfiguredSource {
            let address = try #require(draft.address)
            asked.withLock { $0.append("update \(slug) \(address) \(draft.name ?? "-")") }
            return source(address)
        }

        private func answer(_ word: String, _ draft: SourceDraft) throws -> ConfiguredSource {
            let address = try #require(draft.address)
            asked.withLock { $0.append("\(word) \(address)") }
            if let refusal = refusals[address] { throw refusal }
            return source(address)
        }

        private func source(_ address: String) -> ConfiguredSource {
            ConfiguredSource(
                slug: SourceSlug(naming: "lab", avoiding: []), kind: .proxmoxVE, name: "Lab", addresses: [], authentication: .none,
                interval: .seconds(10), report: nil)
        }
    }

    private static func run(_ sources: Addresses, _ addresses: [String]) async throws -> Bool {
        let draft = SourceDraft(kind: .proxmoxVE, name: "Lab", credentials: .token(id: "a@pve!b", secret: Redacted("c")), fingerprint: "AA")
        return try await SourceRegistration(addresses: addresses, draft: draft).run(sources, AuditNotes()).isNew
    }

    private static let silent = APIError(.unprocessableContent, "unreachable", "Nobody answers.")

    @Test("the first address that answers is kept, and no other is asked")
    func first() async throws {
        let sources = Addresses(["a": Self.silent])
        #expect(try await Self.run(sources, ["a", "b", "c"]))
        #expect(sources.asked.withLock { $0 } == ["add a", "add b"])
    }

    @Test("what would be the same at every address ends the search", arguments: ["credentials_refused", "demo"])
    func same(code: String) async throws {
        let sources = Addresses(["a": APIError(.unprocessableContent, code, "No.")])
        await #expect(throws: APIError.self) { try await Self.run(sources, ["a", "b"]) }
        #expect(sources.asked.withLock { $0 } == ["add a"])
    }

    @Test("a source that is there gets the new token and keeps its name")
    func twin() async throws {
        let sources = Addresses(["a": APIError(.conflict, "already_configured", "It is there.", details: ["source": "homelab"])])
        #expect(try await !Self.run(sources, ["a", "b"]))
        #expect(sources.asked.withLock { $0 } == ["add a", "update homelab a -"])
    }

    @Test("when no address answers, all are named, with what was wrong with the first")
    func nothing() async throws {
        let sources = Addresses(["a": Self.silent, "b": APIError(.unprocessableContent, "other", "Other.")])
        do {
            _ = try await Self.run(sources, ["a", "b"])
            Issue.record("it was kept")
        } catch let error as APIError {
            #expect(error.code == "unreachable" && error.sentence == "Pulse tried a, b. At the first: Nobody answers.")
        }
        await #expect(throws: APIError.self) { try await Self.run(sources, []) }
    }
}
