import ArgumentParser
import PulseAnalysis
import PulseEvaluation

/// `pulse-evaluate nab`
struct Labelled: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nab", abstract: "Score anomalies on labelled series, standard profile of the Numenta Anomaly Benchmark.")

    @Option(name: .long, help: "The folder with data/ and labels/.")
    var folder = "../shared/nab"

    /// The bar and the goal for the score at the fixed threshold.
    private static let bar = 40.0
    private static let goal = 60.0

    func run() throws {
        let labelled = LabelledFolder(path: folder)
        guard labelled.isThere else { return say("nab: SKIPPED, because there are no labelled series in \(folder)") }
        let evaluation = LabelledEvaluation.ours(try labelled.series())
        say(Table.aligned([["series", "windows", "found", "false alarms", "score"]] + evaluation.lines.map(Self.cells)))
        let table = Table(Self.rows(evaluation))
        say(table.text)
        if !table.isKept { throw ExitCode.failure }
    }

    private static func cells(_ line: LabelledEvaluation.Line) -> [String] {
        [line.name, "\(line.windows)", "\(line.found)", "\(line.falseAlarms)", line.score.map(Row.tenths) ?? "-"]
    }

    private static func rows(_ evaluation: LabelledEvaluation) -> [Row] {
        [
            Row(
                "NAB standard at the fixed threshold \(evaluation.fixed)", n: "\(evaluation.windows)", Row.tenths(evaluation.fixedScore),
                budget: ">= \(Row.tenths(bar)) (goal \(Row.tenths(goal)))", evaluation.fixedScore >= bar ? .kept : .broken),
            Row("NAB standard, leave one group out", n: "\(evaluation.windows)", Row.tenths(evaluation.leaveOneGroupOutScore)),
            Row("NAB standard at the best threshold \(evaluation.bestThreshold)", n: "\(evaluation.windows)", Row.tenths(evaluation.bestScore)),
        ]
    }
}
