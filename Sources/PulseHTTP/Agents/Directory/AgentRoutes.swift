import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseAgents
import PulseCore

/// The agents: who they are, how they do, and what the server has to say about them.
struct AgentRoutes {
    let agents: AgentService
    let downloads: (any AgentDownloads)?
    let version: String
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/agents", .permission(.settingsRead), "The agents and how each does", list)
        routes.change(.put, "/api/agents/:id", .permission(.settingsWrite), audit: "agent.change", "Give an agent tags", change)
        routes.change(
            .put, "/api/agents/:id/profile", .permission(.settingsWrite), feature: .agentProfiles, audit: "profile.assign",
            "Give an agent a profile, or none", assign)
        routes.change(
            .delete, "/api/agents/:id", .permission(.settingsWrite), audit: "agent.revoke", "Refuse an agent from now on, or forget it", remove)
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let offered = downloads?.version
        let entries = try agents.directory.all(at: now())
        var json = JSONWriter(capacity: 256 + entries.count * 700)
        json.object { json in
            json.name("agents"); json.array(entries) { AgentJSON(entry: $1, offered: offered).write(into: &$0) }
            json.name("serverVersion"); json.string(version)
            json.name("agentVersion"); json.string(offered)
        }
        return request.compressed(json.bytes)
    }

    private struct ChangeBody: Decodable {
        let tags: [String]
    }

    @Sendable private func change(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: ChangeBody.self, context)
        let id = try note(context)
        context.notes.note("tags", body.tags.joined(separator: " ").printable(limit: 1000))
        return answer(try agents.directory.setTags(body.tags, of: id, at: now()))
    }

    private struct AssignBody: Decodable {
        let profileId: String?
    }

    @Sendable private func assign(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: AssignBody.self, context)
        let id = try note(context)
        context.notes.note("profile", body.profileId?.printable(limit: 64) ?? "")
        if let profile = body.profileId {
            _ = try agents.profiles.assign(id, profile, at: now())
        } else {
            try agents.profiles.unassign(id, at: now())
        }
        return answer(try agents.directory.find(id, at: now()))
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try note(context)
        if request.queryText("forget") == "true" {
            context.notes.note("forgotten", "true")
            _ = try agents.directory.forget(id)
        } else {
            _ = try agents.directory.revoke(id, at: now())
        }
        return .noContent
    }

    /// - Throws: when there is no such agent, before anything is changed.
    private func note(_ context: PulseContext) throws -> String {
        let entry = try agents.directory.find(try context.parameters.require("id"), at: now())
        context.notes.note("agent", entry.record.id)
        context.notes.note("name", entry.record.source.description)
        return entry.record.id
    }

    private func answer(_ entry: AgentEntry) -> Response {
        var json = JSONWriter()
        AgentJSON(entry: entry, offered: downloads?.version).write(into: &json)
        return .json(json.bytes)
    }
}
