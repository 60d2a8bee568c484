import ArgumentParser
import Foundation
import PulseAudit
import PulseCore
import PulseStorage

extension Audit {
    /// `pulse audit prove`
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a proof for somebody who does not have the log: that an event stands in it, or that it goes on from a checkpoint.",
            discussion: "The proof is one JSON document on standard output; 'pulse audit check-proof' checks it with nothing but the public key.")
        @OptionGroup var settings: SettingsOptions
        @Option(name: .long, help: "A copy of audit.db, in place of the one in the data directory.", completion: .file()) var file: String?
        @Option(name: .long, help: "The number of the event.") var event: Int64?
        @Option(name: .long, help: "A file with a checkpoint that was kept; of several the last one counts.", completion: .file()) var from: String?
        @Option(name: .long, help: "A file with the checkpoint to prove it to, in place of the newest of the log.", completion: .file())
        var checkpoint: String?

        func validate() throws {
            guard (event == nil) != (from == nil) else { throw ValidationError("One of --event and --from says what is to be proven.") }
            if let event, event < 1 { throw ValidationError("--event is a number from 1.") }
        }

        func run() async throws {
            try await explaining {
                let prover = try LogProver(path: try await settings.auditFile(file))
                Console.say(String(decoding: try proof(prover).json(), as: UTF8.self))
            }
        }

        private func proof(_ prover: LogProver) throws -> AuditProof {
            let given = try checkpoint.map { try Self.last(inFile: $0, option: "--checkpoint") }
            do {
                if let event { return try prover.inclusion(of: event, in: given) }
                return try prover.consistency(from: try Self.last(inFile: from ?? "", option: "--from"), to: given)
            } catch let error as ProofError {
                Console.complain(error.sentence)
                throw ExitCode.failure
            }
        }

        private static func last(inFile file: String, option: String) throws -> CheckpointLine {
            guard let line = try AuditOptions.checkpoints(inFile: file, option: option).last else {
                throw ConfigurationError(key: option, problem: "\(file) has no checkpoint in it")
            }
            return line
        }
    }

    /// `pulse audit check-proof`
    struct CheckProof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a proof with nothing but the public key of the log.",
            discussion: "Ends with exit code 1 when it proves nothing.")
        @Argument(help: "The proof, as 'pulse audit prove' wrote it.", completion: .file()) var file: String
        @Option(name: [.long, .customLong("public-key")], help: "The public key of the log that you noted, in base64.") var key: String

        func run() async throws {
            try await explaining {
                let key = try AuditOptions.publicKey(key, option: "--key")
                guard let proof = AuditProof(json: try document()) else {
                    throw StorageError.corrupt(path: file, reason: "it is not a proof about an audit log")
                }
                if let fault = proof.fault(publicKey: key) {
                    Console.say("THIS PROVES NOTHING. \(fault.rawValue)")
                    throw ExitCode.failure
                }
                AuditText.proof(proof).forEach(Console.say)
            }
        }

        /// At most what a proof can be.
        private func document() throws -> Data {
            guard let handle = FileHandle(forReadingAtPath: file) else { throw StorageError.notReadable(path: file) }
            defer { try? handle.close() }
            return try handle.read(upToCount: AuditProof.largest + 1) ?? Data()
        }
    }
}
