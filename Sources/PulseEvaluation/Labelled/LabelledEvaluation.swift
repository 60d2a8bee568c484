import PulseAnalysis
import PulseCore

/// What a detector is worth on labelled series: at its own threshold, at the thresholds that other groups would choose, and at the best one.
package struct LabelledEvaluation: Sendable {
    package struct Line: Sendable {
        package let name: String
        package let windows: Int
        /// Windows with an alarm, and alarms outside windows, at the fixed threshold.
        package let found: Int
        package let falseAlarms: Int
        /// On the scale of the whole set; nil where the series has no window.
        package let score: Double?
    }

    /// The documented threshold, and the score there: the figure that counts.
    package let fixed: Double
    package let fixedScore: Double
    /// Each group at the threshold that is best for the others.
    package let leaveOneGroupOutScore: Double
    /// What choosing the threshold with the labels in hand would give.
    package let bestScore: Double
    package let bestThreshold: Double
    package let lines: [Line]
    package let windows: Int

    /// The thresholds that may be chosen from.
    package static let thresholds = (6...20).map { Double($0) / 20 } + [0.999_999_999_999]

    /// `alarms` gives one score per row at a threshold, of a detector that has seen nothing behind that row.
    package init(_ set: [LabelledSeries], threshold: Double, alarms: (LabelledSeries, Double) -> [Double]) {
        fixed = threshold
        windows = set.reduce(0) { $0 + $1.windows.count }
        let table = Dictionary(
            uniqueKeysWithValues: Set(Self.thresholds + [threshold]).map { threshold in
                (threshold, set.map { LabelledScorer.points($0, scores: alarms($0, threshold), threshold: threshold) })
            })
        func points(_ threshold: Double, _ isWanted: (String) -> Bool = { _ in true }) -> Double {
            zip(set, table[threshold] ?? []).reduce(0) { $0 + (isWanted($1.0.group) ? $1.1 : 0) }
        }
        func chosen(_ isWanted: (String) -> Bool = { _ in true }) -> Double {
            table.keys.sorted().map { ($0, points($0, isWanted)) }.max { $0.1 < $1.1 }?.0 ?? threshold
        }
        bestThreshold = chosen()
        let others = Set(set.map(\.group)).sorted().reduce(0) { sum, group in sum + points(chosen { $0 != group }) { $0 == group } }
        fixedScore = LabelledScorer.score(points(threshold), windows: windows)
        bestScore = LabelledScorer.score(points(chosen()), windows: windows)
        leaveOneGroupOutScore = LabelledScorer.score(others, windows: windows)
        lines = set.map { Self.line($0, alarms($0, threshold), threshold) }
    }

    /// Ours at its own threshold: no parameter of it depends on a file or a group.
    package static func ours(_ set: [LabelledSeries]) -> LabelledEvaluation {
        let raw = Dictionary(uniqueKeysWithValues: set.map { ($0.name, scores(of: $0)) })
        return LabelledEvaluation(set, threshold: AnomalyScore.threshold) { series, threshold in
            var incidents = AnomalyIncidents(threshold: threshold)
            return zip(series.rows, raw[series.name] ?? []).map { incidents.observe($1, at: $0.at) == .opened ? $1 : 0 }
        }
    }

    private static func scores(of series: LabelledSeries) -> [Double] {
        var detector = AnomalyDetector()
        return series.rows.map { detector.observe($0.value, at: $0.at).value }
    }

    private static func line(_ series: LabelledSeries, _ scores: [Double], _ threshold: Double) -> Line {
        let rows = scores.indices.filter { scores[$0] >= threshold && $0 >= LabelledScorer.probation(rows: series.rows.count) }
        let inside = rows.filter { row in series.windows.contains { $0.contains(row) } }
        let found = series.windows.count { window in inside.contains { window.contains($0) } }
        let points = LabelledScorer.points(series, scores: scores, threshold: threshold)
        return Line(
            name: series.name, windows: series.windows.count, found: found, falseAlarms: rows.count - inside.count,
            score: series.windows.isEmpty ? nil : LabelledScorer.score(points, windows: series.windows.count))
    }
}
