import ArgumentParser
import Foundation
import Logging
import NIOCore
import PulseAccess
import PulseCore
import PulseStorage

/// `pulse serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the server.")

    @OptionGroup var settings: SettingsOptions

    @Option(name: .long, help: "The port of the page (PULSE_PORT).")
    var port: Int?

    @Option(name: .long, help: "The address to listen on (PULSE_BIND).")
    var bind: String?

    @Flag(name: .long, help: "Serve TLS with a certificate of our own making (PULSE_TLS_SELF_SIGNED).")
    var tlsSelfSigned = false

    @Flag(name: .long, help: "Show simulated servers only, on loopback, in a temporary directory.")
    var demo = false

    @Option(name: .long, help: "Nodes of the demonstration's cluster.")
    var demoNodes = 5

    @Option(name: .long, help: "Guests of the demonstration's cluster.")
    var demoGuests = 120

    func run() async throws {
        try await explaining {
            let reader = try await settings.reader([
                "PULSE_PORT": port.map(String.init), "PULSE_BIND": bind, "PULSE_TLS_SELF_SIGNED": tlsSelfSigned ? "true" : nil,
            ])
            let configuration = try ServerConfiguration(reader)
            let logger = Self.logger(configuration.logLevel)
            for sentence in settings.unknownSettings() { logger.warning("\(sentence)") }
            if demo {
                try await Demonstration(configuration, nodes: demoNodes, guests: demoGuests, logger: logger).run()
            } else {
                let store = try OpenStore(path: configuration.dataDirectory)
                try await Self.serve(try PulseServer(configuration, store: store, logger: logger), logger)
            }
        }
    }

    static func logger(_ level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "pulse")
        logger.logLevel = level
        return logger
    }

    static func serve(_ server: PulseServer, _ logger: Logger) async throws {
        let configuration = server.configuration
        do {
            try await server.prepareAccess()
            try await server.run { port in Welcome(configuration, port: port, setupCode: server.access.setupCode).say() }
        } catch let error where error is IOError || error is SocketAddressError || error is SocketAddressError.UnknownHost {
            Console.complain("Cannot listen on \(configuration.bindAddress), port \(configuration.port): \(error).")
            Console.complain("Choose another port with --port, or another address with --bind.")
            throw ExitCode.unavailable
        }
    }
}

/// What the server says to the person who started it.
struct Welcome {
    private let lines: [String]

    init(_ configuration: ServerConfiguration, port: Int, setupCode: String?, demo: Bool = false) {
        let scheme = configuration.tls == .off ? "http" : "https"
        let everywhere = ["0.0.0.0", "::"].contains(configuration.bindAddress)
        let host = everywhere ? "localhost" : configuration.bindAddress.contains(":") ? "[\(configuration.bindAddress)]" : configuration.bindAddress
        var lines = ["", "  Pulse \(PulseVersion.current) is running", "  Open \(configuration.publicURL ?? "\(scheme)://\(host):\(port)/")"]
        if everywhere, configuration.publicURL == nil { lines.append("  From other machines: \(scheme)://\(Hostname.read()):\(port)/") }
        if let setupCode { lines.append("  Set-up code (once, for the first administrator): \(setupCode)") }
        self.lines = lines + [""]
    }

    func say() { lines.forEach(Console.say) }
}
