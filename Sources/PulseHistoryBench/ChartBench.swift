import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory
import PulseStorage

/// How long a chart takes that somebody looks at, of 2,000 series kept for 90 days.
struct ChartBench {
    let bench: HistoryBench

    private static let perGuest = 8
    private static let asked = 200

    /// The table of rows has a guest's eight of them.
    func measure(_ table: inout Table) async throws {
        try await bench.inFolderAside { folder in
            let made = try MadeStore.ninetyDays(bench, path: "\(folder)/metrics.db", guests: 250)
            let size = Double(try HistoryStatistics(of: made.store).size.used) / 1e9
            let ofRows = try rowsOfAGuest(folder, made.stored)
            for (index, span) in ChartQuestion.spans.enumerated() {
                let times = try await milliseconds(questions(span.seconds, made.stored, series: made.keys.count, Self.asked), made)
                table.add(
                    Row(
                        index == 0 ? "chart of \(span.name), p95; 2,000 series × 90 d, \(Row.short(size)) GB" : "  chart of \(span.name), p95",
                        n: "\(times.count)", figure: times.percentile(0.95), unit: "ms", below: 20, baseline: ofRows[index].percentile(0.95),
                        baselineIs: "row per sample, 8 series"))
            }
            try made.store.close()
        }
    }

    private func milliseconds(_ questions: [ChartQuestion], _ made: MadeStore) async throws -> [Double] {
        var times: [Double] = []
        for question in questions {
            guard let query = question.query(made.keys) else { continue }
            let began = ProcessFigures.elapsed
            let points = try await made.store.read(query).reduce(0) { $0 + $1.points.count }
            times.append((ProcessFigures.elapsed - began) * 1000)
            guard points > 0 else { throw BenchError("a chart had no points: \(query)") }
        }
        return times
    }

    private func questions(_ span: Int64, _ stored: Range<Int64>, series: Int, _ count: Int) -> [ChartQuestion] {
        var random = SeededRandom(seed: bench.seed, stream: Int(span))
        return (0..<count).map { _ in ChartQuestion(span: span, stored: stored, series: series, perGuest: Self.perGuest, &random) }
    }

    /// All ninety days of all series would be 35 GB in rows.
    private func rowsOfAGuest(_ folder: String, _ stored: Range<Int64>) throws -> [[Double]] {
        var estate = SyntheticSeries.estate(SyntheticSeries.noisy, guests: 1, seed: bench.seed)
        let asked = ChartQuestion.spans.map { questions($0.seconds, stored, series: estate.count, 20) }
        return try RowTable.charts(folder: folder, &estate, stored: stored, asked)
    }
}

/// What kept a measurement from being made.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
