import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore
import Synchronization

/// Writes what requests do, and what they were refused, to the audit trail.
final class RequestTrail: Sendable {
    private let audit: any AuditTrail
    private let now: @Sendable () -> Timestamp
    private let newID: @Sendable () -> String
    private let refusals = Mutex(RefusalLog())

    init(audit: any AuditTrail, now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String) {
        self.audit = audit
        self.now = now
        self.newID = newID
    }

    /// Changes nothing of Pulse, so it is not refused when it cannot be recorded: whoever cannot sign in cannot see what is wrong.
    private static let harmless: Set<String> = ["login", "oidc_login", "logout", "preferences.change"]

    /// The intent, the action, its outcome, under one id. Without the intent there is no action.
    func around(
        _ event: String, _ request: Request, _ context: PulseContext, _ action: () async throws -> Response
    ) async throws -> Response {
        let id = newID()
        do { try await record(id, event, .intent, request, context) } catch let error as AuditUnavailable {
            guard Self.harmless.contains(event) else { throw error }
        }
        do {
            return try await ended(id, event, request, context, with: try await action())
        } catch {
            try? await record(id, event, .failure, request, context, ["reason": APIError(error)?.code ?? "internal_error"])
            throw error
        }
    }

    /// Records the outcome. It was done, so it is answered as done also when that cannot be recorded; the intent stands, and a header says so.
    private func ended(_ id: String, _ event: String, _ request: Request, _ context: PulseContext, with response: Response) async throws -> Response {
        let failure = context.notes.failure
        let outcome = response.status.code < 400 && failure == nil ? AuditEvent.Outcome.success : .failure
        let details = ["status": "\(response.status.code)"].merging(failure ?? [:]) { $1 }
        do { try await record(id, event, outcome, request, context, details) } catch is AuditUnavailable {
            var response = response
            response.headers[.init("X-Pulse-Audit")!] = "outcome-not-recorded"
            return response
        }
        return response
    }

    /// Something that happened beside what the request is about: a lockout, a token from a new address.
    func happened(
        _ event: String, _ outcome: AuditEvent.Outcome, _ request: Request, _ context: PulseContext, _ details: [String: String]
    ) async throws {
        try await record(newID(), event, outcome, request, context, details)
    }

    /// A refusal, at most once a minute per address and path: whoever hammers at a door must not fill the trail.
    func refused(_ event: String, _ entry: RouteEntry, _ request: Request, _ context: PulseContext, _ error: APIError) async {
        var details = error.details.merging(["reason": error.code, "route": "\(entry.method.rawValue) \(entry.path)"]) { $1 }
        if let operation = entry.auditEvent, operation != event { details["operation"] = operation }
        await refused(event, place: entry.path, request, context, details)
    }

    /// The same for a proof that was wrong, before any route is known.
    func refused(_ event: String, place: String, _ request: Request, _ context: PulseContext, _ details: [String: String]) async {
        let key = "\(event) \(context.client.address) \(context.identity?.actor.name ?? "") \(place)"
        guard let count = refusals.withLock({ $0.refused(key, at: now()) }) else { return }
        let counted = count > 1 ? details.merging(["times": "\(count)"]) { $1 } : details
        // Refused is refused, whether it can be written down or not.
        try? await record(newID(), event, .denied, request, context, counted)
    }

    private func record(
        _ id: String, _ event: String, _ outcome: AuditEvent.Outcome, _ request: Request, _ context: PulseContext, _ details: [String: String] = [:]
    ) async throws {
        try await audit.record(
            AuditEvent(
                id: id, at: now(), event: event, actor: context.notes.actor ?? context.identity?.actor ?? .anonymous,
                address: context.client.address, path: request.uri.path, outcome: outcome, details: context.notes.details.merging(details) { $1 }))
    }
}
