import ArgumentParser
import PulseAgentRuntime

/// The program: an agent that tells a Pulse server about the machine, its containers and its cluster.
@main
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse-agent", abstract: "Tells a Pulse server about this machine, its containers and its cluster.",
        version: AgentVersion.current,
        subcommands: [Run.self, Enrol.self, Status.self, Doctor.self, Install.self, Uninstall.self, ApplyUpdate.self, Version.self])
}

struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version.")

    func run() { Console.say("pulse-agent \(AgentVersion.current)") }
}

/// Exit codes of sysexits.h, so that scripts and systemd can tell them apart.
extension ExitCode {
    static let configuration = ExitCode(78)
    static let unavailable = ExitCode(69)
    static let storage = ExitCode(74)
}

/// Where an installation keeps what. Each is a parameter of the commands, so that nothing needs root to be tried.
enum Places {
    static let state = "/var/lib/pulse-agent"
    static let configuration = "/etc/pulse-agent/config.json"
    static let running = "/run/pulse-agent"
}

struct PlaceOptions: ParsableArguments {
    @Option(help: "Where the agent keeps its key, its profile and what is not delivered (PULSE_AGENT_STATE_DIR).")
    var stateDir: String?

    @Option(help: "The file with this machine's own settings (PULSE_AGENT_CONFIG).")
    var config: String?

    var state: StateFolder {
        StateFolder(stateDir ?? World.environment("PULSE_AGENT_STATE_DIR") ?? World.environment("STATE_DIRECTORY") ?? Places.state)
    }
    var configurationPath: String { config ?? World.environment("PULSE_AGENT_CONFIG") ?? Places.configuration }
    var running: StateFolder { StateFolder(World.environment("RUNTIME_DIRECTORY") ?? Places.running) }
}

struct ServerOptions: ParsableArguments {
    @Option(help: "The server, https://pulse.lan:7655 (PULSE_URL).")
    var url: String?

    @Option(help: "The SHA-256 of the server's certificate, which is trusted whoever signed it (PULSE_FINGERPRINT).")
    var fingerprint: String?

    @Option(help: "The SHA-256 of the public key of the server's certificate, base64, as in the command of the page.")
    var pin: String?

    @Flag(help: "Trust the certificate that the server shows at enrolment, and no other from then on (PULSE_INSECURE_SKIP_VERIFY).")
    var insecure = false
}
