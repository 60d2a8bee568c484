import ArgumentParser
import PulseEvaluation

/// `pulse-evaluate forecast`
struct Forecasts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast", abstract: "Forecast disks whose future is known, beside least squares and the slope of the last six hours.")

    @Option(name: .long, help: "The seed of all cases.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "How many disks, shared evenly by the families; at least 400 in a full run.")
    var cases = 1800

    @Flag(name: .long, help: "List every false and missed alarm of ours.")
    var wrong = false

    func run() throws {
        let evaluation = ForecastEvaluation(seed: seed, perFamily: max(1, (cases + DiskFamily.allCases.count - 1) / DiskFamily.allCases.count))
        say("forecast, seed \(seed): 30-day alarms; near = wrong about disks that fill between day 24 and 36, which may be called either way")
        say(Table.aligned([Self.columns] + DiskFamily.allCases.flatMap { lines($0, evaluation) }))
        if wrong { for line in evaluation.wrong { say(line) } }
        let table = Table(rows(evaluation))
        say(table.text)
        if !table.isKept { throw ExitCode.failure }
    }

    private static let columns = [
        "family", "by", "n", "due", "false", "missed", "near", "no history", "median error", "band held", "band a week ahead",
    ]

    private func lines(_ family: DiskFamily, _ evaluation: ForecastEvaluation) -> [[String]] {
        let own = evaluation.ours[family].map { [line(family.rawValue, "ours", $0)] } ?? []
        return own
            + Competitor.allCases.compactMap { other in evaluation.others[other]?[family].map { line("", other.rawValue, $0) } }
    }

    private func line(_ name: String, _ by: String, _ score: ForecastScore) -> [String] {
        [
            name, by, "\(score.cases)", "\(score.due)", "\(score.falseAlarms)", "\(score.missed)", "\(score.nearWrong)",
            Row.percent(score.shareWithoutHistory), Row.percent(score.medianError),
            score.coverage.map { "\(Row.percent($0)) of \(score.bands)" } ?? "-",
            score.backTests > 0 ? "\(Row.percent(score.backTestCoverage)) of \(score.backTests)" : "-",
        ]
    }

    private func rows(_ evaluation: ForecastEvaluation) -> [Row] {
        let total = evaluation.total
        let (squares, hours) = (evaluation.total(of: .leastSquares), evaluation.total(of: .lastSixHours))
        let strict = DiskFamily.allCases.filter(DiskFamily.strict.contains).compactMap { evaluation.ours[$0] }
        let strictFalse = strict.reduce(0) { $0 + $1.falseAlarms }
        func against(_ ours: Int, _ other: Int) -> String { other > 0 ? Row.tenths(Double(ours) / Double(other)) : "-" }
        return [
            Row(
                "false alarms, step, prune and plateau", n: "\(strict.reduce(0) { $0 + $1.cases })", "\(strictFalse)", budget: "0",
                strictFalse == 0 ? .kept : .broken),
            Row(
                "false alarms", n: "\(total.cases)", "\(total.falseAlarms)",
                baseline: "\(squares.falseAlarms) (least squares), \(hours.falseAlarms) (last 6 h)",
                ratio: against(total.falseAlarms, squares.falseAlarms)),
            Row(
                "missed alarms", n: "\(total.due)", "\(total.missed)", budget: "<= least squares",
                baseline: "\(squares.missed) (least squares), \(hours.missed) (last 6 h)", ratio: against(total.missed, squares.missed),
                total.missed <= squares.missed ? .kept : .broken),
            Row(
                "answered 'not enough history'", n: "\(total.cases)", Row.percent(total.shareWithoutHistory), budget: "< 15 %",
                total.shareWithoutHistory < 0.15 ? .kept : .broken),
            Row("date within the 80 % band", n: "\(total.bands)", Row.percent(total.coverage)),
            Row("use a week ahead within the 80 % band", n: "\(total.backTests)", Row.percent(total.backTestCoverage)),
        ]
    }
}
