import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseCore
import PulseHistory
import PulseInventory

/// History as docs/api.md describes it: many series in one request, as finely as a chart can show.
struct HistoryRoutes {
    let inventory: InventoryService
    let history: any HistoryDoor
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/history", .permission(.monitoringRead), "Series of some resources over time", read)
        routes.get("/api/history/series", .permission(.monitoringRead), "Which series there are of a resource", series)
    }

    @Sendable private func read(_ request: Request, _ context: PulseContext) async throws -> Response {
        let wanted = try HistoryRequest(request, at: now())
        var keys: [SeriesKey] = []
        let fleet = inventory.fleet
        // What is hidden has no series, as what does not exist.
        for resource in wanted.resources where context.visibility.shows(resource, in: fleet) {
            keys += try await history.keys(of: resource).filter { wanted.metrics?.contains($0.metric) ?? true }
        }
        guard keys.count <= HistoryRequest.mostSeries,
            let query = HistoryQuery(keys, from: wanted.from, to: wanted.to, step: wanted.step)
        else {
            throw APIError.invalid("resource", "These are \(keys.count) series; ask for at most \(HistoryRequest.mostSeries) at once.")
        }
        let answers = try await history.read(query)
        guard wanted.wantsCSV else { return request.compressed(HistoryAnswer.json(query, answers)) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"pulse-history.csv\"", .cacheControl: "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: HistoryAnswer.csv(answers))))
    }

    @Sendable private func series(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let id = request.queryText("resource").flatMap({ ResourceID($0) }) else {
            throw APIError.invalid("resource", "resource is the id of a resource, as /api/resources gives it.")
        }
        let extents = context.visibility.shows(id, in: inventory.fleet) ? try await history.series(of: id) : []
        var json = JSONWriter()
        json.object { json in
            json.name("series")
            json.array(extents) { json, extent in
                json.object { json in
                    HistoryAnswer.name(extent.key, &json)
                    json.name("first"); json.time(extent.first)
                    json.name("last"); json.time(extent.last)
                }
            }
        }
        return .json(json.bytes)
    }
}
