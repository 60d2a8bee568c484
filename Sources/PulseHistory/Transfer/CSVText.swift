/// Cells and lines of RFC 4180.
package enum CSVText {
    /// Texts that a spreadsheet would take for a formula get an apostrophe before them, and so do those that begin with one: `text(ofCell:)` leads
    /// back.
    package static func cell(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r'".contains($0) } == true ? "'" + text : text
        guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The other way round, after the quotation marks are gone.
    static func text(ofCell cell: String) -> String { cell.first == "'" ? String(cell.dropFirst()) : cell }

    /// True when a line ends within quotation marks, and the next one belongs to it.
    static func isOpen(_ line: some StringProtocol) -> Bool { line.utf8.count { $0 == UInt8(ascii: "\"") } % 2 == 1 }

    /// - Returns: nil when quotation marks do not end, or stand where they may not.
    static func cells(_ line: some StringProtocol) -> [String]? {
        var cells: [[UInt8]] = [[]]
        var isQuoted = false
        var wasQuote = false
        for byte in line.utf8 {
            switch (byte, isQuoted) {
            case (UInt8(ascii: "\""), true): isQuoted = false; wasQuote = true; continue
            case (UInt8(ascii: "\""), false) where wasQuote: cells[cells.count - 1].append(byte); isQuoted = true
            case (UInt8(ascii: "\""), false):
                guard cells[cells.count - 1].isEmpty else { return nil }
                isQuoted = true
            case (UInt8(ascii: ","), false): cells.append([])
            case (_, false) where wasQuote: return nil
            default: cells[cells.count - 1].append(byte)
            }
            wasQuote = false
        }
        return isQuoted ? nil : cells.map { String(decoding: $0, as: UTF8.self) }
    }
}
