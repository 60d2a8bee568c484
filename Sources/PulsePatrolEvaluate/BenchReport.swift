import PulseEvaluation
import PulsePatrol
import PulsePatrolBench

/// Runs in words, and whether they keep the bars.
struct BenchReport {
    private let score: Score
    private let codes: [String]
    private let isWhole: Bool
    private let survivors: [String]?
    private let unknown: [String]

    /// - Parameter isWhole: false when only some scenarios were chosen, so nothing can be said of what is not tested.
    init(runs: [ScenarioRun], checks: [Check], isWhole: Bool, mutates: Bool) {
        (score, codes, self.isWhole) = (Score(runs), checks.map(\.code), isWhole)
        unknown = Set(score.lines.keys).subtracting(CheckCatalogue.all.map(\.code)).sorted()
        let inMemory = runs.filter { $0.scenario.simulator == nil }
        survivors =
            mutates
            ? codes.flatMap { code in Mutation.allCases.filter { !$0.isNoticed(code, inMemory) }.map { "\(code) \($0.rawValue)" } } : nil
    }

    var isKept: Bool { table.isKept }

    var text: String {
        var lines = score.failures.map(\.text)
        lines += unknown.map { "there is no check \($0)" }
        if isWhole { lines += untested.map { "\($0) lacks a scenario that fires it or a near miss" } }
        lines += (survivors ?? []).map { "survives: \($0)" }
        return (lines + [Table.aligned([Self.header] + codes.compactMap(line)), table.text]).joined(separator: "\n")
    }

    private static let header = ["check", "must", "found", "near misses", "false", "median time to find"]

    private var untested: [String] { score.untested(codes) }

    private func line(_ code: String) -> [String]? {
        guard let line = score.lines[code] else { return nil }
        let times = line.times.sorted()
        return [
            code, "\(line.musts)", "\(line.found)", "\(line.nearMisses)", "\(line.falseFindings)",
            times.isEmpty ? "-" : Words.duration(times[times.count / 2]),
        ]
    }

    private var table: Table {
        var rows = [
            row("recall", "\(score.musts)", Row.percent(score.recall), ">= 95 %", score.recall >= Score.leastRecall),
            row("precision", "\(score.found + score.falseFindings)", Row.percent(score.precision), "100 %", score.falseFindings == 0),
            row("false in healthy worlds", "\(score.healthy)", "\(score.falseInHealthy)", "0", score.falseInHealthy == 0),
            row("near misses not judged", "\(score.nevers)", "\(notJudged)", "0", notJudged == 0),
            row("checks that threw", "\(codes.count)", "\(broken)", "0", broken == 0),
            row("optional expectations", "\(score.mays)", Row.percent(score.shareOptional), "<= 10 %", score.shareOptional <= Score.mostOptional),
            row("expectations of unknown checks", "\(codes.count)", "\(unknown.count)", "0", unknown.isEmpty),
            Row("time to find, median", n: "\(score.found)", score.medianTime.map { Words.duration($0) } ?? "-"),
        ]
        if isWhole { rows.append(row("checks without must or near miss", "\(codes.count)", "\(untested.count)", "0", untested.isEmpty)) }
        if let survivors { rows.append(row("mutations that survive", "\(codes.count * 2)", "\(survivors.count)", "0", survivors.isEmpty)) }
        return Table(rows)
    }

    private var notJudged: Int { score.failures.count { $0.kind == .notJudged } }

    private var broken: Int { Set(score.failures.filter { $0.kind == .broken }.map(\.code)).count }

    private func row(_ name: String, _ n: String, _ figure: String, _ budget: String, _ isKept: Bool) -> Row {
        Row(name, n: n, figure, budget: budget, isKept ? .kept : .broken)
    }
}
