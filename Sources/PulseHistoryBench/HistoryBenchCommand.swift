import ArgumentParser
import Foundation
import PulseEvaluation

/// `pulse-history-bench`
@main
struct HistoryBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pulse-history-bench", abstract: "Measure the store of history.")

    @Option(name: .long, help: "The seed of the made-up series.")
    var seed: UInt64 = 7

    @Option(name: .long, help: "Days of 1,000 guests before the day whose written bytes are counted; from the fourth on the tiers move too.")
    var days: Int64 = 4

    @Option(name: .long, parsing: .upToNextOption, help: "Only these: size, ingest, wear.")
    var only: [String] = []

    func run() async throws {
        let bench = HistoryBench(seed: seed)
        var table = Table()
        let all: [(String, (inout Table) async throws -> Void)] = [
            (
                "size",
                { table in
                    try bench.size("history on disk, noisy", SyntheticSeries.noisy, guests: 70, hours: 24, budget: 1.5, &table)
                    try bench.size("history on disk, slow", SyntheticSeries.slow, guests: 70, hours: 24, budget: 0.8, &table)
                    try bench.tiers(&table)
                    try bench.errors(&table)
                }
            ),
            ("ingest", { try bench.ingest(&$0) }),
            ("wear", { try bench.wear(days: days, &$0) }),
        ]
        for (name, measure) in all where only.isEmpty || only.contains(name) {
            FileHandle.standardError.write(Data("measuring \(name) …\n".utf8))
            try await measure(&table)
        }
        FileHandle.standardOutput.write(Data("seed \(seed)\n\(table.text)\n".utf8))
        if !table.isKept { throw ExitCode.failure }
    }
}
