import Logging
import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated estate whose clusters save to backup servers, with a source that watches one of these, in virtual time.
final class BackupStage: SourceStage {
    let virtual: VirtualEstate

    /// Small: a dozen guests, two weeks of backups.
    static let small = EstateOptions(nodesPerCluster: 2, guestsPerCluster: 12, backupServers: 1)

    static func run(_ options: EstateOptions = small, _ body: (BackupStage) async throws -> Void) async throws {
        try await run(estate: options, body)
    }

    init(_ virtual: VirtualEstate) { self.virtual = virtual }

    var server: RunningBackupServer { estate.backupServers[0] }

    static func credentials(_ token: RunningBackupToken) -> ProxmoxCredentials { .token(id: token.id, secret: Redacted(token.secret)) }

    func source(_ credentials: ProxmoxCredentials? = nil, fingerprint: String? = nil) -> PBSSource {
        let configuration = ProxmoxSourceConfiguration(
            product: .backupServer, slug: SourceSlug("pbs")!, name: "Cellar",
            endpoints: [ProxmoxEndpoint(url: server.url, fingerprint: fingerprint ?? server.fingerprint)],
            credentials: credentials ?? Self.credentials(server.token))
        return PBSSource(configuration: configuration, client: client, now: { self.now }, randomness: { 0.5 }, logger: Logger(label: "test"))
    }

    /// Polls every ten seconds of virtual time, with the calls beside it in between; the last observation.
    @discardableResult
    func watch(_ source: PBSSource, for duration: Duration, every step: Duration = .seconds(10)) async -> Observation {
        await watch(source, for: duration, step: step)
    }
}

extension ObservedResource {
    var datastore: DatastoreFacts? { if case .datastore(let facts) = facts { facts } else { nil } }
}
