import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory

extension HistoryBench {
    /// What the store of 2,000 series takes in memory after a day.
    func memory(_ table: inout Table) throws {
        try inFolder { folder in
            let figures = try BenchChild.measure(.day, "\(folder)/metrics.db")
            table.add(
                Row(
                    "RssAnon of the store, 2,000 series", n: "after a day at 10 s", figure: figures[0], unit: "MiB", below: 40, baseline: nil,
                    baselineIs: ""))
            table.add(Row("  at most during that day", n: "", figure: figures[1], unit: "MiB", below: nil, baseline: nil, baselineIs: ""))
        }
    }

    /// In a process of its own.
    func keptDay(_ path: String) throws -> [Double] {
        var estate = SyntheticSeries.estate(SyntheticSeries.noisy, guests: 250, seed: seed)
        _ = estate.indices.map { estate[$0].next(at: Self.midnight - 10) }
        let before = ProcessFigures.anonymous
        let store = try HistoryStore(path: path)
        var most = before
        for hour in Int64(0)..<24 {
            try fill(store, &estate, from: Self.midnight + hour * 3600, seconds: 3600, interval: Self.interval)
            most = max(most, ProcessFigures.anonymous)
        }
        let after = ProcessFigures.anonymous
        try store.close()
        return [after - before, most - before]
    }
}
