import PulseCore
import PulseHTTP
import PulseSimulator
import Testing

@testable import PulseServer

/// Sources as a person adds, tests and changes them.
@Suite("The desk of sources", .timeLimit(.minutes(5)))
struct SourceDeskTests {
    private static let small = EstateOptions(nodesPerCluster: 1, guestsPerCluster: 4, standalone: true)

    private func draft(_ live: LiveEstate, name: String? = nil, address: String? = nil, fingerprint: String? = nil) -> SourceDraft {
        let cluster = live.estate.clusters[0]
        return SourceDraft(
            name: name, address: address ?? cluster.nodes[0].url, credentials: .token(id: cluster.token.id, secret: Redacted(cluster.token.secret)),
            fingerprint: fingerprint)
    }

    private func added(_ live: LiveEstate) async throws -> ConfiguredSource {
        try await live.server.sources.add(draft(live, name: "Lab", fingerprint: live.estate.clusters[0].nodes[0].fingerprint))
    }

    @Test("without a confirmed fingerprint nothing is added, and the answer holds the fingerprint to confirm")
    func unconfirmed() async throws {
        try await withEstate(Self.small) { live in
            let result = try await live.server.sources.test(draft(live), stored: nil)
            #expect(result.certificate?.needsConfirmation == true)
            #expect(result.certificate?.fingerprint == live.estate.clusters[0].nodes[0].fingerprint)
            await #expect(throws: APIError.self) { try await live.server.sources.add(draft(live)) }
            let kept = try live.server.sources.configuredSources()
            #expect(kept.isEmpty)
        }
    }

    @Test("a stored source is tested with its own token and certificate, whether its address is repeated or not", arguments: [false, true])
    func storedSource(repeatsAddress: Bool) async throws {
        try await withEstate(Self.small) { live in
            let source = try await added(live)
            let draft = SourceDraft(name: nil, address: repeatsAddress ? source.addresses[0].address : nil, credentials: nil, fingerprint: nil)
            let result = try await live.server.sources.test(draft, stored: source.slug)
            #expect(result.problem == nil, "\(String(describing: result.problem))")
            #expect(result.guests == 4)
        }
    }

    @Test("a certificate that changed can be confirmed by editing the source")
    func changedCertificate() async throws {
        try await withEstate(Self.small) { live in
            let source = try await added(live)
            try await live.estate.apply(.certificateChanged(node: live.estate.clusters[0].nodes[0].name))
            let unchanged = SourceDraft(name: nil, address: source.addresses[0].address, credentials: nil, fingerprint: nil)
            let refused = try await live.server.sources.test(unchanged, stored: source.slug)
            #expect(refused.problem?.code == "certificate_changed")
            let shown = try #require(refused.certificate)
            #expect(shown.needsConfirmation && shown.fingerprint != source.addresses[0].fingerprint)
            let confirmed = SourceDraft(name: nil, address: source.addresses[0].address, credentials: nil, fingerprint: shown.fingerprint)
            #expect(try await live.server.sources.test(confirmed, stored: source.slug).problem == nil)
            let changed = try await live.server.sources.update(source.slug, confirmed)
            #expect(changed.addresses[0].fingerprint == shown.fingerprint)
        }
    }

    @Test("a source that does not answer can be renamed")
    func renamedWhileDown() async throws {
        try await withEstate(Self.small) { live in
            let source = try await added(live)
            try await live.estate.apply(.nodeDown(node: live.estate.clusters[0].nodes[0].name))
            let renamed = SourceDraft(name: "Cellar", address: source.addresses[0].address, credentials: nil, fingerprint: nil)
            #expect(try await live.server.sources.update(source.slug, renamed).name == "Cellar")
        }
    }

