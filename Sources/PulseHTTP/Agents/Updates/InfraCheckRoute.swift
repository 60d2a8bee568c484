import Hummingbird
import PulseAccess
import PulseAgents
import PulseCore
import PulseInventory

/// `POST /api/infra-updates/check`: registries are asked now, and not when it is time. The shape is that of Pulse v5.
struct InfraCheckRoute {
    let inventory: InventoryService
    let agents: AgentService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.change(
            .post, "/api/infra-updates/check", .permission(.monitoringWrite), audit: "updates.check",
            "Ask registries for the images of a machine now",
            check)
    }

    private struct Body: Decodable {
        let hostId: String?
        let resourceId: String?
    }

    @Sendable private func check(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: Body.self, context)
        let visible = (context.identity?.grants.visibility(for: .monitoringWrite) ?? .nothing).part(of: inventory.fleet)
        guard let named = body.hostId ?? body.resourceId else {
            throw APIError(.badRequest, "missing_params", "Say which machine by hostId, or which container by resourceId.")
        }
        guard let host = body.hostId.map({ host($0, in: visible) }) ?? container(named, in: visible) else {
            throw APIError.notFound("Pulse knows no such machine or container: '\(named.printable(limit: 128))'.")
        }
        context.notes.note("host", host.id.description)
        guard ContainerUpdates.isAsked(of: host.source, in: visible) else {
            throw APIError(
                .conflict, "check_updates_failed",
                "The agent of '\(host.name.printable(limit: 128))' does not ask registries. Switch on imageUpdates in its profile or in its own file."
            )
        }
        let wait = try agents.directory.checkImages(of: host.source, at: now())
        return .json(answer(host, within: wait))
    }

    private func host(_ text: String, in fleet: Fleet) -> Resource? {
        fleet.resources.values.first { resource in
            guard resource.id.kind == .host else { return false }
            return resource.id.description == text || resource.source.description == text
        }
    }

    /// - Parameter text: our id, the engine's, or v5's `docker:<host>/<container>`.
    private func container(_ text: String, in fleet: Fleet) -> Resource? {
        let update = ContainerUpdates.all(in: fleet).first { $0.isNamed(text) }
        return update.flatMap { fleet.resources[$0.hostID] }
    }

    private func answer(_ host: Resource, within wait: Duration) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("success"); json.bool(true)
            json.name("commandId"); json.string("image-check-\(now().milliseconds)")
            json.name("hostId"); json.string(host.id.description)
            json.name("message")
            json.string(
                "The agent of '\(host.name)' asks registries within \(max(1, wait.components.seconds)) s, four images at a time; "
                    + "a registry that asked for a pause is left alone until then.")
        }
        return json.bytes
    }
}
