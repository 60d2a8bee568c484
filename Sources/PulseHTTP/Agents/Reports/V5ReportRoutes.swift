import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseAgents
import PulseCore

/// The addresses of Pulse v5's agents, which go on reporting with the API tokens that they have.
struct V5ReportRoutes {
    /// Of bodies, bytes, as v5 takes them.
    private static let (hostLimit, dockerLimit, kubernetesLimit) = (256 << 10, 512 << 10, 2 << 20)

    let agents: AgentService
    /// The version that ``/api/agent/version`` tells.
    let version: String
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.question(.post, "/api/agents/host/report", .permission(.hostAgentReport), "A report of Pulse v5's host agent", host)
        routes.question(.post, "/api/agents/docker/report", .permission(.dockerReport), "A report of Pulse v5's Docker agent", docker)
        routes.question(
            .post, "/api/agents/kubernetes/report", .permission(.kubernetesReport), "A report of Pulse v5's Kubernetes agent", kubernetes)
        routes.get("/api/agents/host/lookup", .permission(.hostAgentReport), "A host by its id or name, for Pulse v5's agent", lookup)
        routes.get("/api/agents/host/:id/config", .permission(.hostAgentReport), "What Pulse v5's agent is to have set", configuration)
        routes.change(
            .delete, "/api/agents/host/:id", .either(.settingsWrite, .hostAgentManage), audit: "agent.forget", "Forget a host and its things", forget)
        routes.get("/api/agent/version", .open, "The version of the agent that this server offers") { _, _ in
            try .json(["version": version])
        }
    }

    private func caller(_ context: PulseContext) throws -> V5Caller {
        guard let identity = context.identity, case .token(let id, _) = identity.actor else {
            throw APIError(.forbidden, "token_required", "Agents of Pulse v5 report with an API token; a session cannot.")
        }
        return V5Caller(tokenID: id, managesAll: identity.allows(.hostAgentManage) || identity.allows(.settingsWrite))
    }

    private func body(_ request: Request, _ limit: Int) async throws -> [UInt8] {
        Array(try await request.body.collect(upTo: limit).readableBytesView)
    }

    @Sendable private func host(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(try agents.v5.host(try await body(request, Self.hostLimit), from: try caller(context), at: now()))
    }

    @Sendable private func docker(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(try agents.v5.docker(try await body(request, Self.dockerLimit), from: try caller(context), at: now()))
    }

    @Sendable private func kubernetes(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(try agents.v5.kubernetes(try await body(request, Self.kubernetesLimit), from: try caller(context), at: now()))
    }

    @Sendable private func lookup(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (id, hostname) = (request.queryText("id"), request.queryText("hostname"))
        guard id != nil || hostname != nil else { throw APIError.invalid("id", "Name the host by id or hostname.") }
        return try .json(try agents.v5.lookup(id: id, hostname: hostname, from: try caller(context), at: now()))
    }

    @Sendable private func configuration(_ request: Request, _ context: PulseContext) async throws -> Response {
        let text = try context.parameters.require("id")
        return try .json(
            try agents.v5.configuration(of: text.removingPercentEncoding ?? text, from: try caller(context), at: now()))
    }

    /// By the agent's id, or by what the host is called in `/api/state`.
    @Sendable private func forget(_ request: Request, _ context: PulseContext) async throws -> Response {
        let text = try context.parameters.require("id")
        let wanted = text.removingPercentEncoding ?? text
        let known = try agents.directory.all(at: now()).first { entry in
            [entry.record.id, entry.record.source.description, "host:\(entry.record.source)", entry.record.machineID].contains(wanted)
        }
        guard let known else { throw AgentRefusal.hostNotFound }
        context.notes.note("agent", known.record.id)
        context.notes.note("name", known.record.source.description)
        _ = try agents.directory.forget(known.record.id)
        return try .json(V5Forgotten(hostId: wanted))
    }
}

private struct V5Forgotten: Encodable {
    let success = true
    let hostId: String
    let message = "Host removed"
}