    @Test("a stored secret is never sent to another server, neither for a test nor to keep it")
    func secretStays() async throws {
        try await withEstate(EstateOptions(clusters: 2, nodesPerCluster: 1, guestsPerCluster: 4)) { live in
            let source = try await added(live)
            let other = live.estate.clusters[1].nodes[0]
            let elsewhere = SourceDraft(name: nil, address: other.url, credentials: nil, fingerprint: other.fingerprint)
            let tested = await #expect(throws: APIError.self) { try await live.server.sources.test(elsewhere, stored: source.slug) }
            let kept = await #expect(throws: APIError.self) { try await live.server.sources.update(source.slug, elsewhere) }
            #expect(tested?.code == "credentials_needed" && kept?.code == "credentials_needed")
            let stored = try live.server.sources.configuredSources().first { $0.slug == source.slug }
            #expect(stored?.addresses.map(\.address) == source.addresses.map(\.address))
        }
    }

    private static let withBackups = EstateOptions(nodesPerCluster: 1, guestsPerCluster: 4, backupServers: 1)

    private func backupDraft(_ live: LiveEstate, name: String? = nil) -> SourceDraft {
        let server = live.estate.backupServers[0]
        return SourceDraft(
            kind: .backupServer, name: name, address: server.url, credentials: .token(id: server.token.id, secret: Redacted(server.token.secret)),
            fingerprint: server.fingerprint)
    }

    @Test("a backup server is tested, added, changed and removed as a cluster is, and stays what it is")
    func backupServer() async throws {
        try await withEstate(Self.withBackups) { live in
            let desk = live.server.sources
            let result = try await desk.test(backupDraft(live), stored: nil)
            #expect(result.problem == nil && result.datastores == ["archive", "main"])
            let source = try await desk.add(backupDraft(live, name: "Vault"))
            #expect(source.kind == .backupServer && source.slug.description == "vault")
            #expect(try await desk.update(source.slug, SourceDraft(name: "Cellar")).kind == .backupServer)
            #expect(try await desk.test(SourceDraft(), stored: source.slug).datastores.count == 2)
            let other = await #expect(throws: APIError.self) { try await desk.update(source.slug, SourceDraft(kind: .proxmoxVE)) }
            #expect(other?.code == "invalid_kind")
            try await desk.remove(source.slug)
            #expect(try desk.configuredSources().isEmpty)
        }
    }

    @Test("what answers as another product than the chosen one is not added")
    func otherProduct() async throws {
        try await withEstate(Self.withBackups) { live in
            var draft = backupDraft(live)
            draft.kind = .proxmoxVE
            await #expect(throws: APIError.self) { try await live.server.sources.add(draft) }
            let kept = try live.server.sources.configuredSources()
            #expect(kept.isEmpty)
        }
    }

    @Test("a mail gateway is tested, added with all its nodes and removed as a cluster is")
    func mailGateway() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 4, mailGateways: 1, nodesPerMailGateway: 2)) { live in
            let (desk, gateway) = (live.server.sources, live.estate.mailGateways[0])
            let draft = SourceDraft(
                kind: .mailGateway, name: "Post", address: gateway.nodes[0].url,
                credentials: .password(user: gateway.user.name, password: Redacted(gateway.user.password)), fingerprint: gateway.nodes[0].fingerprint)
            #expect(try await desk.test(draft, stored: nil).problem == nil)
            let source = try await desk.add(draft)
            #expect(source.kind == .mailGateway && source.slug.description == "post")
            #expect(source.addresses.map(\.node) == ["mail1", "mail2"])
            try await desk.remove(source.slug)
            let kept = try desk.configuredSources()
            #expect(kept.isEmpty)
        }
    }

    @Test("a mail gateway knows no tokens")
    func mailGatewayToken() async throws {
        try await withEstate(Self.small) { live in
            var draft = draft(live)
            draft.kind = .mailGateway
            let refused = await #expect(throws: APIError.self) { try await live.server.sources.add(draft) }
            #expect(refused?.code == "invalid_authentication")
        }
    }

    @Test("the same cluster is not added twice")
    func twice() async throws {
        try await withEstate(Self.small) { live in
            _ = try await added(live)
            let again = draft(live, name: "Again", fingerprint: live.estate.clusters[0].nodes[0].fingerprint)
            let error = await #expect(throws: APIError.self) { try await live.server.sources.add(again) }
            #expect(error?.code == "already_configured")
        }
    }
}
