/// One line of a table of measurements.
package struct Row: Sendable {
    package enum Verdict: String, Sendable {
        case kept
        case broken
        /// Said without a limit, beside a row that has one.
        case shown = ""
    }

    package let name: String
    package let n: String
    package let figure: String
    package let budget: String
    package let baseline: String
    package let ratio: String
    package let verdict: Verdict

    package init(
        _ name: String, n: String, _ figure: String, budget: String = "-", baseline: String = "-", ratio: String = "-", _ verdict: Verdict = .shown
    ) {
        self.name = name
        self.n = n
        self.figure = figure
        self.budget = budget
        self.baseline = baseline
        self.ratio = ratio
        self.verdict = verdict
    }

    /// A figure that must stay below its budget, or that has none.
    package init(_ name: String, n: String, figure: Double, unit: String, below budget: Double?, baseline: Double?, baselineIs: String) {
        self.init(
            name, n: n, figure, unit, budget.map { "< \(Self.short($0)) \(unit)" }, budget.map { figure < $0 }, baseline, baselineIs)
    }

    /// A figure that must stay above its budget.
    package init(_ name: String, n: String, figure: Double, unit: String, above budget: Double, baseline: Double?, baselineIs: String) {
        self.init(name, n: n, figure, unit, "> \(Self.short(budget)) \(unit)", figure > budget, baseline, baselineIs)
    }

    private init(
        _ name: String, n: String, _ figure: Double, _ unit: String, _ budget: String?, _ isKept: Bool?, _ baseline: Double?, _ baselineIs: String
    ) {
        self.init(
            name, n: n, "\(Self.short(figure)) \(unit)", budget: budget ?? "-",
            baseline: baseline.map { "\(Self.short($0)) \(unit) (\(baselineIs))" } ?? "-",
            ratio: baseline.flatMap { $0 > 0 ? Self.short(figure / $0) : nil } ?? "-", isKept.map { $0 ? .kept : .broken } ?? .shown)
    }

    package static let header = ["what", "n", "figure", "budget", "baseline of this run", "ratio", ""]

    package var cells: [String] { [name, n, figure, budget, baseline, ratio, verdict.rawValue] }

    /// As many digits as a figure of its size is worth.
    package static func short(_ value: Double) -> String {
        rounded(value, to: abs(value) >= 100 ? 1 : abs(value) >= 1 ? 10 : 1000)
    }

    package static func tenths(_ value: Double) -> String { rounded(value, to: 10) }

    package static func percent(_ share: Double?) -> String { share.map { "\(tenths($0 * 100)) %" } ?? "-" }

    private static func rounded(_ value: Double, to scale: Double) -> String {
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
