import HTTPTypes
import Hummingbird
import Logging
import PulseCore

/// Headers that belong on every answer.
struct SecurityHeaders: RouterMiddleware {
    /// Scripts, styles and connections from here only; nothing inline; no frames.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    func handle(_ request: Request, context: PulseContext, next: @concurrent (Request, PulseContext) async throws -> Response) async throws
        -> Response
    {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.init("X-Frame-Options")!] = "DENY"
        response.headers[.init("Referrer-Policy")!] = "no-referrer"
        response.headers[.init("Permissions-Policy")!] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        response.headers[.init("Cross-Origin-Opener-Policy")!] = "same-origin"
        response.headers[.init("Cross-Origin-Resource-Policy")!] = "same-origin"
        if context.client.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

/// Turns what was thrown into the one shape of errors. What nobody foresaw is logged and answered without its inside.
struct ErrorAnswers: RouterMiddleware {
    let logger: Logger

    func handle(_ request: Request, context: PulseContext, next: @concurrent (Request, PulseContext) async throws -> Response) async throws
        -> Response
    {
        do {
            return try await next(request, context)
        } catch let error where !(error is CancellationError) {
            if let known = APIError(error) { return known.response }
            logger.error(
                "A request failed for a reason that was not foreseen",
                metadata: ["path": "\(request.uri.path)", "method": "\(request.method)", "error": "\(error)"])
            return APIError(.internalServerError, "internal_error", "Pulse could not answer this; its log says why.").response
        }
    }
}
