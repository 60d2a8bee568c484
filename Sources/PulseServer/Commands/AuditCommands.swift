import ArgumentParser
import Foundation
import PulseAudit
import PulseCore

/// `pulse audit`
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify the audit log, sign it, carry it away; the server may run meanwhile.",
        subcommands: [Verify.self, Status.self, MakeCheckpoint.self, Export.self, Prove.self, CheckProof.self], defaultSubcommand: Status.self)

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look at every event, and name the first that is not as it was written.",
            discussion: "Ends with exit code 1 when the log was changed. Signing keys are taken from the settings unless they are given.")
        @OptionGroup var settings: SettingsOptions
        @Option(name: .long, help: "A copy of audit.db, in place of the one in the data directory.", completion: .file()) var file: String?
        @Option(name: .long, help: "A signing key; other users of this machine can see it here, so rather use --key-file.") var key: [String] = []
        @Option(name: .long, help: "A file with signing keys, one a line.", completion: .file()) var keyFile: String?
        @Option(name: .long, help: "The public key of the log that you noted, in base64.") var publicKey: String?
        @Option(name: .long, help: "A file with checkpoints that you kept, one a line; may be given more than once.", completion: .file())
        var checkpoint: [String] = []

        func run() async throws {
            try await explaining {
                let verification = try await AuditVerification(self).verification()
                let report = try verification.run(progress: AuditText.progress)
                AuditText.report(report).forEach(Console.say)
                if report.verdict == .damaged { throw ExitCode.failure }
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say whose log it is, where it ends, and its public key.")
        @OptionGroup var settings: SettingsOptions
        @Option(name: .long, help: "A copy of audit.db, in place of the one in the data directory.", completion: .file()) var file: String?

        func run() async throws {
            try await explaining { AuditText.summary(try LogSummary(path: try await settings.auditFile(file))).forEach(Console.say) }
        }
    }

    struct MakeCheckpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint", abstract: "Sign the log now, and print the checkpoint, to be kept where nobody who can write here can write.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws { try await settings.perform(.auditCheckpoint) }
    }
}

extension SettingsOptions {
    /// The log of the data directory, or the one that is named.
    func auditFile(_ named: String?) async throws -> String {
        if let named { return named }
        return "\(try ServerConfiguration(try await reader()).dataDirectory)/\(AuditSchema.folder)/\(AuditSchema.fileName)"
    }
}

/// What `pulse audit verify` was given.
private struct AuditVerification {
    private let options: Audit.Verify

    init(_ options: Audit.Verify) { self.options = options }

    func verification() async throws -> LogVerification {
        let path = try await options.settings.auditFile(options.file)
        return LogVerification(path: path, publicKey: try publicKey(), keys: try await keys(), outside: try outside(path))
    }

    private func publicKey() throws -> Data? {
        try options.publicKey.map { try AuditOptions.publicKey($0, option: "--public-key") }
    }

    private func keys() async throws -> KeyRing {
        let file = try options.keyFile.map { path in
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ConfigurationError(key: "--key-file", problem: "cannot read \(path)")
            }
            return text.split(whereSeparator: \.isNewline).map(String.init)
        }
        let given = options.key + (file ?? [])
        guard !given.isEmpty else { return try ServerConfiguration(try await options.settings.reader()).audit.keys }
        return KeyRing(
            current: nil,
            previous: try given.map { text in
                guard let key = SigningKey(Redacted(text)) else {
                    throw ConfigurationError(key: "--key", problem: "a signing key has at least \(SigningKey.shortest) bytes")
                }
                return key
            })
    }

    /// Without others those that lie beside the log: whoever changed the one may have forgotten the other.
    private func outside(_ path: String) throws -> [CheckpointLine] {
        if options.checkpoint.isEmpty {
            let beside = "\((path as NSString).deletingLastPathComponent)/\(CheckpointFile.name)"
            return AuditPlace.outside(beside, of: try LogSummary(path: path).identity.origin)
        }
        return try options.checkpoint.flatMap { try AuditOptions.checkpoints(inFile: $0, option: "--checkpoint") }
    }
}

/// What several commands are given.
enum AuditOptions {
    /// - Throws: ``ConfigurationError`` that names the option.
    static func publicKey(_ text: String, option: String) throws -> Data {
        guard let key = Data(base64Encoded: text) ?? Hex.bytes(text).map({ Data($0) }), key.count == 32 else {
            throw ConfigurationError(key: option, problem: "is not 32 bytes in base64; 'pulse audit status' prints it")
        }
        return key
    }

    /// - Throws: ``ConfigurationError`` that names the option.
    static func checkpoints(inFile file: String, option: String) throws -> [CheckpointLine] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8), let lines = CheckpointLine.lines(text) else {
            throw ConfigurationError(key: option, problem: "\(file) is not a file with checkpoints")
        }
        return lines
    }
}
