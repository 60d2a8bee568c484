import ArgumentParser
import Foundation
import PulseEvaluation

/// `pulse-history-bench`
@main
struct HistoryBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pulse-history-bench", abstract: "Measure the store of history.")

    @Option(name: .long, help: "The seed of the made-up series.")
    var seed: UInt64 = 7

    @Option(name: .long, help: "On which day of 1,000 guests the written bytes are counted, beside the first; from the fourth on the tiers move too.")
    var days: Int64 = 4

    @Flag(name: .long, help: "Open and copy a file of 5 GB in place of one of 1 GB.")
    var full = false

    @Option(name: .long, parsing: .upToNextOption, help: "Only these: \(Self.names.joined(separator: ", ")).")
    var only: [String] = []

    @Option(name: .long, parsing: .upToNextOption, help: .hidden)
    var child: [String] = []

    private static let names = ["size", "ingest", "charts", "large", "memory", "wear"]

    func run() async throws {
        let bench = HistoryBench(seed: seed)
        if !child.isEmpty { return try await BenchChild.run(child, bench) }
        var table = Table()
        for name in Self.names where only.isEmpty || only.contains(name) {
            FileHandle.standardError.write(Data("measuring \(name) …\n".utf8))
            try await measure(name, bench, &table)
        }
        FileHandle.standardOutput.write(Data("seed \(seed)\n\(table.text)\n".utf8))
        if !table.isKept { throw ExitCode.failure }
    }

    private func measure(_ name: String, _ bench: HistoryBench, _ table: inout Table) async throws {
        switch name {
        case "size":
            let noisy = try bench.size("history on disk, noisy", SyntheticSeries.noisy, guests: 70, hours: 24, budget: 1.5, &table)
            try await bench.engines(noisy, guests: 70, hours: 24, &table)
            try bench.size("history on disk, slow", SyntheticSeries.slow, guests: 70, hours: 24, budget: 0.8, &table)
            try bench.tiers(&table)
            try bench.errors(&table)
        case "ingest": try bench.ingest(&table)
        case "charts": try await ChartBench(bench: bench).measure(&table)
        case "large": try LargeFileBench(bench: bench).measure(bytes: full ? 5_000_000_000 : 1_000_000_000, &table)
        case "memory": try bench.memory(&table)
        default: try bench.wear(days: days, &table)
        }
    }
}
