import Foundation
import PulseCore

/// How records are written for other programs and read back.
package enum HistoryFormat: String, Sendable, CaseIterable {
    /// RFC 4180 with a line of names.
    case csv
    /// An object a line.
    case jsonLines = "jsonl"

    static let columns = ["time", "tier", "resource", "metric", "part", "avg", "min", "max", "count"]

    /// What stands before the first record; nil for nothing.
    package var head: String? { self == .csv ? Self.columns.joined(separator: ",") : nil }

    package func line(_ record: HistoryRecord) -> String {
        switch self {
        case .csv: Self.csv(record)
        case .jsonLines: Self.json(record)
        }
    }

    private static func csv(_ record: HistoryRecord) -> String {
        let names = [record.key.resource.description, record.key.metric.rawValue, record.key.part].map(CSVText.cell).joined(separator: ",")
        let values = record.values
        return "\(record.start),\(record.tier.name),\(names),\(values.average),\(values.least),\(values.greatest),\(values.count)"
    }

    private static func json(_ record: HistoryRecord) -> String {
        let line = HistoryLine(record)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// A record as a JSON line has it, and as a line of CSV comes to.
struct HistoryLine: Codable {
    var time: String
    var tier: String?
    var resource: String
    var metric: String
    var part: String?
    var avg: Double
    var min: Double?
    var max: Double?
    var count: Int64?

    init(_ record: HistoryRecord) {
        time = record.start.description
        tier = record.tier.name
        resource = record.key.resource.description
        metric = record.key.metric.rawValue
        part = record.key.part.isEmpty ? nil : record.key.part
        (avg, min, max) = (record.values.average, record.values.least, record.values.greatest)
        count = record.values.count
    }

    /// - Parameter cells: by column. A column `value` is as good as `avg`.
    init(_ cells: [String: String]) throws(HistoryLineError) {
        func text(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }
        func number(_ name: String) throws(HistoryLineError) -> Double? {
            guard let text = text(name) else { return nil }
            guard let number = Double(text) else { throw .number(name) }
            return number
        }
        guard let time = text("time"), let resource = text("resource"), let metric = text("metric") else { throw .missing }
        guard let average = try number(cells["avg"] == nil ? "value" : "avg") else { throw .missing }
        (self.time, self.resource, self.metric) = (time, CSVText.text(ofCell: resource), metric)
        (tier, part) = (text("tier"), text("part").map(CSVText.text))
        (avg, min, max) = (average, try number("min"), try number("max"))
        guard let count = text("count") else { return }
        self.count = Int64(count)
        if self.count == nil { throw .number("count") }
    }

    func record() throws(HistoryLineError) -> HistoryRecord {
        guard let resource = ResourceID(resource) else { throw .resource }
        guard let metric = Metric(rawValue: metric) else { throw .metric }
        guard let tier = Tier.allCases.first(where: { $0.name == self.tier ?? Tier.raw.name }) else { throw .tier }
        guard let start = Timestamp(rfc3339: time) else { throw .time }
        let values = HistoryPoint.Values(least: min ?? avg, average: avg, greatest: max ?? avg, count: count ?? 1)
        do throws(HistoryRecordError) {
            return try HistoryRecord(SeriesKey(resource, metric, part: part ?? ""), tier, start, values)
        } catch { throw .record(error) }
    }
}

/// Why a line is no record, as the end of a sentence.
enum HistoryLineError: SentenceError, Equatable {
    case notALine
    case missing
    case number(String)
    case resource
    case metric
    case tier
    case time
    case record(HistoryRecordError)

    var sentence: String {
        switch self {
        case .notALine: "it is not a line of the format"
        case .missing: "it lacks time, resource, metric or avg"
        case .number(let column): "its \(column) is not a number"
        case .resource: "its resource is not an id of Pulse, such as guest:homelab/101"
        case .metric: "its metric is not one of \(Metric.allCases.map(\.rawValue).joined(separator: ", "))"
        case .tier: "its tier is not one of \(Tier.allCases.map(\.name).joined(separator: ", "))"
        case .time: "its time is not like 2026-11-25T10:00:00Z"
        case .record(let error): error.sentence
        }
    }
}
