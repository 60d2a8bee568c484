import Foundation
import Logging
import PulseCore
import PulseHTTP
import PulseProxmox
import PulseStorage
import PulseTransport
import Synchronization

@testable import PulseServer

/// A desk of searches whose world has one server, at 10.0.0.3, or is a given one.
final class DeskStage: Sendable {
    static let fingerprint = "AA:BB"

    let desk: DiscoveryDesk
    let trail: WatchedTrail
    private let kept: Looks
    private let hanging: AsyncStream<Void>

    convenience init(sources: [ConfiguredSource], isDemo: Bool = false, hangsAfter: Int? = nil) throws {
        let (looks, (hanging, hung)) = (Looks(), AsyncStream<Void>.makeStream())
        try self.init(sources: FixedSources(all: sources), isDemo: isDemo, looks: looks, hanging: hanging) { target in
            let count = looks.add(target.address.description)
            if let hangsAfter, count > hangsAfter {
                hung.yield()
                try? await Task.sleep(for: .seconds(3600))
            }
            guard target.address.description == "10.0.0.3" else { return nil }
            return FoundServer(
                product: .virtualEnvironment, address: target.address, port: target.port, node: "pve-3", fingerprint: Self.fingerprint, subject: nil,
                confidence: .certain, evidence: ["Its page says so."])
        }
    }

    convenience init(
        sources: any SourceAdministration, rules: EgressRules, _ look: @escaping @Sendable (ScanTarget) async -> FoundServer?
    ) throws {
        try self.init(sources: sources, rules: rules, looks: Looks(), hanging: AsyncStream(unfolding: { nil }), look)
    }

    private init(
        sources: any SourceAdministration, rules: EgressRules = .discovery(allowed: []), isDemo: Bool = false, looks: Looks,
        hanging: AsyncStream<Void>, _ look: @escaping @Sendable (ScanTarget) async -> FoundServer?
    ) throws {
        let database = try Database(
            path: NSTemporaryDirectory() + "pulse-desk-\(UUID().uuidString).db", migrations: [DiscoverySettingsStore.migration])
        trail = WatchedTrail()
        kept = looks
        self.hanging = hanging
        desk = DiscoveryDesk(
            store: DiscoverySettingsStore(database: database, rules: rules), sources: sources, audit: trail, isDemo: isDemo, look: look,
            now: { Timestamp(seconds: 1_790_000_000) }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The addresses that were looked at.
    var looks: [String] { kept.addresses.withLock { $0 } }

    /// Serves the desk for as long as the story takes.
    func run(_ story: (DeskStage) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [desk] in try await desk.run() }
            defer { group.cancelAll() }
            try await story(self)
        }
    }

    /// Returns when a search has ended and that is recorded.
    func ends() async throws {
        for await event in trail.arrivals where event == "discovery.end" { return }
    }

    /// Returns when a look hangs.
    func hangs() async throws { for await _ in hanging { return } }

    static func source(_ addresses: [(url: String, node: String, fingerprint: String)]) -> ConfiguredSource {
        ConfiguredSource(
            slug: SourceSlug(naming: "lab", avoiding: []), kind: .proxmoxVE, name: "Lab",
            addresses: addresses.map { .init(address: $0.url, node: $0.node, fingerprint: $0.fingerprint) }, authentication: .token(id: "a@pve!b"),
            interval: .seconds(10), report: nil)
    }
}

/// Which addresses were looked at, in order.
private final class Looks: Sendable {
    let addresses = Mutex<[String]>([])

    /// - Returns: how many there are now.
    func add(_ address: String) -> Int {
        addresses.withLock { addresses in
            addresses.append(address)
            return addresses.count
        }
    }
}

/// An audit trail that tells of each event as it comes.
final class WatchedTrail: AuditTrail {
    struct Broken: Error {}

    let isBroken = Mutex(false)
    let arrivals: AsyncStream<String>
    private let arrived: AsyncStream<String>.Continuation
    private let recorded = Mutex<[AuditEvent]>([])

    init() { (arrivals, arrived) = AsyncStream.makeStream() }

    var events: [AuditEvent] { recorded.withLock { $0 } }

    func record(_ event: AuditEvent) async throws {
        if isBroken.withLock({ $0 }) { throw Broken() }
        recorded.withLock { $0.append(event) }
        arrived.yield(event.event)
    }
}

/// Sources that are there and nothing else.
private struct FixedSources: SourceAdministration {
    struct NotHere: Error {}

    let all: [ConfiguredSource]

    func configuredSources() throws -> [ConfiguredSource] { all }
    func test(_ draft: SourceDraft, stored: SourceSlug?) async throws -> ConnectionTestResult { throw NotHere() }
    func add(_ draft: SourceDraft) async throws -> ConfiguredSource { throw NotHere() }
    func update(_ slug: SourceSlug, _ draft: SourceDraft) async throws -> ConfiguredSource { throw NotHere() }
    func remove(_ slug: SourceSlug) async throws { throw NotHere() }
}
