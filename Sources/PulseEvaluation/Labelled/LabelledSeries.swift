private import Foundation
package import PulseAnalysis
import PulseCore

/// One series with the stretches in which people saw an anomaly.
package struct LabelledSeries: Sendable {
    /// `realKnownCause/nyc_taxi.csv`
    package let name: String
    package let rows: [TimedSeries.Point]
    /// The labelled windows as rows, first to last.
    package let windows: [ClosedRange<Int>]

    /// The folder that the series lies in.
    package var group: String { String(name.prefix { $0 != "/" }) }

    package init(name: String, rows: [TimedSeries.Point], windows: [ClosedRange<Int>]) {
        self.name = name
        self.rows = rows
        self.windows = windows
    }
}

/// A folder in the format of the Numenta Anomaly Benchmark: `data/<group>/<file>.csv` and `labels/combined_windows.json`.
package struct LabelledFolder: Sendable {
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    private let path: String

    package init(path: String) { self.path = path }

    package var isThere: Bool { FileManager.default.fileExists(atPath: path + "/labels/combined_windows.json") }

    /// Every series, by name.
    package func series() throws -> [LabelledSeries] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path + "/data"))?.filter { $0.hasSuffix(".csv") }.sorted() ?? []
        let labels = try JSONDecoder().decode([String: [[String]]].self, from: Data(try text("labels/combined_windows.json").utf8))
        return try names.map { name in
            let rows = try self.rows(name)
            return LabelledSeries(name: name, rows: rows, windows: try (labels[name] ?? []).compactMap { try Self.window($0, rows) })
        }
    }

    /// The scores of a detector, one per row, beside the data.
    package func scores(_ folder: String, of series: LabelledSeries) throws -> [Double] {
        try text("\(folder)/\(series.name)").split(whereSeparator: \.isNewline).map { Double($0) ?? 0 }
    }

    private func text(_ file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(file)") else { throw Problem(description: "no file \(path)/\(file)") }
        return String(decoding: data, as: UTF8.self)
    }

    private func rows(_ name: String) throws -> [TimedSeries.Point] {
        try text("data/" + name).split(whereSeparator: \.isNewline).dropFirst().map { line in
            let fields = line.split(separator: ",")
            guard fields.count == 2, let at = Timestamp(spaced: fields[0]), let value = Double(fields[1]) else {
                throw Problem(description: "\(name) has a row that is no time and value: \(line)")
            }
            return TimedSeries.Point(value, at: at)
        }
    }

    private static func window(_ ends: [String], _ rows: [TimedSeries.Point]) throws -> ClosedRange<Int>? {
        guard ends.count == 2, let start = Timestamp(spaced: ends[0]), let end = Timestamp(spaced: ends[1]) else {
            throw Problem(description: "not a window: \(ends)")
        }
        let inside = rows.indices.filter { rows[$0].at >= start && rows[$0].at <= end }
        return inside.first.flatMap { first in inside.last.map { first...$0 } }
    }
}

extension Timestamp {
    /// `2014-07-01 00:30:00`, with or without a fraction of a second, as UTC.
    fileprivate init?(spaced text: some StringProtocol) {
        let numbers = text.split { !$0.isNumber }.map { Int64($0) ?? 0 }
        guard numbers.count >= 6 else { return nil }
        // Days from the civil date: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
        let year = numbers[1] <= 2 ? numbers[0] - 1 : numbers[0]
        let era = year / 400
        let dayOfYear = (153 * (numbers[1] + (numbers[1] > 2 ? -3 : 9)) + 2) / 5 + numbers[2] - 1
        let yearOfEra = year - era * 400
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        self.init(seconds: days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5])
    }
}
