import ArgumentParser
import Foundation
import PulseStorage

/// `pulse`
@main
struct PulseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse",
        abstract: "Monitors Proxmox clusters and the machine it runs on.",
        discussion: """
            Start the server with 'pulse serve' and open the address it prints. Settings are environment variables (PULSE_…) or lines of the file \
            given by --config, and the most common ones flags as well; a flag wins over a variable, a variable over the file.

            Exit codes: 0 done, 1 refused or failed, 64 wrong usage, 69 address not available, 74 data damaged or not writable, 75 data directory in \
            use, 78 a setting cannot be used.
            """,
        version: PulseVersion.current,
        subcommands: [
            Serve.self, CheckConfig.self, User.self, RoleCommand.self, ResetPassword.self, Token.self, SetupCode.self, HistoryCommand.self,
            Audit.self,
            BackupCommand.self, RestoreCommand.self, LicenseCommand.self, ConfigCommand.self, ImportV5Command.self,
            Version.self,
        ])
}

/// The settings every command understands.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: "Where Pulse keeps its data (PULSE_DATA_DIR).")
    var dataDir: String?

    @Option(name: .long, help: "A file with settings, one NAME=value a line.")
    var config: String?

    func reader(_ flags: [String: String?] = [:]) async throws -> SettingsReader {
        let all = flags.merging(["PULSE_DATA_DIR": dataDir]) { first, _ in first }.compactMapValues { $0 }
        return try await SettingsReader.make(flags: all, environment: ProcessInfo.processInfo.environment, file: config)
    }

    /// What looks like a setting and is none, in the environment and in the file.
    func unknownSettings() -> [String] {
        UnknownSettings.sentences(in: ProcessInfo.processInfo.environment)
            + UnknownSettings.sentences(in: UnknownSettings.lines(ofFile: config)).map { "\(config ?? ""): \($0)" }
    }

    /// Carries out one request on the data, beside a running server or without one, and prints what came of it.
    func perform(_ request: AdminRequest) async throws {
        try await explaining {
            try await answer(request).lines.forEach(Console.say)
        }
    }

    /// The same without printing.
    ///
    /// - Throws: `ExitCode.failure` after it said why the request was refused.
    func answer(_ request: AdminRequest) async throws -> AdminReply {
        let configuration = try ServerConfiguration(try await reader())
        let reply = try await AdminClient(configuration: configuration).perform(request)
        guard let failure = reply.failure else { return reply }
        Console.complain(failure)
        throw ExitCode.failure
    }
}
