import HTTPTypes
import Hummingbird
import PulseAccess
import PulseAudit
import PulseCore
import PulseDelivery

/// Audit webhooks: the list of v5, and endpoints with settings of their own.
struct WebhookRoutes {
    let webhooks: WebhookService
    let now: @Sendable () -> Timestamp

    private static let read = RoutePermission.permission(.auditRead)
    private static let manage = RoutePermission.permission(.auditManage)
    static let path = "/api/admin/webhooks/audit"
    private static let endpoint = "\(path)/endpoints/:id"

    func add(to routes: inout RouteTable) {
        let gate = Feature.auditLogging
        routes.get(Self.path, Self.read, feature: gate, "Where audit events are delivered to", list)
        for method in [HTTPRequest.Method.post, .put] {
            routes.change(method, Self.path, Self.manage, feature: gate, audit: "webhook.replace", "Replace the list of plain webhooks", replace)
        }
        routes.change(.post, "\(Self.path)/endpoints", Self.manage, feature: gate, audit: "webhook.create", "Add an endpoint", create)
        routes.change(.put, Self.endpoint, Self.manage, feature: gate, audit: "webhook.update", "Change an endpoint", update)
        routes.change(
            .delete, Self.endpoint, Self.manage, feature: gate, audit: "webhook.delete", "Remove an endpoint with what waits for it", remove)
        routes.change(.post, "\(Self.endpoint)/test", Self.manage, feature: gate, audit: "webhook.test", "Send a marked message now", test)
        routes.get("\(Self.endpoint)/deliveries", Self.read, feature: gate, "What was delivered, waits, or was given up", deliveries)
        routes.change(.post, "\(Self.endpoint)/replay", Self.manage, feature: gate, audit: "webhook.replay", "Deliver messages once more", replay)
        routes.change(
            .post, "\(Self.endpoint)/secret", Self.manage, feature: gate, audit: "webhook.rotate", "Replace the secret that signs messages", rotate)
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let urls: [String]
            let endpoints: [WebhookAnswer]
        }
        return try .json(Answer(urls: try WebhookURLs(webhooks).all(), endpoints: try webhooks.all().map(WebhookAnswer.init)))
    }

    @Sendable private func replace(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Body: Decodable { let urls: [String] }
        let urls = try await request.decoded(as: Body.self, context).urls
        context.notes.note("urls", "\(urls.count)")
        try WebhookURLs(webhooks).replace(urls: urls, at: now())
        return .noContent
    }

    @Sendable private func create(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let endpoint: WebhookAnswer
            let secret: String?

            private enum CodingKeys: String, CodingKey { case endpoint, secret }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(endpoint, forKey: .endpoint)
                try container.encode(secret, forKey: .secret)
            }
        }
        let body = try await request.decoded(as: WebhookBody.self, context)
        let settings = try body.settings(over: nil)
        note(settings, context)
        let made = try webhooks.add(settings, secret: body.secret, isPaused: body.paused ?? false, at: now())
        context.notes.note("endpoint", made.view.endpoint.id)
        return try .json(Answer(endpoint: WebhookAnswer(made.view), secret: made.secret?.text.reveal()), status: .created)
    }

    @Sendable private func update(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try identifier(context)
        let body = try await request.decoded(as: WebhookBody.self, context)
        let settings = try body.settings(over: try webhooks.find(id).endpoint.settings)
        note(settings, context)
        if let paused = body.paused { context.notes.note("paused", "\(paused)") }
        return try .json(WebhookAnswer(try webhooks.change(id, settings, secret: body.secret, isPaused: body.paused)))
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try identifier(context)
        note(try webhooks.find(id).endpoint.settings, context)
        try webhooks.remove(id)
        return .noContent
    }

    @Sendable private func test(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(WebhookTrialAnswer(try await webhooks.test(try identifier(context), at: now)))
    }

    @Sendable private func deliveries(_ request: Request, _ context: PulseContext) async throws -> Response {
        let state = try request.queryText("state").map(DeliveryAnswer.state)
        let status = try webhooks.find(try identifier(context)).status
        let messages = try webhooks.deliveries(try identifier(context), in: state, limit: try limit(request))
        return try .json(["deliveries": messages.map { DeliveryAnswer($0, status) }])
    }

    @Sendable private func replay(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try identifier(context)
        let selection = try await request.decoded(as: ReplayBody.self, context).selection()
        let queued = try webhooks.replay(selection, of: id, at: now())
        context.notes.note("queued", "\(queued)")
        return try .json(["queued": queued])
    }

    @Sendable private func rotate(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(["secret": try webhooks.rotateSecret(of: try identifier(context), at: now()).text.reveal()])
    }

    private func identifier(_ context: PulseContext) throws -> String {
        let id = try context.parameters.require("id")
        context.notes.note("endpoint", id.printable(limit: 64))
        return id
    }

    /// What the audit trail says about settings: never the path of an address, in which services put secrets.
    private func note(_ settings: WebhookSettings, _ context: PulseContext) {
        context.notes.note("name", settings.name)
        context.notes.note("host", settings.address.host)
        context.notes.note("kind", settings.kind.rawValue)
        context.notes.note("format", settings.format.rawValue)
        context.notes.note("privateNetworks", "\(settings.allowsPrivateNetworks)")
    }

    private static let longestPage = 1000

    private func limit(_ request: Request) throws -> Int {
        guard let text = request.queryText("limit") else { return 100 }
        guard let limit = Int(text), (1...Self.longestPage).contains(limit) else {
            throw APIError.invalid("limit", "limit is a number from 1 to \(Self.longestPage).")
        }
        return limit
    }
}
