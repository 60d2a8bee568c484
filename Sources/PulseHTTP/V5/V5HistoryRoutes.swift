import Hummingbird
import PulseAccess
import PulseCore
import PulseHistory
import PulseInventory
import PulseStorage

/// `/api/metrics-store/…`, `/api/charts` and `/api/storage-charts` in the shapes of Pulse v5.
struct V5HistoryRoutes {
    let inventory: InventoryService
    let history: any HistoryDoor
    let now: @Sendable () -> Timestamp

    /// A chart of v5's page is not wider.
    private static let chartPoints = 120
    private static let historyPoints = 720

    func add(to routes: inout RouteTable) {
        routes.get("/api/metrics-store/history", .permission(.monitoringRead), "History of one resource in the shape of Pulse v5", one)
        routes.get("/api/metrics-store/stats", .permission(.monitoringRead), "What history holds, in the shape of Pulse v5", statistics)
        routes.get("/api/charts", .permission(.monitoringRead), "Charts of everything in the shape of Pulse v5", charts)
        routes.get("/api/storage-charts", .permission(.monitoringRead), "Charts of storages in the shape of Pulse v5", storageCharts)
    }

    @Sendable private func one(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let type = request.queryText("resourceType"), let id = request.queryText("resourceId") else {
            throw APIError.invalid("resourceId", "Name the resource by resourceType and resourceId.")
        }
        let range = request.queryText("range") ?? "24h"
        guard let seconds = V5History.range(range) else { throw APIError.invalid("range", "range is a duration: 1h, 6h, 12h, 24h, 7d, 30d, 90d.") }
        let end = now()
        let subject = V5History.subjects(context.visibility.part(of: inventory.fleet)).first { subject in
            (subject.id == id || subject.resource.id.description == id)
                && (subject.type == type || type == "guest" && ["vm", "container"].contains(subject.type))
        }
        let measures = V5History.measures(subject?.type ?? type)
        var found: Found = [:]
        if let subject { found = try await read([subject], measures, seconds: seconds, end: end, points: Self.historyPoints) }
        let series = subject.flatMap { found[$0.resource.id] } ?? [:]
        var json = JSONWriter()
        json.object { json in
            json.name("resourceType"); json.string(type)
            json.name("resourceId"); json.string(id)
            json.name("range"); json.string(range)
            json.name("start"); json.integer(end.milliseconds - seconds * 1000)
            json.name("end"); json.integer(end.milliseconds)
            if let metric = request.queryText("metric") {
                json.name("metric"); json.string(metric)
                json.name("points")
                points(measures.first { $0.name == metric }.map { V5History.points($0, series) } ?? [], full: true, &json)
            } else {
                json.name("metrics")
                json.object { write(measures, series, full: true, &$0) }
            }
        }
        return request.compressed(json.bytes)
    }

    @Sendable private func statistics(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard !context.visibility.isLimited else {
            throw APIError(.forbidden, "limited", "What history holds as a whole is for those who see everything.")
        }
        let statistics = try history.statistics()
        func chunks(_ tier: Tier) -> Int { statistics?.tiers.first { $0.tier == tier }?.chunks ?? 0 }
        var json = JSONWriter()
        json.object { json in
            json.name("enabled"); json.bool(true)
            json.name("dbSize"); json.integer(statistics?.size.file ?? 0)
            json.name("rawCount"); json.integer(chunks(.raw))
            json.name("minuteCount"); json.integer(chunks(.minute))
            json.name("hourlyCount"); json.integer(chunks(.hour))
            json.name("dailyCount"); json.integer(0)
            json.name("bufferSize"); json.integer(statistics?.tailRows ?? 0)
            json.name("totalWrites"); json.integer(statistics?.health.samples ?? 0)
            json.name("lastFlush"); json.time(statistics?.health.lastStored)
            json.name("series"); json.integer(statistics?.series ?? 0)
            json.name("quarantined"); json.integer(statistics?.health.quarantined ?? 0)
            json.name("refused"); json.integer((statistics?.health.refusedFuture ?? 0) + (statistics?.health.refusedOld ?? 0))
            json.name("lost"); json.integer(statistics?.health.lost ?? 0)
        }
        return .json(json.bytes)
    }

