import Logging
import PulseCore
import PulseSimulator
import PulseTransport
import Synchronization

@testable import PulseProxmox

/// A simulated estate whose clusters save to backup servers, with a source that watches one of these, in virtual time.
final class BackupStage: Sendable {
    let estate: SimulatedEstate
    let client: OutboundClient
    private let time: Mutex<Timestamp>

    /// Small: a dozen guests, two weeks of backups.
    static let small = EstateOptions(nodesPerCluster: 2, guestsPerCluster: 12, backupServers: 1)

    static func run(_ options: EstateOptions = small, _ body: (BackupStage) async throws -> Void) async throws {
        let stage = try await BackupStage(options)
        do {
            try await body(stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }

    private init(_ options: EstateOptions) async throws {
        estate = try await SimulatedEstate.start(options)
        client = OutboundClient()
        time = Mutex(Timestamp(seconds: Int64(estate.now)))
    }

    private func close() async {
        await client.shutdown()
        await estate.shutdown()
    }

    var server: RunningBackupServer { estate.backupServers[0] }
    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        estate.advance(by: duration)
        time.withLock { $0 = $0 + duration }
    }

    static func credentials(_ token: RunningBackupToken) -> ProxmoxCredentials { .token(id: token.id, secret: Redacted(token.secret)) }

    func source(_ credentials: ProxmoxCredentials? = nil, fingerprint: String? = nil) -> PBSSource {
        let configuration = ProxmoxSourceConfiguration(
            product: .backupServer, slug: SourceSlug("pbs")!, name: "Cellar",
            endpoints: [ProxmoxEndpoint(url: server.url, fingerprint: fingerprint ?? server.fingerprint)],
            credentials: credentials ?? Self.credentials(server.token))
        return PBSSource(configuration: configuration, client: client, now: { self.now }, randomness: { 0.5 }, logger: Logger(label: "test"))
    }

    /// Returns when the servers, or the source, have come so far. The suite's time limit ends what never comes.
    func wait(until condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Polls every ten seconds of virtual time, with the calls beside it in between; the last observation.
    @discardableResult
    func watch(_ source: PBSSource, for duration: Duration, every step: Duration = .seconds(10)) async -> Observation {
        var observation = await source.poll(now: now)
        var passed = Duration.zero
        while passed < duration {
            await source.askDetails(now: now)
            advance(step)
            passed += step
            observation = await source.poll(now: now)
        }
        return observation
    }
}

extension ObservedResource {
    var datastore: DatastoreFacts? { if case .datastore(let facts) = facts { facts } else { nil } }
}
