import PulseCore

/// Writes the events of the stream. Handles are small numbers for resources, given once and never used again.
struct DeltaEncoder {
    private var handles: [ResourceID: Int] = [:]
    private var nextHandle = 0

    mutating func snapshot(_ fleet: Fleet, demo: Bool) -> [UInt8] {
        var json = JSONWriter(capacity: 1024 + fleet.resources.count * 900)
        json.object { json in
            json.name("sequence"); json.integer(fleet.sequence)
            json.name("at"); json.time(fleet.at)
            json.name("demo"); json.bool(demo)
            json.name("sources"); json.array(fleet.sources.values.sorted { $0.source < $1.source }) { $0.source($1) }
            json.name("resources")
            json.array(fleet.sorted()) { json, resource in json.resource(resource, handle: handle(of: resource.id)) }
        }
        return json.bytes
    }

    mutating func delta(_ change: FleetChange) -> [UInt8] {
        var json = JSONWriter(capacity: 256 + change.upserted.count * 900 + change.values.count * 40)
        json.object { json in
            json.name("sequence"); json.integer(change.sequence)
            json.name("at"); json.time(change.at)
            if !change.removed.isEmpty { json.name("removed"); json.array(change.removed) { $0.string($1.description) } }
            if !change.removedSources.isEmpty { json.name("removedSources"); json.array(change.removedSources) { $0.string($1.description) } }
            if !change.sources.isEmpty { json.name("sources"); json.array(change.sources) { $0.source($1) } }
            if !change.upserted.isEmpty {
                json.name("resources")
                json.array(change.upserted) { json, resource in json.resource(resource, handle: handle(of: resource.id)) }
            }
            if !change.values.isEmpty { json.name("values"); columns(change.values, into: &json) }
        }
        for id in change.removed { handles[id] = nil }
        return json.bytes
    }

    /// Columns compress better than rows: neighbours have the same magnitude.
    private mutating func columns(_ changes: [FleetChange.ValueChange], into json: inout JSONWriter) {
        let rows = changes.map { (handle: handle(of: $0.id), metrics: $0.metrics) }.sorted { $0.handle < $1.handle }
        let metrics = Metric.allCases.filter { metric in rows.contains { $0.metrics[metric] != nil } }
        json.object { json in
            json.name("handles"); json.string(HandleRanges.text(rows.map(\.handle)))
            for metric in metrics {
                json.name(data: metric.rawValue)
                json.array(rows) { $0.raw($1.metrics[metric].map { WireNumber.text($0, metric) } ?? "null") }
            }
        }
    }

    private mutating func handle(of id: ResourceID) -> Int {
        if let handle = handles[id] { return handle }
        defer { nextHandle += 1 }
        handles[id] = nextHandle
        return nextHandle
    }
}

/// `0-4,7,9`
enum HandleRanges {
    static func text(_ sorted: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for handle in sorted {
            if let last = ranges.last, last.upperBound + 1 == handle {
                ranges[ranges.count - 1] = last.lowerBound...handle
            } else {
                ranges.append(handle...handle)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
}

/// Numbers of the `values` columns, as short as their metric's precision allows.
enum WireNumber {
    static func text(_ value: Double, _ metric: Metric) -> String {
        switch metric.unit {
        case .ratio: String(Int64(clamped: (value * 1000).rounded()))
        case .celsius, .count: tenths(value, digits: metric.unit == .celsius ? 1 : 2)
        case .seconds where metric.precision == .whole: String(Int64(clamped: value.rounded()))
        // A request to a disk takes less than a second: whole microseconds.
        case .seconds: "\(Int64(clamped: (value * 1e6).rounded()))e-6"
        case .bytes, .bytesPerSecond: threeDigits(value)
        }
    }

    /// Rounded to three significant digits: `0`, `512`, `123e4`.
    private static func threeDigits(_ value: Double) -> String {
        guard abs(value) >= 1000 else { return String(Int64(clamped: value.rounded())) }
        var (mantissa, exponent) = (value, 0)
        while abs(mantissa) >= 999.5 {
            mantissa /= 10
            exponent += 1
        }
        return "\(Int64(clamped: mantissa.rounded()))e\(exponent)"
    }

    private static func tenths(_ value: Double, digits: Int) -> String {
        let scale = digits == 1 ? 10.0 : 100.0
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int64(clamped: rounded)) : "\(rounded)"
    }
}

extension Int64 {
    fileprivate init(clamped value: Double) {
        self = value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : value.isNaN ? 0 : Int64(value)
    }
}
