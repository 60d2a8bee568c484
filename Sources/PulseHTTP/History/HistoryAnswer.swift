import PulseCore
import PulseHistory

/// Series as JSON or CSV.
enum HistoryAnswer {
    static func json(_ query: HistoryQuery, _ series: [SeriesHistory]) -> [UInt8] {
        var json = JSONWriter(capacity: 512 + series.reduce(0) { $0 + $1.points.count } * 64)
        json.object { json in
            json.name("from"); json.time(query.from)
            json.name("to"); json.time(query.to)
            json.name("stepSeconds"); json.integer(query.step)
            json.name("series"); json.array(series) { write($1, &$0) }
        }
        return json.bytes
    }

    private static func write(_ series: SeriesHistory, _ json: inout JSONWriter) {
        json.object { json in
            name(series.key, &json)
            json.name("cadenceSeconds"); json.integer(series.cadence)
            json.name("tiers"); json.array(series.tiers) { $0.string($1.name) }
            json.name("points")
            json.object { json in
                json.name("t"); json.array(series.points) { $0.integer($1.start.seconds) }
                json.name("avg"); json.array(series.points) { $0.number($1.values.map { short($0.average, series.key.metric) }) }
                json.name("min"); json.array(series.points) { $0.number($1.values.map { short($0.least, series.key.metric) }) }
                json.name("max"); json.array(series.points) { $0.number($1.values.map { short($0.greatest, series.key.metric) }) }
                json.name("count"); json.array(series.points) { $0.integer($1.values?.count ?? 0) }
            }
        }
    }

    static func name(_ key: SeriesKey, _ json: inout JSONWriter) {
        json.name("resource"); json.string(key.resource.description)
        json.name("metric"); json.string(key.metric.rawValue)
        json.name("part"); json.string(key.part.isEmpty ? nil : key.part)
        json.name("unit"); json.string(key.metric.unit.rawValue)
    }

    /// No more digits than the store keeps.
    private static func short(_ value: Double, _ metric: Metric) -> Double {
        switch metric.unit {
        case .ratio: (value * 10_000).rounded() / 10_000
        case .celsius, .count: (value * 100).rounded() / 100
        case .bytes, .bytesPerSecond, .seconds: value.rounded()
        }
    }

    /// RFC 4180. Texts that a spreadsheet would take for a formula get an apostrophe before them.
    static func csv(_ series: [SeriesHistory]) -> [UInt8] {
        var text = "time,resource,metric,part,avg,min,max,count\r\n"
        for one in series {
            let name = [one.key.resource.description, one.key.metric.rawValue, one.key.part].map(CSVText.cell).joined(separator: ",")
            for point in one.points {
                guard let values = point.values else { continue }
                let numbers = [values.average, values.least, values.greatest].map { "\(short($0, one.key.metric))" }.joined(separator: ",")
                text += "\(point.start),\(name),\(numbers),\(values.count)\r\n"
            }
        }
        return [UInt8](text.utf8)
    }
}
