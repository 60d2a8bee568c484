import ArgumentParser
import Foundation

/// `pulse backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy everything Pulse keeps to a new directory; the server may run meanwhile.")
    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The directory to make.", completion: .directory) var directory: String

    func run() async throws {
        // A running server has its own working directory.
        try await settings.perform(.backUp(directory: URL(fileURLWithPath: directory).standardizedFileURL.path))
    }
}

/// `pulse restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup back; the server must not run. What was there is set aside.")
    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The directory that 'pulse backup' made.", completion: .directory) var directory: String

    func run() async throws {
        try await explaining {
            let target = try ServerConfiguration(try await settings.reader()).dataDirectory
            try Backup.restore(from: directory, to: target, at: WallClock.now()).forEach(Console.say)
        }
    }
}
