/// One line of the table.
struct Row {
    enum Verdict: String {
        case kept
        case broken
        /// Said without a limit, beside a row that has one.
        case shown
    }

    let name: String
    let n: String
    let figure: String
    let budget: String
    let baseline: String
    let ratio: Double?
    let verdict: Verdict

    /// A figure that must stay below its budget.
    init(_ name: String, n: String, figure: Double, unit: String, below budget: Double?, baseline: Double?, baselineIs: String) {
        self.name = name
        self.n = n
        self.figure = "\(Self.short(figure)) \(unit)"
        self.budget = budget.map { "< \(Self.short($0)) \(unit)" } ?? "-"
        self.baseline = baseline.map { "\(Self.short($0)) \(unit) (\(baselineIs))" } ?? "-"
        ratio = baseline.flatMap { $0 > 0 ? figure / $0 : nil }
        verdict = budget.map { figure < $0 ? .kept : .broken } ?? .shown
    }

    /// A figure that must stay above its budget.
    init(_ name: String, n: String, figure: Double, unit: String, above budget: Double, baseline: Double?, baselineIs: String) {
        self.name = name
        self.n = n
        self.figure = "\(Self.short(figure)) \(unit)"
        self.budget = "> \(Self.short(budget)) \(unit)"
        self.baseline = baseline.map { "\(Self.short($0)) \(unit) (\(baselineIs))" } ?? "-"
        ratio = baseline.flatMap { $0 > 0 ? figure / $0 : nil }
        verdict = figure > budget ? .kept : .broken
    }

    static func short(_ value: Double) -> String {
        let scale = abs(value) >= 100 ? 1.0 : abs(value) >= 1 ? 10.0 : 1000.0
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

/// The table as text, columns aligned.
struct Table {
    private(set) var rows: [Row] = []

    mutating func add(_ row: Row) { rows.append(row) }

    var isKept: Bool { rows.allSatisfy { $0.verdict != .broken } }

    func text(commit: String, seed: UInt64) -> String {
        let header = ["what", "n", "figure", "budget", "baseline of this run", "ratio", ""]
        let cells =
            [header]
            + rows.map { row in
                [
                    row.name, row.n, row.figure, row.budget, row.baseline, row.ratio.map { Row.short($0) } ?? "-",
                    row.verdict == .shown ? "" : row.verdict.rawValue,
                ]
            }
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }
        return (["commit \(commit), seed \(seed)"] + lines).joined(separator: "\n")
    }
}
