import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseCore

/// Adding a Proxmox server by a script that it runs itself: a code, the script, and the server's own word.
struct SetupRoutes {
    let codes: SetupCodeDesk
    let sources: any SourceAdministration
    let place: SetupPlace
    /// No server is taken in, so none is asked to come.
    let isDemo: Bool
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.change(
            .post, "/api/setup-script-url", .permission(.settingsWrite), audit: "source.code", "Make the command that adds a server by script", make)
        routes.get("/api/setup-script-url/:id", .permission(.settingsWrite), "How far a server has come that a command was made for", progress)
        routes.get("/api/setup-script", .setupCode, audit: "source.script", "The script that a server runs to be watched", script)
        routes.change(.post, "/api/auto-register", .setupCode, audit: "source.register", "A server that ran the script asks to be watched", register)
    }

    private struct OrderBody: Decodable {
        let type: String
        let name: String?
        let host: String?
    }

    @Sendable private func make(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard !isDemo else { throw APIError.demonstration }
        let body = try await request.decoded(as: OrderBody.self, context)
        let order = SetupOrder(
            product: try Self.product(body.type), name: body.name.flatMap(Self.words), host: body.host.flatMap(Self.words),
            address: try place.address(request, context), askedBy: context.actorName)
        guard let script = SetupScript.text(for: order.product, at: order.address) else { throw Self.noScript }
        let (code, entry) = codes.make(order, at: now())
        context.notes.note("code", entry.id)
        context.notes.note("product", order.product.rawValue)
        let command = SetupCommand(code: code, entry: entry)
        return .json(SetupAnswer.made(code: code, entry, command, script: script), status: .created)
    }

    @Sendable private func progress(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard let entry = codes.entry(id: try context.parameters.require("id"), at: now()) else {
            throw APIError.notFound("There is no such code any more: it has run out, newer ones took its place, or Pulse was started again.")
        }
        return .json(SetupAnswer.progress(entry))
    }

    @Sendable private func script(_ request: Request, _ context: PulseContext) async throws -> Response {
        let product = try Self.product(request.queryText("type") ?? "")
        let entry = try codes.fetch(request.headers[.setupCode], of: product, at: now())
        note(entry, context)
        guard let text = SetupScript.text(for: product, at: entry.order.address) else { throw Self.noScript }
        return Response(
            status: .ok, headers: [.contentType: "text/x-shellscript; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    @Sendable private func register(_ request: Request, _ context: PulseContext) async throws -> Response {
        let server = try await request.decoded(as: SetupServer.Body.self, context, limit: SetupServer.largestBody).checked()
        let entry = try codes.begin(request.headers[.setupCode], of: server.product, at: now())
        note(entry, context)
        server.note(in: context.notes)
        do {
            let (source, isNew) = try await server.registration(for: entry.order, from: context.client.address).run(sources, context.notes)
            codes.end(entry, .success(source.slug))
            return .json(SetupAnswer.registered(source), status: isNew ? .created : .ok)
        } catch {
            codes.end(entry, .failure(SetupFailure(APIError(error)?.sentence ?? "Pulse failed at it; its log says more.")))
            throw error
        }
    }

    private func note(_ entry: SetupCodeBook.Entry, _ context: PulseContext) {
        context.notes.note("code", entry.id)
        context.notes.note("code.askedBy", entry.order.askedBy)
        context.notes.note("product", entry.order.product.rawValue)
    }

    private static let noScript = APIError.invalid(
        "type", "There is a script for pve (Proxmox VE) and pbs (Proxmox Backup Server). A mail gateway knows no API tokens and is added by hand.")

    private static func product(_ text: String) throws -> SourceKind {
        guard let kind = SourceKind(rawValue: text), kind == .proxmoxVE || kind == .backupServer else { throw noScript }
        return kind
    }

    private static func words(_ text: String) -> String? {
        let trimmed = text.printable(limit: 255).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return trimmed.isEmpty ? nil : trimmed
    }
}
