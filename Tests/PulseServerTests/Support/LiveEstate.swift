import Foundation
import Logging
import PulseAccess
import PulseCore
import PulseEstateLab
import PulseHTTP
import PulseInventory
import PulsePatrolWiring
import PulseProxmox
import PulseSimulator
import PulseTransport

@testable import PulseServer

/// A whole server and a simulated cluster in one process, driven by hand in virtual time: `step()` lets ten seconds pass.
final class LiveEstate {
    let estate: SimulatedEstate
    private var running: Running?
    let log = KeptLog()
    private let client = OutboundClient()
    private var source: PVESource
    private let clock: MovableClock
    private let configuration: ServerConfiguration

    /// Let go of as a whole: the data directory is free when nobody holds any of it.
    private struct Running {
        let server: PulseServer
        /// Patrol's part of the running server.
        let keeper: PatrolKeeper
    }

    init(_ options: EstateOptions = EstateOptions(nodesPerCluster: 3, guestsPerCluster: 20)) async throws {
        let estate = try await SimulatedEstate.start(options, logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        self.estate = estate
        let environment = ["PULSE_DATA_DIR": NSTemporaryDirectory() + "/pulse-live-\(UUID().uuidString)"]
        configuration = try ServerConfiguration(try await SettingsReader.make(flags: [:], environment: environment, file: nil))
        clock = MovableClock(Timestamp(seconds: Int64(estate.now)))
        source = EstateSources.cluster(estate.clusters[0], client, clock)
        running = try Self.start(configuration, clock, log)
    }

    private static func start(_ configuration: ServerConfiguration, _ clock: MovableClock, _ log: KeptLog) throws -> Running {
        let server = try PulseServer(
            configuration, store: try OpenStore(path: configuration.dataDirectory), logger: log.logger, hasher: PasswordHasher(logarithmOfCost: 2),
            now: { clock.now })
        return Running(server: server, keeper: PatrolKeeper(patrol: server.patrol, inventory: server.inventory, logger: log.logger))
    }

    private var parts: Running {
        guard let running else { preconditionFailure("The server does not run.") }
        return running
    }

    var server: PulseServer { parts.server }
    var keeper: PatrolKeeper { parts.keeper }

    /// Ten seconds: the source is asked, the server ticks, patrol does what is due.
    func step(_ times: Int = 1, of length: Duration = .seconds(10)) async {
        for _ in 0..<times {
            estate.advance(by: length)
            clock.move(by: length)
            server.inbox.put(await source.poll(now: now))
            await source.askDetails(now: now)
            server.ticks.tick(at: now)
            await keeper.step()
        }
    }

    /// The clock of Pulse jumps, and the one of the cluster does not; nobody asks the cluster before the next step.
    func jump(by duration: Duration) async {
        clock.move(by: duration)
        server.ticks.tick(at: now)
        await keeper.step()
    }

    /// Ends the server and starts another one on the same data directory. `meanwhile` is what happens to its files in between.
    func restart(_ meanwhile: (_ directory: String) throws -> Void = { _ in }) async throws {
        try await server.close()
        running = nil
        try meanwhile(configuration.dataDirectory)
        running = try Self.start(configuration, clock, log)
        source = EstateSources.cluster(estate.clusters[0], client, clock)
    }

    var now: Timestamp { clock.now }
    var directory: String { configuration.dataDirectory }
    var fleet: Fleet { server.inventory.fleet }
    var ledger: SourceLedger? { server.inventory.estate.ledger.sources[slug] }
    var slug: SourceSlug { SourceSlug(naming: "lab", avoiding: []) }

    func guest(_ vmid: Int) -> Resource? { fleet.resources[.guest(slug, vmid: vmid)] }
    func node(_ name: String) -> Resource? { fleet.resources[.node(slug, name)] }

    func end() async {
        await client.shutdown()
        try? await running?.server.close()
        await estate.shutdown()
        try? FileManager.default.removeItem(atPath: configuration.dataDirectory)
    }
}

/// Runs a story with an estate that is taken down afterwards, whatever happens.
func withEstate(_ options: EstateOptions = EstateOptions(nodesPerCluster: 3, guestsPerCluster: 20), _ story: (LiveEstate) async throws -> Void)
    async throws
{
    let live = try await LiveEstate(options)
    do { try await story(live) } catch {
        await live.end()
        throw error
    }
    await live.end()
}
