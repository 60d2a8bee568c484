import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseAgentProtocol
import PulseAgents
import PulseCore

/// How machines become agents: codes that people make, and the machines that come with one.
struct EnrolmentRoutes {
    let agents: AgentService
    let access: AccessService
    let place: SetupPlace
    let downloads: (any AgentDownloads)?
    /// No real machine is shown among those that are made up.
    let isDemo: Bool
    let trail: RequestTrail
    let now: @Sendable () -> Timestamp

    /// Shorter is a one-time code; API tokens are longer.
    private static let longestCode = 24

    func add(to routes: inout RouteTable) {
        routes.change(
            .post, "/api/agents/codes", .permission(.settingsWrite), audit: "agent.code", "Make a code that lets machines enrol", make)
        routes.get("/api/agents/codes", .permission(.settingsRead), "Codes that are still good, without their text", list)
        routes.change(.delete, "/api/agents/codes/:id", .permission(.settingsWrite), audit: "agent.code", "Make a code void", remove)
        routes.change(.post, "/api/agents/enrol", .open, audit: "agent.enrol", "A machine asks to be an agent, with a code or a token", enrol)
    }

    private struct CodeBody: Decodable {
        let minutes: Int?
        let uses: Int?
        let tags: [String]?
        let name: String?
    }

    @Sendable private func make(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard !isDemo else { throw APIError.demonstration }
        let body = try await request.decoded(as: CodeBody.self, context)
        let minutes = body.minutes ?? 60
        guard (1...10_080).contains(minutes) else { throw APIError.invalid("minutes", "A code is good for 1 to 10080 minutes, which is a week.") }
        let address = try place.address(request, context)
        let wish = CodeWish(lifetime: .seconds(minutes * 60), uses: body.uses ?? 1, tags: body.tags ?? [], name: body.name)
        let (code, entry) = try agents.enrolment.makeCode(wish, createdBy: context.actorName, at: now())
        note(entry, context)
        let command = EnrolmentCommand(code: code, url: address.url, publicKey: address.publicKey, script: downloads?.installScript)
        var json = JSONWriter()
        json.object { json in
            json.name("code"); json.string(code.reveal())
            entry.writeMembers(into: &json)
            json.name("command"); json.string(command.text)
            json.name("commandKubernetes"); json.string(command.kubernetes)
        }
        return .json(json.bytes, status: .created)
    }

    private func note(_ entry: EnrolmentCode, _ context: PulseContext) {
        context.notes.note("code", entry.id)
        context.notes.note("uses", "\(entry.uses)")
        context.notes.note("expires", entry.expiresAt.description)
        if !entry.tags.isEmpty { context.notes.note("tags", entry.tags.joined(separator: " ")) }
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let codes = try agents.enrolment.codes(at: now())
        var json = JSONWriter()
        json.object { json in
            json.name("codes")
            json.array(codes) { json, code in json.object { code.writeMembers(into: &$0) } }
        }
        return .json(json.bytes)
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try context.parameters.require("id")
        context.notes.note("code", id.printable(limit: 64))
        context.notes.note("removed", "true")
        try agents.enrolment.removeCode(id)
        return .noContent
    }

    // MARK: The machine

    @Sendable private func enrol(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard !isDemo else { throw APIError.demonstration }
        let address = context.client.address
        try access.guesses.refuse(name: nil, from: address, at: now())
        let body = try await request.decoded(as: EnrolmentRequest.self, context)
        context.notes.note("hostname", body.hostname.printable(limit: 253))
        do {
            let enrolled = try agents.enrolment.enrol(body, by: try proof(body.code, context), at: now())
            note(enrolled, context)
            return try .json(enrolled.reply, status: enrolled.change == .new ? .created : .ok)
        } catch let refusal as AgentRefusal where refusal == .codeUnknown {
            access.guesses.failed(name: nil, from: address, at: now())
            if let wait = try access.guesses.wait(name: nil, from: address, at: now()) {
                try await trail.happened("lockout", .denied, request, context, ["seconds": "\(wait.components.seconds)"])
            }
            throw refusal
        }
    }

    /// One for many machines is an API token that may do nothing else.
    private func proof(_ code: String, _ context: PulseContext) throws -> EnrolmentProof {
        guard code.utf8.count > Self.longestCode else { return .code }
        guard let use = try? access.identity(token: code, from: context.client.address, at: now()) else { throw AgentRefusal.codeUnknown }
        context.notes.note(actor: use.identity.actor)
        guard use.identity.allows(.agentEnrol), case .token(let id, _) = use.identity.actor else {
            throw APIError(
                .forbidden, "scope_missing", "This API token lacks the scope \(Permission.agentEnrol.rawValue).",
                details: ["scope": Permission.agentEnrol.rawValue])
        }
        return .token(id: id)
    }

    private func note(_ enrolled: Enrolled, _ context: PulseContext) {
        context.notes.note("agent", enrolled.record.id)
        context.notes.note("name", enrolled.record.source.description)
        context.notes.note("change", enrolled.change.rawValue)
        if let code = enrolled.codeID { context.notes.note("code", code) }
    }
}

extension EnrolmentCode {
    fileprivate func writeMembers(into json: inout JSONWriter) {
        json.name("id"); json.string(id)
        json.name("createdBy"); json.string(createdBy)
        json.name("createdAt"); json.time(createdAt)
        json.name("expiresAt"); json.time(expiresAt)
        json.name("uses"); json.integer(uses)
        json.name("usesLeft"); json.integer(usesLeft)
        json.name("tags"); json.array(tags) { $0.string($1) }
        json.name("name"); json.string(name)
    }
}
