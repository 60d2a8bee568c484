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

    /// The intent, the action, its outcome, under one id. Without the intent there is no action.
    func around(
        _ event: String, _ request: Request, _ context: PulseContext, _ action: () async throws -> Response
    ) async throws -> Response {
        let id = newID()
        try await record(id, event, .intent, request, context)
        do {
            let response = try await action()
            let failure = context.notes.failure
            let outcome = response.status.code < 400 && failure == nil ? AuditEvent.Outcome.success : .failure
            try await record(id, event, outcome, request, context, ["status": "\(response.status.code)"].merging(failure ?? [:]) { $1 })
            return response
        } catch {
            try await record(id, event, .failure, request, context, ["reason": APIError(error)?.code ?? "internal_error"])
            throw error
        }
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
