/// Rows of measurements, and whether each kept its budget.
package struct Table: Sendable {
    package private(set) var rows: [Row]

    package init(_ rows: [Row] = []) { self.rows = rows }

    package mutating func add(_ row: Row) { rows.append(row) }

    package var isKept: Bool { rows.allSatisfy { $0.verdict != .broken } }

    package var text: String { Self.aligned([Row.header] + rows.map(\.cells)) }

    /// Lines of cells, columns aligned.
    package static func aligned(_ lines: [[String]]) -> String {
        let columns = lines.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return lines.map { line in
            withoutEnd(zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  "))
        }.joined(separator: "\n")
    }

    private static func withoutEnd(_ line: String) -> String {
        var rest = line[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
