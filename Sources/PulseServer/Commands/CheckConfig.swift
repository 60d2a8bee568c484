import ArgumentParser
import Foundation
import PulseCore
import PulseStorage

/// `pulse check-config`
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check-config", abstract: "Read all settings and say what is wrong with them.")

    @OptionGroup var settings: SettingsOptions

    @Flag(name: .long, help: "Names that look like settings and are not count as errors.")
    var strict = false

    func run() async throws {
        try await explaining {
            let configuration = try ServerConfiguration(try await settings.reader())
            let unknown = settings.unknownSettings()
            unknown.forEach(Console.complain)
            if strict, !unknown.isEmpty { throw ExitCode.configuration }
            if configuration.tls != .off, case .files(let certificate, let key) = configuration.tls {
                for file in [certificate, key] where !FileManager.default.isReadableFile(atPath: file) {
                    throw ConfigurationError(key: "PULSE_TLS_CERT/PULSE_TLS_KEY", problem: "cannot read \(file)")
                }
            }
            Console.say("Settings are fine. Data in \(configuration.dataDirectory), port \(configuration.port) on \(configuration.bindAddress).")
        }
    }
}

/// `pulse version`
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version.")

    func run() {
        Console.say("pulse \(PulseVersion.current)")
    }
}
