import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseCore
import PulseHistory
import PulseInventory

/// `GET /metrics`: the estate and Pulse itself for Prometheus to scrape, with an API token.
struct ExpositionRoutes {
    let inventory: InventoryService
    let history: any HistoryDoor
    let health: any HealthReporting
    let version: String
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/metrics", .permission(.monitoringRead), "Everything current in Prometheus' text format", metrics)
    }

    @Sendable private func metrics(_ request: Request, _ context: PulseContext) async throws -> Response {
        var exposition = Exposition()
        exposition.add(context.visibility.part(of: inventory.fleet))
        exposition.add(health.healthReport(at: now()), version: version)
        // How much history there is tells how much is watched.
        if !context.visibility.isLimited, let statistics = try history.statistics() { exposition.add(statistics) }
        let bytes = exposition.bytes
        var response = Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: request.accepts(encoding: "gzip") ? Deflate.gzip(bytes) : bytes)))
        if request.accepts(encoding: "gzip") { response.headers[.contentEncoding] = "gzip" }
        response.headers[.vary] = "Accept-Encoding"
        return response
    }
}
