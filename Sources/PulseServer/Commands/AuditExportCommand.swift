import ArgumentParser
import Foundation
import PulseAudit
import PulseCore

extension Audit {
    /// `pulse audit export`
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every event to standard output, oldest first.",
            discussion: "An export of the log in the data directory is an event of it. One of a copy, with --file, is not.")
        @OptionGroup var settings: SettingsOptions
        @Option(name: .long, help: "A copy of audit.db, in place of the one in the data directory.", completion: .file()) var file: String?
        @Option(name: .long, help: "csv, or json for one JSON object a line.") var format = "csv"

        func validate() throws {
            if !["csv", "json"].contains(format) { throw ValidationError("--format is csv or json.") }
        }

        func run() async throws {
            try await explaining {
                let path = try await settings.auditFile(file)
                // What cannot be read is said before anything is recorded.
                _ = try LogSummary(path: path)
                guard try await isRecorded(path) else {
                    try write(path, counting: { _ in })
                    return
                }
                try await recorded(path)
            }
        }

        /// Whoever may read the data and not write them cannot leave a word there.
        private func isRecorded(_ path: String) async throws -> Bool {
            guard file == nil else { return false }
            let canWrite = access((path as NSString).deletingLastPathComponent, W_OK) == 0
            if !canWrite { Console.complain("This export is not recorded: the data directory cannot be written by you.") }
            return canWrite
        }

        private func recorded(_ path: String) async throws {
            let operation = Randomness.identifier()
            try await note(AuditExportNote(operation: operation, stage: .begun, format: format))
            var events: Int64 = 0
            do { try write(path, counting: { events = $0 }) } catch {
                try? await note(AuditExportNote(operation: operation, stage: .failed, format: format, events: events))
                throw error
            }
            try await note(AuditExportNote(operation: operation, stage: .done, format: format, events: events))
        }

        private func note(_ note: AuditExportNote) async throws {
            do { _ = try await settings.answer(.auditExport(note)) } catch {
                let so = note.stage == .begun ? "Nothing was exported" : "The export was made"
                Console.complain("\(so), but it cannot be recorded in the log. A copy is exported without a record: --file PATH.")
                throw error
            }
        }

        private func write(_ path: String, counting count: (Int64) -> Void) throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if format == "csv" { Console.write(AuditCSV.header(verified: false)) }
            var events: Int64 = 0
            try LogSummary.eachRecord(ofFile: path) { record in
                events += 1
                count(events)
                if format == "csv" { return Console.write(AuditCSV.line(record, verdict: nil)) }
                if let line = try? encoder.encode(ExportedEvent(record, verdict: nil)) { Console.say(String(decoding: line, as: UTF8.self)) }
            }
        }
    }
}
