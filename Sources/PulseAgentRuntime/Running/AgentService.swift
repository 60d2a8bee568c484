package import Logging
package import PulseAgentProtocol
package import PulseCore
import ServiceLifecycle

/// The running agent: collects at its interval and delivers beside that, so that a slow server delays no measurement.
package struct AgentService: Service {
    /// Seconds, when nobody says anything else.
    package static let standardInterval = 10

    /// What it needs of the world.
    package struct Surroundings: Sendable {
        var now: @Sendable () -> Timestamp
        /// 0..<1
        var dice: @Sendable () -> Double
        var pause: @Sendable (Duration) async throws -> Void
        var logger: Logger
        /// Told after every report.
        var told: @Sendable (RunningReport) -> Void

        package init(
            now: @escaping @Sendable () -> Timestamp, dice: @escaping @Sendable () -> Double, logger: Logger,
            pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
            told: @escaping @Sendable (RunningReport) -> Void = { _ in }
        ) {
            self.now = now
            self.dice = dice
            self.pause = pause
            self.logger = logger
            self.told = told
        }
    }

    private let identity: AgentIdentity
    private let header: @Sendable (AgentSettings) -> AgentHeader
    private let connection: ServerConnection
    private let state: StateFolder
    private let collectors: @Sendable (AgentSettings) -> [any Collector]
    private let core: AgentCore
    private let world: Surroundings

    /// - Parameter collectors: those for given settings; they are made anew whenever a profile changes them.
    package init(
        identity: AgentIdentity, connection: ServerConnection, state: StateFolder, spool: Spool, local: LocalConfiguration,
        header: @escaping @Sendable (AgentSettings) -> AgentHeader, collectors: @escaping @Sendable (AgentSettings) -> [any Collector],
        world: Surroundings
    ) {
        self.identity = identity
        self.header = header
        self.connection = connection
        self.state = state
        self.collectors = collectors
        self.world = world
        core = AgentCore(
            spool: spool, profiles: ProfileKeeper(agentID: identity.agentID, serverKey: identity.serverKey), local: local, state: state,
            logger: world.logger)
    }

    package func run() async throws {
        await core.restoreProfile()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await self.runUntilSettingsChange() }
        }
        await deliver(once: true, for: [])
        await core.close()
    }

    private func runUntilSettingsChange() async {
        let settings = await core.settings
        let collectors = collectors(settings)
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Bool.self) { group in
            for collector in collectors {
                group.addTask {
                    await collector.run()
                    return false
                }
            }
            group.addTask {
                await self.collect(with: collectors, settings) { wake.yield() }
                return true
            }
            group.addTask {
                for await _ in wakes { await self.deliver(once: false, for: collectors) }
                return false
            }
            for await isEnd in group where isEnd { break }
            wake.finish()
            group.cancelAll()
        }
    }

    /// Ends when the settings are no longer these.
    private func collect(with collectors: [any Collector], _ settings: AgentSettings, then wake: @Sendable () -> Void) async {
        let interval = Duration.seconds(settings.interval ?? Self.standardInterval)
        var next = world.now()
        while !Task.isCancelled {
            let moment = world.now()
            await core.keep(await Self.picture(of: collectors, at: moment), at: moment)
            world.told(await core.report)
            wake()
            // Encoding takes for a moment what would stay taken: with many things more than all the rest.
            FreedMemory.giveBack()
            // From the plan and not from the end of the work, so that reports come evenly; what was missed is not made up for.
            next = max(next + interval, world.now())
            do { try await world.pause(next.since(world.now())) } catch { return }
            if await core.settings != settings { return }
        }
    }

    private static func picture(of collectors: [any Collector], at moment: Timestamp) async -> Picture {
        await withTaskGroup(of: (Int, Picture).self) { group in
            for (place, collector) in collectors.enumerated() { group.addTask { (place, await collector.picture(at: moment)) } }
            var pictures = [Picture?](repeating: nil, count: collectors.count)
            for await (place, picture) in group { pictures[place] = picture }
            return Picture(merging: pictures.compactMap(\.self))
        }
    }

    /// - Parameter collectors: those that a wish of the server is for.
    private func deliver(once: Bool, for collectors: [any Collector]) async {
        while let reports = await core.batch(at: world.now()) {
            let header = header(await core.settings)
            let outcome = await connection.send(reports, header: header, run: await core.run, at: world.now(), as: identity)
            // A call that was given up, because the settings changed, says nothing of the server. What it carried is sent again.
            if case .failed = outcome, Task.isCancelled { return }
            let goesOn = await core.delivered(outcome, at: world.now(), dice: world.dice())
            world.told(await core.report)
            if await core.takeImageCheck() { for collector in collectors { collector.askRegistries(at: world.now()) } }
            if once || !goesOn || Task.isCancelled { break }
        }
        if !once { await update() }
    }

    /// Fetches a newer version where the settings allow it. Root puts it in its place.
    private func update() async {
        let folder = UpdateFolder(in: state)
        guard let offer = await core.takeUpdate(folder) else { return }
        do {
            let architecture = header(await core.settings).architecture
            let program = try await connection.program(architecture: architecture, size: offer.size)
            try folder.place(program, offer, key: identity.serverKey)
            world.logger.notice("A newer version waits to be installed", metadata: ["version": "\(offer.version)"])
        } catch {
            world.logger.warning("A newer version could not be fetched", metadata: ["version": "\(offer.version)", "reason": "\(error)"])
        }
    }
}
