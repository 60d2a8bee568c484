import Foundation
import Hummingbird
import PulseAccess
import PulseAgents
import PulseCore
import PulseInventory

/// `/api/infra-updates…`: which containers could run something newer.
struct InfraUpdateRoutes {
    let inventory: InventoryService
    let agents: AgentService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/infra-updates", .permission(.monitoringRead), "Containers whose image has an update", list)
        routes.get("/api/infra-updates/summary", .permission(.monitoringRead), "The same, counted by machine", summary)
        routes.get("/api/infra-updates/host/:id", .permission(.monitoringRead), "The same of one machine", ofHost)
        routes.get("/api/infra-updates/:id", .permission(.monitoringRead), "The update of one container", one)
        routes.get("/api/infra-updates/:id/:rest", .permission(.monitoringRead), "The same, the id written plainly", one)
        InfraCheckRoute(inventory: inventory, agents: agents, now: now).add(to: &routes)
    }

    private func updates(_ context: PulseContext) -> InfraUpdates { InfraUpdates(fleet: context.visibility.part(of: inventory.fleet)) }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        // Only containers are looked at: of anything else there is nothing.
        let isAsked = request.queryText("resourceType").map { $0 == "docker" } ?? true
        let all = isAsked ? updates(context) : InfraUpdates(fleet: .empty(at: inventory.fleet.at))
        let items = request.queryText("hostId").map(all.items(ofHost:)) ?? all.items
        return request.compressed(answer(items, host: nil))
    }

    @Sendable private func summary(_ request: Request, _ context: PulseContext) async throws -> Response {
        var json = JSONWriter()
        updates(context).writeSummary(into: &json)
        return request.compressed(json.bytes)
    }

    @Sendable private func ofHost(_ request: Request, _ context: PulseContext) async throws -> Response {
        let text = try context.parameters.require("id")
        let host = text.removingPercentEncoding ?? text
        return request.compressed(answer(updates(context).items(ofHost: host), host: host))
    }

    @Sendable private func one(_ request: Request, _ context: PulseContext) async throws -> Response {
        let first = try context.parameters.require("id")
        let text = context.parameters.get("rest").map { "\(first)/\($0)" } ?? first
        let all = updates(context)
        guard let item = all.item(text) ?? all.item(text.removingPercentEncoding ?? text) else {
            throw APIError.notFound("Pulse knows no update of such a container.")
        }
        var json = JSONWriter()
        item.write(into: &json)
        return .json(json.bytes)
    }

    private func answer(_ items: [ContainerUpdate], host: String?) -> [UInt8] {
        var json = JSONWriter(capacity: 128 + items.count * 500)
        json.object { json in
            json.name("updates"); json.array(items) { $1.write(into: &$0) }
            json.name("total"); json.integer(items.count)
            if let host { json.name("hostId"); json.string(host) }
        }
        return json.bytes
    }
}
