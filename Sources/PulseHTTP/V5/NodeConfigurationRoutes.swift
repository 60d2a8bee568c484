import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// `/api/config/nodes` in the shape of Pulse v5, over the same sources as `/api/sources`.
struct NodeConfigurationRoutes {
    let sources: any SourceAdministration

    func add(to routes: inout RouteTable) {
        routes.get("/api/config/nodes", .permission(.settingsRead), "The sources in the shape of Pulse v5", list)
        routes.change(.post, "/api/config/nodes", .permission(.settingsWrite), audit: "source.add", "Add a source (v5)", add)
        routes.change(
            .post, "/api/config/nodes/test-connection", .permission(.settingsWrite), audit: "source.test", "Ask a source without keeping it (v5)",
            test)
        routes.change(.put, "/api/config/nodes/:id", .permission(.settingsWrite), audit: "source.change", "Change a source (v5)", update)
        routes.change(.delete, "/api/config/nodes/:id", .permission(.settingsWrite), audit: "source.remove", "Remove a source (v5)", remove)
    }

    private struct Body: Decodable {
        let type: String?
        let name: String?
        let host: String?
        let user: String?
        let password: String?
        let tokenName: String?
        let tokenValue: String?
        let fingerprint: String?

        /// v5 writes the token's name with the user in front (`user@realm!name`), or apart from it.
        func draft() throws -> SourceDraft {
            var credentials: SourceDraft.Credentials?
            if let tokenName, let tokenValue, !tokenValue.isEmpty {
                let id = tokenName.contains("!") ? tokenName : "\(user ?? "")!\(tokenName)"
                credentials = .token(id: id, secret: Redacted(tokenValue))
            } else if let user, let password, !password.isEmpty {
                credentials = .password(user: user, password: Redacted(password))
            }
            return SourceDraft(
                kind: try type.map(SourceKind.init(entered:)), name: name, address: host, credentials: credentials, fingerprint: fingerprint)
        }
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let all = try sources.configuredSources().filter { $0.kind.isEntered }
        var json = JSONWriter()
        json.array(all) { $0.v5Node($1) }
        return .json(json.bytes)
    }

    @Sendable private func add(_ request: Request, _ context: PulseContext) async throws -> Response {
        let draft = try await request.decoded(as: Body.self, context).draft()
        guard draft.address != nil, draft.credentials != nil else {
            throw APIError.invalid("host", "A source needs host and either tokenName with tokenValue, or user with password.")
        }
        let source = try await sources.add(draft, context.notes)
        return try .json(["status": "success", "id": source.slug.description], status: .created)
    }

    @Sendable private func test(_ request: Request, _ context: PulseContext) async throws -> Response {
        let result = try await sources.test(try await request.decoded(as: Body.self, context).draft(), stored: nil)
        if let problem = result.problem {
            throw APIError(
                .badRequest, problem.code, "\(problem.sentence) \(problem.nextStep)",
                details: result.certificate.map { ["fingerprint": $0.fingerprint] } ?? [:])
        }
        var json = JSONWriter()
        json.object { json in
            json.name("status"); json.string("success")
            json.name("message"); json.string("Connected to \(result.clusterName ?? result.nodes.first ?? "Proxmox").")
            json.name("isCluster"); json.bool(result.clusterName != nil)
            json.name("nodeCount"); json.integer(result.nodes.count)
            json.name("fingerprint"); json.string(result.certificate?.fingerprint)
        }
        return .json(json.bytes)
    }

    @Sendable private func update(_ request: Request, _ context: PulseContext) async throws -> Response {
        _ = try await sources.update(try slug(context), try await request.decoded(as: Body.self, context).draft(), context.notes)
        return try .json(["status": "success"])
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        try await sources.remove(try slug(context), context.notes)
        return try .json(["status": "success"])
    }

    private func slug(_ context: PulseContext) throws -> SourceSlug {
        guard let slug = SourceSlug(try context.parameters.require("id")) else { throw APIError.notFound("There is no such node.") }
        return slug
    }
}

extension JSONWriter {
    fileprivate mutating func v5Node(_ source: ConfiguredSource) {
        let first = source.addresses.first
        object { json in
            json.name("id"); json.string(source.slug.description)
            json.name("type"); json.string(source.kind.rawValue)
            json.name("name"); json.string(source.name)
            json.name("host"); json.string(first?.address)
            source.authentication.writeV5Members(into: &json)
            json.name("fingerprint"); json.string(first?.fingerprint)
            json.name("verifySSL"); json.bool(true)
            for part in source.kind.v5Parts { json.name(part); json.bool(true) }
            json.name("status"); json.string(source.report?.condition.v5Word ?? "pending")
            json.name("isCluster"); json.bool(source.addresses.count > 1)
            json.name("clusterEndpoints")
            json.array(source.addresses) { json, address in
                json.object { json in
                    json.name("NodeName"); json.string(address.node)
                    json.name("Host"); json.string(address.address)
                    json.name("Fingerprint"); json.string(address.fingerprint)
                }
            }
        }
    }
}

extension ConfiguredSource.Authentication {
    fileprivate func writeV5Members(into json: inout JSONWriter) {
        let (user, token): (String?, String?) =
            switch self {
            case .token(let id): (id.split(separator: "!").first.map(String.init), id)
            case .password(let user): (user, nil)
            case .none: (nil, nil)
            }
        json.name("user"); json.string(user)
        json.name("tokenName"); json.string(token)
        json.name("hasToken"); json.bool(token != nil)
        json.name("hasPassword"); json.bool(token == nil && user != nil)
    }
}

extension SourceKind {
    /// What v5 lets be switched off; here it is always on.
    fileprivate var v5Parts: [StaticString] {
        switch self {
        case .proxmoxVE: ["monitorVMs", "monitorContainers", "monitorStorage"]
        case .backupServer: ["monitorDatastores", "monitorSyncJobs", "monitorVerifyJobs", "monitorPruneJobs", "monitorGarbageJobs"]
        case .mailGateway: ["monitorMailStats", "monitorQueues", "monitorQuarantine"]
        case .thisHost, .agent, .kubernetes: []
        }
    }
}

extension SourceCondition {
    fileprivate var v5Word: String {
        switch self {
        case .reachable, .degraded: "connected"
        case .connecting: "pending"
        case .unreachable, .refused: "error"
        }
    }
}
