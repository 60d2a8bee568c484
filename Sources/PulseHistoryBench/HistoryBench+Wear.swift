import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory

extension HistoryBench {
    /// Bytes written a day with 1,000 guests of 12 series, by the kernel's count for this process: on a first day, and on the day `days`, when
    /// the tiers move too. The days between are the first once more: what is moved is as much as if they had been measured.
    func wear(days: Int64, _ table: inout Table) throws {
        try inFolder { folder in
            let store = try HistoryStore(path: "\(folder)/metrics.db")
            var estate = SyntheticSeries.estate(SyntheticSeries.noisy + Array(SyntheticSeries.slow.prefix(4)), guests: 1000, seed: seed)
            let (first, samples) = try writtenInDay(store, &estate, from: Self.midnight)
            for stretch in stride(from: Self.midnight, to: Self.midnight + 86_400, by: Int(Tier.raw.chunkSpan)) {
                try store.repeatStretch(.raw, from: stretch, at: (1..<max(1, days - 1)).map { stretch + $0 * 86_400 })
            }
            let steady = days > 1 ? try writtenInDay(store, &estate, from: Self.midnight + (days - 1) * 86_400).bytes : first
            try store.close()
            let rows = try RowTable.wear(folder: folder, &estate, ticks: 120) * Double(samples)
            table.add(
                Row(
                    "bytes written a day, 1,000 guests of 12 series", n: "day \(days); day 1 wrote \(Row.short(first / 1e9)) GB",
                    figure: steady / 1e9, unit: "GB", below: 1, baseline: rows / 1e9, baselineIs: "row per sample"))
        }
    }

    /// With the sealing of all of that day, which ends two hours into the next.
    private func writtenInDay(_ store: HistoryStore, _ estate: inout [SyntheticSeries], from start: Int64) throws -> (bytes: Double, samples: Int) {
        let before = ProcessFigures.written
        let samples = try fill(store, &estate, from: start, seconds: 86_400, interval: Self.interval)
        try settle(store, at: start + 86_400 + 8100)
        return (Double(ProcessFigures.written - before), samples)
    }
}
