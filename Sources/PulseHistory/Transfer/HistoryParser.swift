import Foundation
import PulseCore

/// Lines of a file as records. A value: what it knows is the line it is at, and the names of the columns.
package struct HistoryParser: Sendable {
    package struct Failure: SentenceError, Equatable {
        package let line: Int
        package let problem: String
        package var sentence: String { "Line \(line) cannot be used: \(problem)." }
    }

    private let format: HistoryFormat
    private var columns: [String]?
    private var line = 0
    /// The beginning of a record that goes on in the next line.
    private var begun: String?

    /// A record longer than this is none, bytes.
    private static let longest = 65_536

    package init(_ format: HistoryFormat) { self.format = format }

    /// - Returns: nil for lines that hold no record: the names of the columns, an empty one, the beginning of a longer one.
    /// - Throws: ``Failure``
    package mutating func record(_ text: String) throws(Failure) -> HistoryRecord? {
        line += 1
        let whole = (begun.map { $0 + "\n" } ?? "") + (text.hasSuffix("\r") ? String(text.dropLast()) : text)
        guard whole.utf8.count <= Self.longest else { throw failure("it is longer than \(Self.longest) bytes") }
        if format == .csv, CSVText.isOpen(whole) {
            begun = whole
            return nil
        }
        begun = nil
        guard !whole.allSatisfy(\.isWhitespace) else { return nil }
        do throws(HistoryLineError) { return try read(whole)?.record() } catch { throw failure(error.sentence) }
    }

    /// After the last line.
    package func end() throws(Failure) {
        if begun != nil { throw failure("its quotation marks do not end") }
    }

    private mutating func read(_ text: String) throws(HistoryLineError) -> HistoryLine? {
        guard format == .csv else {
            guard let line = try? JSONDecoder().decode(HistoryLine.self, from: Data(text.utf8)) else { throw .notALine }
            return line
        }
        guard let cells = CSVText.cells(text) else { throw .notALine }
        guard let columns else {
            columns = cells
            guard ["time", "resource", "metric"].allSatisfy(cells.contains), cells.contains("avg") || cells.contains("value") else { throw .missing }
            return nil
        }
        guard cells.count == columns.count else { throw .notALine }
        return try HistoryLine(Dictionary(zip(columns, cells)) { first, _ in first })
    }

    private func failure(_ problem: String) -> Failure { Failure(line: line, problem: problem) }
}
