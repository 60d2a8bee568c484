import Hummingbird
import PulseCore
import PulseHistory

/// The parameters of `/api/history`, checked.
struct HistoryRequest {
    static let mostSeries = 500
    private static let mostResources = 100

    let resources: [ResourceID]
    /// Nil for all there are.
    let metrics: Set<Metric>?
    let from: Timestamp
    let to: Timestamp
    let step: Int64
    let wantsCSV: Bool

    init(_ request: Request, at now: Timestamp) throws {
        resources = try Self.resources(request)
        metrics = try Self.metrics(request)
        to = try Self.time(request, "to", at: now) ?? now
        from = try Self.time(request, "from", at: now) ?? to - .seconds(86_400)
        guard from < to else { throw APIError.invalid("from", "from has to be before to.") }
        step = try Self.step(request, from, to)
        wantsCSV = request.queryText("format") == "csv"
    }

    private static func resources(_ request: Request) throws -> [ResourceID] {
        let texts = request.uri.queryParameters[values: "resource"]
        let ids = texts.compactMap { ResourceID(String($0)) }
        guard !ids.isEmpty, ids.count == texts.count, ids.count <= mostResources else {
            throw APIError.invalid(
                "resource", "resource is the id of a resource, as /api/resources gives it; it may stand here up to \(mostResources) times.")
        }
        return ids
    }

    private static func metrics(_ request: Request) throws -> Set<Metric>? {
        guard let names = request.queryList("metric") else { return nil }
        let metrics = names.compactMap(Metric.init(rawValue:))
        guard metrics.count == names.count else {
            throw APIError.invalid("metric", "metric is one or more of \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return Set(metrics)
    }

    private static func step(_ request: Request, _ from: Timestamp, _ to: Timestamp) throws -> Int64 {
        if let text = request.queryText("step") {
            guard let step = Self.seconds(text), step > 0, (to.seconds - from.seconds) / step <= HistoryQuery.mostPoints else {
                throw APIError.invalid(
                    "step", "step is a number with its unit (10s, 5m, 1h, 1d), and long enough for at most \(HistoryQuery.mostPoints) points.")
            }
            return step
        }
        let points = request.queryText("points").map { Int($0) } ?? 600
        guard let points, (10...4000).contains(points) else { throw APIError.invalid("points", "points is a number from 10 to 4000.") }
        return HistoryQuery.step(from: from, to: to, points: points)
    }

    /// RFC 3339, milliseconds since 1970, or a distance from now such as `-24h`.
    private static func time(_ request: Request, _ name: String, at now: Timestamp) throws -> Timestamp? {
        guard let text = request.queryText(name) else { return nil }
        if text.hasPrefix("-"), let seconds = seconds(text.dropFirst()) { return now - .seconds(seconds) }
        if text == "now" { return now }
        if let milliseconds = Int64(text), (0...253_402_300_799_999).contains(milliseconds) { return Timestamp(milliseconds: milliseconds) }
        if let moment = Timestamp(rfc3339: text) { return moment }
        throw APIError.invalid(name, "\(name) is a time: 2026-11-25T10:00:00Z, milliseconds since 1970, or a distance from now such as -24h.")
    }

    static func seconds(_ text: some StringProtocol) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last, let unit = units[last], let number = Int64(text.dropLast()), (1...1_000_000).contains(number) else { return nil }
        return number * unit
    }
}
