import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseAgentProtocol
import PulseAgents
import PulseCore

/// Settings for many agents at once: profiles with their versions. Addresses and members have the spelling of Pulse v5.
struct ProfileRoutes {
    /// The one place that says who may see and who may change profiles.
    private static let (reading, changing) = (RoutePermission.permission(.settingsRead), RoutePermission.permission(.settingsWrite))

    let agents: AgentService
    let now: @Sendable () -> Timestamp

    private var profiles: ProfileDesk { agents.profiles }

    func add(to routes: inout RouteTable) {
        let base = "/api/admin/profiles"
        routes.get(base, Self.reading, feature: .agentProfiles, "All profiles", all)
        routes.get("\(base)/schema", Self.reading, feature: .agentProfiles, "What can be set in a profile", schema)
        routes.change(.post, base, Self.changing, feature: .agentProfiles, audit: "profile.create", "Make a profile", create)
        routes.change(.put, "\(base)/:id", Self.changing, feature: .agentProfiles, audit: "profile.update", "Change a profile", update)
        routes.change(.delete, "\(base)/:id", Self.changing, feature: .agentProfiles, audit: "profile.delete", "Remove a profile", delete)
        routes.get("\(base)/:id/versions", Self.reading, feature: .agentProfiles, "What a profile was, newest first", versions)
        routes.change(
            .post, "\(base)/:id/rollback", Self.changing, feature: .agentProfiles, audit: "profile.rollback", "Make an earlier version the newest",
            rollBack)
    }

    @Sendable private func all(_ request: Request, _ context: PulseContext) async throws -> Response {
        var json = JSONWriter()
        json.array(profiles.all()) { write($1, &$0) }
        return request.compressed(json.bytes)
    }

    @Sendable private func schema(_ request: Request, _ context: PulseContext) async throws -> Response {
        var json = JSONWriter()
        json.array(AgentSettingKey.allCases) { $1.write(into: &$0) }
        return .json(json.bytes)
    }

    private struct Body: Decodable {
        let name: String
        let description: String?
        let config: JSONTree?

        func draft() throws -> ProfileDraft {
            ProfileDraft(name: name, description: description ?? "", settings: try ProfileSettings.parse(json: (config ?? .object([:])).bytes))
        }
    }

    @Sendable private func create(_ request: Request, _ context: PulseContext) async throws -> Response {
        let draft = try await request.decoded(as: Body.self, context).draft()
        context.notes.note("name", draft.name.printable(limit: 100))
        let profile = try profiles.create(draft, by: context.actorName, at: now())
        return answer(profile, context)
    }

    @Sendable private func update(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try find(context).id
        let draft = try await request.decoded(as: Body.self, context).draft()
        return answer(try profiles.update(id, draft, by: context.actorName, at: now()), context)
    }

    @Sendable private func delete(_ request: Request, _ context: PulseContext) async throws -> Response {
        try profiles.delete(try find(context).id, at: now())
        return .noContent
    }

    @Sendable private func versions(_ request: Request, _ context: PulseContext) async throws -> Response {
        let versions = try profiles.versions(of: try context.parameters.require("id"))
        var json = JSONWriter()
        json.array(versions) { $1.write(into: &$0) }
        return request.compressed(json.bytes)
    }

    private struct RollbackBody: Decodable {
        let version: Int
    }

    @Sendable private func rollBack(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try find(context).id
        let body = try await request.decoded(as: RollbackBody.self, context)
        context.notes.note("to", "\(body.version)")
        return answer(try profiles.rollBack(id, to: body.version, by: context.actorName, at: now()), context)
    }

    /// - Throws: when there is none.
    private func find(_ context: PulseContext) throws -> Profile {
        let profile = try profiles.find(try context.parameters.require("id"))
        context.notes.note("profile", profile.id)
        context.notes.note("name", profile.name)
        return profile
    }

    private func answer(_ profile: Profile, _ context: PulseContext) -> Response {
        context.notes.note("profile", profile.id)
        context.notes.note("version", "\(profile.version)")
        var json = JSONWriter()
        write(profile, &json)
        return .json(json.bytes)
    }

    private func write(_ profile: Profile, _ json: inout JSONWriter) {
        json.object { json in
            json.name("id"); json.string(profile.id)
            json.name("name"); json.string(profile.name)
            json.name("description"); json.string(profile.description)
            json.name("config"); json.raw(ProfileSettings.json(profile.settings))
            json.name("version"); json.integer(profile.version)
            json.name("created_at"); json.time(profile.createdAt)
            json.name("updated_at"); json.time(profile.updatedAt)
            json.name("assignedAgents"); json.array(profiles.assignedAgents(profile.id)) { $0.string($1) }
        }
    }
}

extension ProfileVersion {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("version"); json.integer(version)
            json.name("config"); json.raw(ProfileSettings.json(settings))
            json.name("changed_at"); json.time(at)
            json.name("changed_by"); json.string(author)
            json.name("diff")
            json.array(changes) { json, change in
                json.object {
                    $0.name("key"); $0.string(change.key.rawValue)
                    // They are JSON already.
                    $0.name("from"); $0.raw(change.from ?? "null")
                    $0.name("to"); $0.raw(change.to ?? "null")
                }
            }
        }
    }
}
