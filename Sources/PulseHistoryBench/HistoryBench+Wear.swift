import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory

extension HistoryBench {
    /// Bytes written a day in the steady state: the last of `days` with 1,000 guests of 12 series, by the kernel's count for this process.
    func wear(days: Int64, _ table: inout Table) throws {
        try inFolder { folder in
            let store = try HistoryStore(path: "\(folder)/metrics.db")
            var estate = SyntheticSeries.estate(SyntheticSeries.noisy + Array(SyntheticSeries.slow.prefix(4)), guests: 1000, seed: seed)
            let last = Self.midnight + (days - 1) * 86_400
            if days > 1 { try fill(store, &estate, from: Self.midnight, seconds: (days - 1) * 86_400, interval: Self.interval) }
            let before = Self.writtenBytes()
            let samples = try fill(store, &estate, from: last, seconds: 86_400, interval: Self.interval)
            let written = Double(Self.writtenBytes() - before)
            try store.close()
            let rows = try RowTable.wear(folder: folder, &estate, ticks: 120) * Double(samples)
            table.add(
                Row(
                    "bytes written a day, 1,000 guests of 12 series", n: "day \(days)", figure: written / 1e9, unit: "GB", below: 1,
                    baseline: rows / 1e9, baselineIs: "row per sample"))
        }
    }

    /// What reached or will reach the disk, as proc(5) counts it.
    static func writtenBytes() -> Int64 {
        let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("write_bytes:") }
        return line.flatMap { Int64($0.dropFirst(12).trimmingCharacters(in: .whitespaces)) } ?? 0
    }
}
