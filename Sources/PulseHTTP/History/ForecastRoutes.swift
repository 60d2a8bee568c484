import Hummingbird
import PulseAccess
import PulseAnalysis
import PulseCore
import PulseHistory
import PulseInventory

/// When a disk will be full, by what history says of it.
struct ForecastRoutes {
    let inventory: InventoryService
    let history: any HistoryDoor
    let now: @Sendable () -> Timestamp

    /// How far back a forecast looks, and how finely.
    private static let past = Duration.seconds(120 * 86_400)
    private static let step: Int64 = 3600

    func add(to routes: inout RouteTable) {
        routes.get("/api/history/forecast", .permission(.monitoringRead), "When a disk or storage will be full", forecast)
    }

    @Sendable private func forecast(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let id = request.queryText("resource").flatMap({ ResourceID($0) }) else {
            throw APIError.invalid("resource", "resource is the id of a resource, as /api/resources gives it.")
        }
        let metric = request.queryText("metric").map { Metric(rawValue: $0) } ?? .diskUsed
        guard let metric, let total = Self.total(of: metric) else {
            throw APIError.invalid("metric", "Forecasts exist for diskUsed, memoryUsed and swapUsed, which have a limit to reach.")
        }
        let part = request.queryText("part") ?? ""
        let end = now()
        let keys = [SeriesKey(id, metric, part: part), SeriesKey(id, total, part: part)]
        guard let query = HistoryQuery(keys, from: end - Self.past, to: end + .seconds(1), step: Self.step) else {
            throw APIError.notFound("Nothing.")
        }
        // Of what is hidden nothing is known, as of what does not exist.
        let isShown = context.visibility.shows(id, in: inventory.fleet)
        let series = isShown ? try await history.read(query).map(Self.timed) : [TimedSeries([]), TimedSeries([])]
        let answer = CapacityForecaster().forecast(used: series[0], total: series[1], at: end)
        let backTest = answer.trend == nil ? nil : BackTest(used: series[0], total: series[1], at: end)
        return .json(ForecastAnswer.json(answer, capacity: series[1].value(at: end), backTest))
    }

    private static func total(of metric: Metric) -> Metric? {
        switch metric {
        case .diskUsed: .diskTotal
        case .memoryUsed: .memoryTotal
        case .swapUsed: .swapTotal
        default: nil
        }
    }

    private static func timed(_ series: SeriesHistory) -> TimedSeries {
        TimedSeries(series.points.compactMap { point in point.values.map { TimedSeries.Point($0.average, at: point.start) } })
    }
}

/// A forecast as docs/api.md describes it.
enum ForecastAnswer {
    static func json(_ forecast: CapacityForecast, capacity: Double?, _ backTest: BackTest?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("kind"); json.string(kind(forecast))
            json.name("sentence"); json.string(forecast.sentence)
            json.name("capacity"); json.number(capacity?.rounded())
            json.name("fullAt"); fullAt(forecast.filling, &json)
            json.name("slopePerDay"); json.number(forecast.trend?.slopePerDay.rounded())
            json.name("line"); json.array(forecast.trend?.line ?? []) { point($1, &$0) }
            json.name("backTest")
            if let backTest {
                json.object { json in
                    json.name("held"); json.integer(backTest.held)
                    json.name("of"); json.integer(backTest.forecasts)
                }
            } else {
                json.null()
            }
        }
        return json.bytes
    }

    private static func kind(_ forecast: CapacityForecast) -> String {
        switch forecast {
        case .notEnoughHistory: "not_enough_history"
        case .alreadyFull: "full"
        case .notFilling: "not_filling"
        case .filling: "filling"
        }
    }

    private static func fullAt(_ filling: CapacityForecast.Filling?, _ json: inout JSONWriter) {
        guard let filling else { return json.null() }
        json.object { json in
            json.name("earliest"); json.time(filling.earliest)
            json.name("expected"); json.time(filling.fullAt)
            json.name("latest"); json.time(filling.latest)
        }
    }

    private static func point(_ point: CapacityForecast.BandPoint, _ json: inout JSONWriter) {
        json.object { json in
            json.name("t"); json.integer(point.at.seconds)
            json.name("value"); json.number(point.middle.rounded())
            json.name("low"); json.number(point.low.rounded())
            json.name("high"); json.number(point.high.rounded())
        }
    }
}
