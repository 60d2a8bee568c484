import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseAgentProtocol
import PulseAgents
import PulseCore

/// Which agent has which profile: by name, or by rule.
struct AssignmentRoutes {
    private static let (reading, changing) = (RoutePermission.permission(.settingsRead), RoutePermission.permission(.settingsWrite))

    let agents: AgentService
    let now: @Sendable () -> Timestamp

    private var profiles: ProfileDesk { agents.profiles }

    func add(to routes: inout RouteTable) {
        let base = "/api/admin/profiles"
        routes.get("\(base)/assignments", Self.reading, feature: .agentProfiles, "Which agent has which profile", all)
        routes.change(
            .post, "\(base)/assignments", Self.changing, feature: .agentProfiles, audit: "profile.assign", "Give an agent a profile", assign)
        routes.change(
            .delete, "\(base)/assignments/:agent", Self.changing, feature: .agentProfiles, audit: "profile.assign", "Take an agent's profile away",
            unassign)
        routes.get("\(base)/rules", Self.reading, feature: .agentProfiles, "Rules that give profiles to agents", rules)
        routes.change(
            .put, "\(base)/rules", Self.changing, feature: .agentProfiles, audit: "profile.rules", "Exchange the rules that give profiles", setRules)
        routes.question(
            .post, "\(base)/preview", Self.reading, feature: .agentProfiles, "What an agent would have with other settings", preview)
    }

    @Sendable private func all(_ request: Request, _ context: PulseContext) async throws -> Response {
        var json = JSONWriter()
        json.array(profiles.assignments()) { $1.write(into: &$0) }
        return request.compressed(json.bytes)
    }

    private struct AssignmentBody: Decodable {
        let agentID: String
        let profileID: String

        enum CodingKeys: String, CodingKey {
            case agentID = "agent_id"
            case profileID = "profile_id"
        }
    }

    @Sendable private func assign(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: AssignmentBody.self, context)
        context.notes.note("agent", body.agentID.printable(limit: 64))
        context.notes.note("profile", body.profileID.printable(limit: 64))
        let assignment = try profiles.assign(body.agentID, body.profileID, at: now())
        var json = JSONWriter()
        assignment.write(into: &json)
        return .json(json.bytes)
    }

    /// Taking away what there is not is done already, as in v5.
    @Sendable private func unassign(_ request: Request, _ context: PulseContext) async throws -> Response {
        let agent = try context.parameters.require("agent")
        context.notes.note("agent", agent.printable(limit: 64))
        context.notes.note("profile", "")
        try profiles.unassign(agent, at: now())
        return .noContent
    }

    @Sendable private func rules(_ request: Request, _ context: PulseContext) async throws -> Response { answer() }

    private struct RuleBody: Decodable {
        let tag: String?
        let platform: String?
        let module: String?
        let profileID: String

        enum CodingKeys: String, CodingKey {
            case tag, platform, module
            case profileID = "profile_id"
        }
    }

    @Sendable private func setRules(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: [RuleBody].self, context)
        context.notes.note("rules", "\(body.count)")
        let rules = body.map { ProfileRule(tag: $0.tag, platform: $0.platform, module: $0.module, profileID: $0.profileID) }
        try profiles.setRules(rules, at: now())
        return answer()
    }

    private func answer() -> Response {
        var json = JSONWriter()
        json.array(profiles.rules()) { json, rule in
            json.object {
                $0.name("tag"); $0.string(rule.tag)
                $0.name("platform"); $0.string(rule.platform)
                $0.name("module"); $0.string(rule.module)
                $0.name("profile_id"); $0.string(rule.profileID)
            }
        }
        return .json(json.bytes)
    }

    private struct PreviewBody: Decodable {
        let agentID: String
        let config: JSONTree?

        enum CodingKeys: String, CodingKey {
            case agentID = "agent_id"
            case config
        }
    }

    @Sendable private func preview(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: PreviewBody.self, context)
        let settings = try body.config.map { try ProfileSettings.parse(json: $0.bytes) }
        let effective = try profiles.preview(body.agentID, with: settings)
        var json = JSONWriter()
        json.object { json in
            json.name("effective")
            json.object { json in
                for setting in effective {
                    json.name(data: setting.key.rawValue)
                    json.object {
                        $0.name("value"); $0.raw(setting.value)
                        $0.name("from"); $0.string(setting.origin.rawValue)
                    }
                }
            }
            json.name("refused"); json.array(effective.filter(\.isRefused)) { $0.string($1.key.rawValue) }
        }
        return .json(json.bytes)
    }
}

extension ProfileAssignment {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("agent_id"); json.string(agentID)
            json.name("profile_id"); json.string(profileID)
            json.name("updated_at"); json.time(at)
        }
    }
}
