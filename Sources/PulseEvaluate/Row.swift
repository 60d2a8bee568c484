/// One line of the table, in the columns of `pulse-bench`.
struct Row {
    enum Verdict: String {
        case kept
        case broken
        /// Said without a limit, beside a row that has one.
        case shown = ""
    }

    let name: String
    let n: String
    let figure: String
    let budget: String
    let baseline: String
    let ratio: String
    let verdict: Verdict

    init(
        _ name: String, n: Int, _ figure: String, budget: String = "-", baseline: String = "-", ratio: String = "-", _ verdict: Verdict = .shown
    ) {
        self.name = name
        self.n = "\(n)"
        self.figure = figure
        self.budget = budget
        self.baseline = baseline
        self.ratio = ratio
        self.verdict = verdict
    }

    static let header = ["what", "n", "figure", "budget", "baseline of this run", "ratio", ""]

    var cells: [String] { [name, n, figure, budget, baseline, ratio, verdict.rawValue] }

    static func percent(_ share: Double?) -> String { share.map { "\(short($0 * 100)) %" } ?? "-" }

    static func short(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

/// Lines of cells, columns aligned.
func aligned(_ lines: [[String]]) -> String {
    let columns = lines.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return lines.map { line in
        zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ").trimmedEnd
    }.joined(separator: "\n")
}

extension String {
    fileprivate var trimmedEnd: String {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
