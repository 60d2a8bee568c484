import ArgumentParser
import Foundation
import PulseAnalysis
import PulseCore
import PulseEvaluation

@main
struct PulseEvaluate: ParsableCommand {
    @Option var seed: UInt64 = 1
    @Option var cases = 100
    @Flag var verbose = false
    func run() throws {
        let e = ForecastEvaluation(seed: seed, perFamily: cases)
        func line(_ n: String, _ s: ForecastScore) {
            print(n.padding(toLength: 14, withPad: " ", startingAt: 0), "n", s.cases, "due", s.due, "false", s.falseAlarms, "missed", s.missed, "neh", s.withoutHistory, "err", (s.medianError ?? -1).formatted(), "cov", (s.coverage ?? -1).formatted(), s.bands)
        }
        for f in DiskFamily.allCases {
            line(f.rawValue, e.ours[f]!)
            for c in Competitor.allCases { let s = e.others[c]![f]!; print("      ", c.rawValue, "false", s.falseAlarms, "missed", s.missed, (s.medianError ?? -1).formatted()) }
        }
        line("total", e.total)
        for c in Competitor.allCases { line(c.rawValue, e.total(of: c)) }
        if verbose {
            for d in DiskCase.all(perFamily: cases, seed: seed) {
                let f = CapacityForecaster().forecast(used: d.used, total: d.total, at: d.now)
                let said: Double? = f.filling.map { $0.fullAt.since(d.now).asSeconds / 86400 }
                let due = (d.fullDay ?? 1e9) <= 30, alarm = (said ?? 1e9) <= 30
                if due != alarm {
                    print(d.family.rawValue, due ? "MISS" : "FALSE", "truth", d.fullDay ?? -1, "said", said ?? -1, "noise", d.noise, "days", d.used.span.asSeconds / 86400, d.curve)
                    if case .notFilling(let n) = f { print("   ", n.cause) }
                }
            }
        }
    }
}
