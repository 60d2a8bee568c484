import ArgumentParser
import Foundation
import PulseStorage

/// `pulse config`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Export the configuration, sealed by a passphrase, and import it.",
        discussion: "The passphrase is asked for, or comes from PULSE_PASSPHRASE or standard input.", subcommands: [Export.self, Import.self])

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write sources with their secrets, notes, users and tokens to a sealed file.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The file to write; '-' for standard output.", completion: .file()) var file: String

        func run() async throws {
            let text = try await explaining {
                try await settings.answer(.exportConfiguration(passphrase: try PasswordPrompt.passphrase(isNew: true))).lines.joined()
            }
            guard file != "-" else { return Console.say(text) }
            try await explaining { try AtomicFile.write(Data("\(text)\n".utf8), to: file) }
            Console.complain(
                "Written to \(file). It holds the secrets of every source: keep it as you keep a password, and the passphrase elsewhere.")
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take over an export of this Pulse or of Pulse v5: all of it, or nothing.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The file.", completion: .file()) var file: String
        @Flag(name: .long, help: "Only say what would change.") var dryRun = false

        func run() async throws {
            guard let handle = FileHandle(forReadingAtPath: file), let data = try handle.read(upToCount: ExportText.longest + 1) else {
                throw ValidationError("Cannot read \(file).")
            }
            try await settings.perform(
                .importConfiguration(
                    text: String(decoding: data, as: UTF8.self), passphrase: try PasswordPrompt.passphrase(isNew: false), dryRun: dryRun))
        }
    }
}
