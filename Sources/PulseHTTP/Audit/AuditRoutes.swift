import HTTPTypes
import Hummingbird
import PulseAccess
package import PulseAudit
import PulseCore

/// The audit log: pages, one event's signature, export, summary, state, verification, checkpoints.
struct AuditRoutes {
    let audit: AuditAccess
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let (permission, feature) = (RoutePermission.permission(.auditRead), Feature.auditLogging)
        routes.get("/api/audit", permission, feature: feature, "Events of the audit log, newest first", list)
        routes.get("/api/audit/:id/verify", permission, feature: feature, "Whether the signature of one event is genuine", verify)
        routes.get(
            "/api/audit/export", permission, feature: feature, audit: "audit.export", "Events of the audit log as CSV or JSON", export)
        routes.get("/api/audit/summary", permission, feature: feature, "How many events there are of each kind and user", summary)
        routes.get("/api/audit/status", permission, "Whether the audit log can be written, and where it ends", status)
        routes.change(
            .post, "/api/audit/verification", permission, feature: feature, audit: "audit.verify", "Begin to verify the whole log",
            startVerification)
        routes.get("/api/audit/verification", permission, feature: feature, "How far the verification is, and what it found", verification)
        routes.change(
            .delete, "/api/audit/verification", permission, feature: feature, audit: "audit.verify.cancel", "Stop the verification",
            cancelVerification)
        routes.get("/api/audit/checkpoints", permission, feature: feature, "The newest signed checkpoints", checkpoints)
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let page = try await audit.trail.log().page(try AuditQuery.filter(request), try AuditQuery.page(request))
        return .json(AuditAnswer.page(page))
    }

    @Sendable private func verify(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try context.parameters.require("id")
        guard id.utf8.count <= 64, id.utf8.allSatisfy({ $0.isPartOfID }) else {
            throw APIError.invalid("id", "An id of an event has letters, digits and hyphens, at most 64.")
        }
        let log = try audit.trail.log()
        guard let record = try await log.record(id: id) else { throw APIError.notFound("There is no event with this id.") }
        return .json(AuditAnswer.verdict(record.verdict(log.keys)))
    }

    @Sendable private func export(_ request: Request, _ context: PulseContext) async throws -> Response {
        let format = try AuditExport.Format(request)
        let filter = try AuditQuery.filter(request)
        context.notes.note("format", format.rawValue)
        context.notes.note("filter", request.uri.query ?? "")
        let log = try audit.trail.log()
        return try await AuditExport(log: log, filter: filter, format: format, isVerified: AuditQuery.isSet(request, "verify"), at: now()).response()
    }

    @Sendable private func summary(_ request: Request, _ context: PulseContext) async throws -> Response {
        let filter = try AuditQuery.filter(request)
        let log = try audit.trail.log()
        let counts = try await log.counts(filter)
        let check = AuditQuery.isSet(request, "verify") ? try await SignatureCount(log, filter) : nil
        return .json(AuditAnswer.summary(counts, filter, check))
    }

    @Sendable private func status(_ request: Request, _ context: PulseContext) async throws -> Response {
        let log = try? audit.trail.log()
        let state = try? await log?.state()
        return .json(AuditAnswer.status(audit, log, state))
    }

    @Sendable private func startVerification(_ request: Request, _ context: PulseContext) async throws -> Response {
        _ = try audit.trail.log()
        guard audit.verification.start() else {
            throw APIError(.conflict, "verification_running", "The log is being verified already; wait for it, or stop it.")
        }
        return try .json(["state": VerificationDesk.Phase.running.rawValue], status: .accepted)
    }

    @Sendable private func verification(_ request: Request, _ context: PulseContext) async throws -> Response {
        .json(AuditAnswer.verification(audit.verification.progress))
    }

    @Sendable private func cancelVerification(_ request: Request, _ context: PulseContext) async throws -> Response {
        audit.verification.cancel()
        return .noContent
    }

    @Sendable private func checkpoints(_ request: Request, _ context: PulseContext) async throws -> Response {
        let log = try audit.trail.log()
        let limit = try AuditQuery.integer(request, "limit", in: 1...1000) ?? 100
        return .json(AuditAnswer.checkpoints(try log.checkpoints(limit: limit), log.identity))
    }
}

extension UInt8 {
    fileprivate var isPartOfID: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
    }
}

/// What the routes of the audit log stand on.
package struct AuditAccess: Sendable {
    let trail: AuditService
    let verification: VerificationDesk
    /// The id of the key that signs now; nil without one.
    let keyID: String?
    let retentionDays: Int

    package init(trail: AuditService, verification: VerificationDesk, keyID: String?, retentionDays: Int) {
        (self.trail, self.verification, self.keyID, self.retentionDays) = (trail, verification, keyID, retentionDays)
    }
}
