import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Viewer links: who may show what to whom without an account.
struct LinkRoutes {
    let access: AccessService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let manage = RoutePermission.permission(.usersManage)
        routes.get("/api/viewer-links", manage, "All viewer links, without their secrets", list)
        routes.change(.post, "/api/viewer-links", manage, audit: "link.create", "Make a viewer link", create)
        routes.change(.delete, "/api/viewer-links/:id", manage, audit: "link.revoke", "Revoke a viewer link and end its sessions", revoke)
    }

    private struct LinkAnswer: Encodable {
        let id: String
        let name: String
        let createdAt: String
        let expiresAt: String
        @OrNull var lastUsedAt: String?
        let createdBy: String
        let limits: LimitsBody

        init(_ link: ViewerLink) {
            (id, name, createdBy) = (link.id, link.name, link.createdBy)
            (createdAt, expiresAt) = (link.createdAt.description, link.expiresAt.description)
            limits = LimitsBody(link.limits)
            lastUsedAt = link.lastUsedAt?.description
        }
    }

    private struct CreateBody: Decodable {
        let name: String
        let expiresInDays: Int
        let limits: LimitsBody?
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let moment = now()
        return try .json(["links": try access.links.all().filter { $0.expiresAt > moment }.map(LinkAnswer.init)])
    }

    @Sendable private func create(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let secret: String
            let path: String
            let record: LinkAnswer
        }
        let body = try await request.decoded(as: CreateBody.self, context)
        guard (1...ViewerLink.longestLifetimeDays).contains(body.expiresInDays) else {
            throw APIError.invalid("expiresInDays", "A viewer link ends after 1 to \(ViewerLink.longestLifetimeDays) days.")
        }
        let limits = try body.limits?.limits() ?? .none
        try Delegation.check(context.identity, covers: Grants(of: ViewerLink.permissions, limits))
        let made = try access.links.make(
            name: body.name, limits: limits, lifetime: .seconds(body.expiresInDays * 86_400), by: context.identity?.account ?? context.actorName,
            at: now())
        context.notes.note("link", made.link.id)
        context.notes.note("name", made.link.name)
        context.notes.note("expiresAt", made.link.expiresAt.description)
        if !limits.isUnlimited { context.notes.note("limits", limits.words) }
        // Behind the #, which browsers keep to themselves: it is in no log of a server or proxy.
        let secret = made.secret.reveal()
        return try .json(Answer(secret: secret, path: "/#link=\(secret)", record: LinkAnswer(made.link)), status: .created)
    }

    @Sendable private func revoke(_ request: Request, _ context: PulseContext) async throws -> Response {
        let link = try access.links.find(try context.parameters.require("id"))
        context.notes.note("link", link.id)
        context.notes.note("name", link.name)
        try access.links.revoke(link.id)
        return .noContent
    }
}
