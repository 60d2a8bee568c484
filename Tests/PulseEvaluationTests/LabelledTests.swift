import Foundation
import PulseAnalysis
import PulseCore
import PulseEvaluation
import Testing

/// The labelled series, which lie beside the checkout and are no part of it.
private enum Shared {
    static let folder: LabelledFolder = {
        let package = #filePath.components(separatedBy: "/Tests/PulseEvaluationTests").first ?? ""
        return LabelledFolder(path: URL(fileURLWithPath: package).deletingLastPathComponent().appendingPathComponent("shared/nab").path)
    }()

    static let missing: Comment = "skipped: ../shared/nab with labelled series is not beside this checkout"
}

@Suite("Labelled series", .timeLimit(.minutes(5)))
struct LabelledTests {
    private func series(rows: Int, _ windows: [ClosedRange<Int>]) -> LabelledSeries {
        LabelledSeries(name: "group/file.csv", rows: (0..<rows).map { .init(0, at: Timestamp(seconds: Int64($0 * 300))) }, windows: windows)
    }

    private func points(_ series: LabelledSeries, at rows: [Int]) -> Double {
        var scores = [Double](repeating: 0, count: series.rows.count)
        for row in rows { scores[row] = 1 }
        return LabelledScorer.points(series, scores: scores, threshold: 1)
    }

    @Test("the first row of a window is worth 1, a miss costs 1, and later detections in it nothing")
    func windows() {
        let labelled = series(rows: 1_000, [500...599])
        #expect(points(labelled, at: [500]) == 1)
        #expect(points(labelled, at: [500, 510, 599]) == 1)
        #expect(points(labelled, at: []) == -1)
        #expect((0..<0.1).contains(points(labelled, at: [599])))
    }

    @Test("a false alarm costs 0.11 before any window, and less close behind one")
    func falseAlarms() {
        let labelled = series(rows: 1_000, [500...599])
        #expect(abs(points(labelled, at: [400]) + 1.11) < 1e-12)
        #expect(points(labelled, at: [601]) > points(labelled, at: [650]))
        #expect(points(series(rows: 1_000, []), at: [400]) == -0.11)
    }

    @Test("the beginning of a series is probation")
    func probation() {
        #expect(points(series(rows: 1_000, []), at: [149]) == 0)
        #expect(points(series(rows: 1_000, []), at: [150]) == -0.11)
        #expect(LabelledScorer.probation(rows: 100_000) == 750)
    }

    @Test("the scorer gives the published scores of a known detector", .enabled(if: Shared.folder.isThere, Shared.missing))
    func golden() throws {
        let set = try Shared.folder.series()
        let windows = set.reduce(0) { $0 + $1.windows.count }
        #expect(set.count == 18 && windows == 25)
        // "At threshold 1.0 or just below": the scores are written with twelve digits.
        let points = try set.reduce(0.0) {
            $0 + LabelledScorer.points($1, scores: try Shared.folder.scores("example-scores", of: $1), threshold: 0.999_999_999_999)
        }
        #expect(abs(LabelledScorer.score(points, windows: windows) - 12.1) < 0.05)
        let nothing = set.reduce(0.0) { $0 + LabelledScorer.points($1, scores: $1.rows.map { _ in 0 }, threshold: 0.5) }
        #expect(abs(LabelledScorer.score(nothing, windows: windows)) < 1e-9)
    }

    @Test("our scores reach the bar at the fixed threshold", .enabled(if: Shared.folder.isThere, Shared.missing))
    func bar() throws {
        // The series of up to 8,000 rows: the short form. The whole is in `make bench`.
        let set = try Shared.folder.series().filter { $0.rows.count <= 8_000 }
        let evaluation = LabelledEvaluation.ours(set)
        #expect(evaluation.fixed == AnomalyScore.threshold)
        #expect(evaluation.fixedScore >= 40, "\(evaluation.fixedScore)")
        #expect(evaluation.leaveOneGroupOutScore >= 40, "\(evaluation.leaveOneGroupOutScore)")
    }
}
