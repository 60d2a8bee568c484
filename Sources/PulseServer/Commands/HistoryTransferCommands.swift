import ArgumentParser
import Foundation
import PulseCore
import PulseHistory

extension HistoryFormat: ExpressibleByArgument {}

/// `pulse history export`
struct HistoryExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what is kept as lines, to standard output.",
        discussion: """
            Every value is in it as it is kept: samples, minutes and hours, each with average, least, greatest and count. \
            Example: pulse history export --resource guest:homelab/101 --from 2026-11-01T00:00:00Z > guest-101.csv
            """)

    @OptionGroup var settings: SettingsOptions
    @Option(help: "csv, or jsonl for an object a line.") var format = HistoryFormat.csv
    @Option(help: "Only this resource, by its id; may be given several times.") var resource: [String] = []
    @Option(help: "Only this metric, such as cpu; may be given several times.") var metric: [String] = []
    @Option(help: "From this time on, such as 2026-11-01T00:00:00Z.") var from: String?
    @Option(help: "Up to this time, which is not included.") var to: String?

    func run() async throws {
        try await explaining {
            let selection = try HistorySelection(resources: resource, metrics: metric, from: from, to: to, now: WallClock.now())
            let configuration = try ServerConfiguration(try await settings.reader())
            let file = HistoryFile(configuration)
            // Read beside a running server: SQLite lets readers in while it writes.
            let done: Void? = try await file.use { try await selection.lines(of: $0, format) { Console.write($0) } }
            if done == nil {
                Console.complain("There is no history in \(configuration.dataDirectory). Name the directory of the server with --data-dir.")
                throw ExitCode.failure
            }
        }
    }
}

/// `pulse history import`
struct HistoryImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring lines of 'pulse history export' or of another program into history; the server may run meanwhile.",
        discussion: """
            Only gaps are filled: where something is known of a time, it stays, so that importing twice does no harm. CSV needs a first line of names \
            with time, resource, metric and avg (or value).
            """)

    @OptionGroup var settings: SettingsOptions
    @Option(help: "csv or jsonl; by the end of the file's name when left out.") var format: HistoryFormat?
    @Argument(help: "The file, or - for standard input.", completion: .file()) var file: String

    /// Records that travel together: about 2 MB of lines.
    private static let portion = 20_000

    func run() async throws {
        try await explaining {
            guard let input = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
                throw ConfigurationError(key: file.printable(limit: 200), problem: "cannot be read")
            }
            var reader = LineReader(input)
            var parser = HistoryParser(format ?? (file.hasSuffix(".jsonl") ? .jsonLines : .csv))
            var (records, sum) = ([HistoryRecord](), HistoryImport())
            do {
                while let line = try reader.line() {
                    guard let record = try parser.record(line) else { continue }
                    records.append(record)
                    if records.count == Self.portion { sum += try await bring(&records) }
                }
                try parser.end()
                sum += try await bring(&records)
            } catch let failure as HistoryParser.Failure {
                sum += try await bring(&records)
                Console.say(HistoryText.outcome(sum))
                Console.complain("\(failure.sentence) What stands before it was imported; mend it and import the file again.")
                throw ExitCode.failure
            }
            Console.say(HistoryText.outcome(sum))
        }
    }

    private func bring(_ records: inout [HistoryRecord]) async throws -> HistoryImport {
        guard !records.isEmpty else { return HistoryImport() }
        let format = HistoryFormat.csv
        let text = ([format.head ?? ""] + records.map(format.line)).joined(separator: "\n")
        records = []
        return try await settings.answer(.importHistory(csv: text)).imported ?? HistoryImport()
    }
}