    @Sendable private func charts(_ request: Request, _ context: PulseContext) async throws -> Response {
        let range = request.queryText("range") ?? "1h"
        guard let seconds = V5History.range(range) else { throw APIError.invalid("range", "range is a duration: 5m, 15m, 1h, 4h, 12h, 24h, 7d.") }
        let subjects = V5History.subjects(context.visibility.part(of: inventory.fleet))
        let found = try await readAll(subjects, seconds: seconds)
        let groups: [(name: StaticString, types: Set<String>)] = [
            ("data", ["vm", "container"]), ("nodeData", ["node"]), ("storageData", ["storage"]), ("hostData", ["host"]),
        ]
        var json = JSONWriter(capacity: 65_536)
        json.object { json in
            for group in groups {
                json.name(group.name)
                write(subjects.filter { group.types.contains($0.type) }, found, &json)
            }
            json.name("dockerData"); json.object { _ in }
            json.name("dockerHostData"); json.object { _ in }
            json.name("guestTypes")
            json.object { json in
                for subject in subjects where ["vm", "container"].contains(subject.type) {
                    json.name(data: subject.id); json.string(subject.type == "vm" ? "vm" : "container")
                }
            }
            json.name("timestamp"); json.integer(now().milliseconds)
            json.name("stats")
            json.object { json in
                json.name("oldestDataTimestamp"); json.integer(now().milliseconds - seconds * 1000)
            }
        }
        return request.compressed(json.bytes)
    }

    @Sendable private func storageCharts(_ request: Request, _ context: PulseContext) async throws -> Response {
        let minutes = request.queryText("range").map { Int64($0) } ?? 60
        guard let minutes, (1...525_600).contains(minutes) else { throw APIError.invalid("range", "range is a number of minutes.") }
        let subjects = V5History.subjects(context.visibility.part(of: inventory.fleet)).filter { $0.type == "storage" }
        let found = try await readAll(subjects, seconds: minutes * 60)
        var json = JSONWriter(capacity: 16_384)
        write(subjects, found, &json)
        return request.compressed(json.bytes)
    }

    private typealias Found = [ResourceID: [Metric: SeriesHistory]]

    /// In portions, so that charts of thousands of guests do not keep the store's reader for long.
    private func readAll(_ subjects: [V5History.Subject], seconds: Int64) async throws -> Found {
        var found: Found = [:]
        let end = now()
        for start in stride(from: 0, to: subjects.count, by: 50) {
            let portion = Array(subjects[start..<min(start + 50, subjects.count)])
            for (type, part) in Dictionary(grouping: portion, by: \.type) {
                let answers = try await read(part, V5History.measures(type), seconds: seconds, end: end, points: Self.chartPoints)
                found.merge(answers) { $1 }
            }
        }
        return found
    }

    private func read(
        _ subjects: [V5History.Subject], _ measures: [V5History.Measure], seconds: Int64, end: Timestamp, points: Int
    ) async throws -> Found {
        let metrics = Set(measures.flatMap { [$0.metric] + ($0.total.map { [$0] } ?? []) })
        let keys = subjects.flatMap { subject in metrics.map { SeriesKey(subject.resource.id, $0) } }
        let from = end - .seconds(seconds)
        let step = HistoryQuery.step(from: from, to: end, points: points)
        guard let query = HistoryQuery(keys, from: from, to: end, step: step) else { return [:] }
        var found: Found = [:]
        for answer in try await history.read(query) where !answer.points.isEmpty {
            found[answer.key.resource, default: [:]][answer.key.metric] = answer
        }
        return found
    }

    private func write(_ subjects: [V5History.Subject], _ found: Found, _ json: inout JSONWriter) {
        json.object { json in
            for subject in subjects {
                guard let series = found[subject.resource.id] else { continue }
                json.name(data: subject.id)
                json.object { write(V5History.measures(subject.type), series, full: false, &$0) }
            }
        }
    }

    private func write(_ measures: [V5History.Measure], _ series: [Metric: SeriesHistory], full: Bool, _ json: inout JSONWriter) {
        for measure in measures {
            let values = V5History.points(measure, series)
            guard !values.isEmpty else { continue }
            json.name(data: measure.name)
            points(values, full: full, &json)
        }
    }

    private func points(_ values: [V5History.Point], full: Bool, _ json: inout JSONWriter) {
        json.array(values) { json, point in
            json.object { json in
                json.name("timestamp"); json.integer(point.at)
                json.name("value"); json.number(Self.short(point.value))
                if full {
                    json.name("min"); json.number(Self.short(point.least))
                    json.name("max"); json.number(Self.short(point.greatest))
                }
            }
        }
    }

    private static func short(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
