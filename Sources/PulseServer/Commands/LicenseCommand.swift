import ArgumentParser
import Foundation
import PulseAccess
import PulseCore

/// `pulse license`
struct LicenseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license", abstract: "Show, activate and clear the licence; make keys for whoever issues licences.",
        subcommands: [Status.self, Activate.self, Clear.self, Inspect.self, Keygen.self, Issue.self], defaultSubcommand: Status.self)

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the licence and its state.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.licenceStatus) }
    }

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a licence key into use.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "A file with the key; without it, the key is read from standard input.", completion: .file()) var file: String?

        func run() async throws { try await settings.perform(.activateLicence(key: try LicenceInput.read(file))) }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget the licence.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.clearLicence) }
    }

    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a licence key and show what it says, without a server.")
        @OptionGroup var settings: SettingsOptions
        @Argument(help: "A file with the key; without it, the key is read from standard input.", completion: .file()) var file: String?

        func run() async throws {
            try await explaining {
                let keys = try ServerConfiguration(try await settings.reader()).licencePublicKeys
                do {
                    let claims = try LicenceKey(try LicenceInput.read(file), from: keys).claims
                    let now = WallClock.now()
                    LicenceText.describe(LicenceStatus(state: LicenceState(claims, clock: LicenceClock(), at: now), claims: claims, at: now))
                        .forEach(Console.say)
                } catch let error as LicenceKeyError {
                    Console.complain(error.sentence)
                    throw ExitCode.failure
                }
            }
        }
    }
}

/// Where a licence key comes from: a file or standard input. Not an argument, which the shell would keep in its history.
enum LicenceInput {
    static func read(_ file: String?) throws -> String {
        guard let file else {
            Console.complain("Paste the licence key and press Enter:")
            return readLine(strippingNewline: true) ?? ""
        }
        guard let handle = FileHandle(forReadingAtPath: file), let data = try handle.read(upToCount: LicenceKey.longest + 64) else {
            throw ValidationError("Cannot read \(file).")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
