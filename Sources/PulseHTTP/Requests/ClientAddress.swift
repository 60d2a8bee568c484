import HTTPTypes
import Hummingbird
import PulseCore

/// Looks through reverse proxies: believes `X-Forwarded-*` only when the connection comes from a listed network.
struct ClientAddress: RouterMiddleware {
    let trusted: [NetworkRange]
    let servesTLS: Bool

    func handle(_ request: Request, context: PulseContext, next: @concurrent (Request, PulseContext) async throws -> Response) async throws
        -> Response
    {
        var context = context
        context.client.isSecure = servesTLS
        if isTrusted(context.client.address) { look(through: request.headers, &context.client) }
        return try await next(request, context)
    }

    private func isTrusted(_ address: String) -> Bool {
        trusted.contains { $0.contains(address) }
    }

    private func look(through headers: HTTPFields, _ client: inout Client) {
        if let proto = headers[.init("X-Forwarded-Proto")!] { client.isSecure = proto.lowercased() == "https" }
        // The last address that is not a trusted proxy is the client; everything left of it is hearsay.
        let chain = (headers[.init("X-Forwarded-For")!] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        if let address = chain.last(where: { !isTrusted($0) && IPAddress($0) != nil }) { client.address = address }
    }
}
