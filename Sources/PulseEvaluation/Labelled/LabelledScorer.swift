private import Foundation

/// The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015): a true positive counts 1, a false one 0.11, a miss 1.
///
/// An early detection inside a window counts more than a late one, a false alarm close behind a window less than one far from it.
package enum LabelledScorer {
    private static let falsePositive = 0.11
    private static let miss = 1.0

    /// The first rows of a series, in which scores count for nothing.
    package static func probation(rows: Int) -> Int { min(rows * 15 / 100, 750) }

    /// Points of one series, before they are put on the scale. `scores` has one value per row.
    package static func points(_ series: LabelledSeries, scores: [Double], threshold: Double) -> Double {
        let detections = scores.indices.filter { scores[$0] >= threshold && $0 >= probation(rows: series.rows.count) }
        var found: Set<Int> = []
        var sum = 0.0
        for row in detections {
            if let window = series.windows.firstIndex(where: { $0.contains(row) }) {
                if found.insert(window).inserted { sum += credit(row, in: series.windows[window]) }
            } else {
                sum += cost(row, behind: series.windows.last { $0.upperBound < row })
            }
        }
        return sum - miss * Double(series.windows.count - found.count)
    }

    /// Of a whole set on the scale from 0 (nothing is ever reported) to 100 (every window at its beginning, and nothing else).
    package static func score(_ points: Double, windows: Int) -> Double {
        windows == 0 ? 0 : 100 * (points + miss * Double(windows)) / (Double(windows) * (1 + miss))
    }

    private static func credit(_ row: Int, in window: ClosedRange<Int>) -> Double {
        sigmoid(-Double(window.upperBound - row + 1) / Double(window.count)) / sigmoid(-1)
    }

    private static func cost(_ row: Int, behind window: ClosedRange<Int>?) -> Double {
        guard let window, window.count > 1 else { return -falsePositive }
        return falsePositive * sigmoid(Double(row - window.upperBound) / Double(window.count - 1))
    }

    private static func sigmoid(_ y: Double) -> Double { 2 / (1 + exp(5 * y)) - 1 }
}
