import ArgumentParser
import Logging
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseHostProbe
import PulseTransport
import ServiceLifecycle
import UnixSignals

/// `pulse-agent run`
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Report to the server until stopped.")

    @OptionGroup var places: PlaceOptions
    @OptionGroup var settings: SettingOptions
    @OptionGroup var server: ServerOptions

    @Option(help: "A code to enrol with when this machine has not yet (PULSE_TOKEN).")
    var code: String?

    func run() async throws {
        FreedMemory.keepOneHeap()
        try await explaining(about: server.url ?? "the server") {
            let folder = places.state
            try folder.make()
            let configuration = try settings.configuration(places)
            let identity = try await identity(in: folder, configuration)
            let logger = Self.logger(configuration.settings.logLevel ?? .info)
            // A cluster is listened to by a stream per kind; with fewer connections some would wait for the others for ever.
            let client = OutboundClient(idleLimit: .seconds(55), connectionsPerHost: KubernetesCollector.connections)
            let spool = try Spool(folder: folder.folder("spool"), newRun: World.name())
            let collectors = Collectors(client: client, local: configuration, state: folder)
            let agent = AgentService(
                identity: identity, connection: ServerConnection(client: client, server: identity.server, trust: identity.trust), state: folder,
                spool: spool, local: configuration, header: { collectors.header(agentID: identity.agentID, $0) },
                collectors: { collectors.all(for: $0) },
                world: AgentService.Surroundings(
                    now: World.now, dice: World.dice, logger: logger, told: { [running = places.running] in RunningFile.write($0, in: running) }))
            logger.notice("pulse-agent \(AgentVersion.current) reports", metadata: ["server": "\(identity.server)"])
            try await ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [.init(service: agent)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            ).run()
            await client.shutdown()
        }
    }

    private func identity(in folder: StateFolder, _ configuration: LocalConfiguration) async throws -> AgentIdentity {
        if let known = try AgentIdentity(in: folder) { return known }
        guard let code = code ?? World.environment("PULSE_TOKEN") else {
            throw OptionError(
                "This machine has not enrolled. Make a code in the page under Settings > Agents, and run: pulse-agent enrol --url … --code …")
        }
        let enrolment = Enrolment(
            server: try ServerAddress(server), code: code, hostname: World.environment("PULSE_HOSTNAME"), tags: configuration.settings.tags ?? [])
        let (identity, _) = try await enrolment.run()
        try identity.save(in: folder)
        return identity
    }

    private static func logger(_ level: AgentSettings.LogLevel) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "pulse-agent")
        logger.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
        return logger
    }
}
