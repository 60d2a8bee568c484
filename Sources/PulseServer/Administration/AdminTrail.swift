import PulseAudit
import PulseCore

/// Records what somebody at the machine itself does: the intent, and what came of it.
struct AdminTrail: Sendable {
    let place: AuditPlace
    let trail: any AuditTrail
    let now: @Sendable () -> Timestamp

    /// - Throws: `AuditUnavailable` before anything was done.
    func around(_ entry: AdminRequest.Audited, _ action: () async throws -> AdminOutcome) async throws -> AdminReply {
        let id = Randomness.identifier()
        try await record(id, entry, .intent)
        do {
            let outcome = try await action()
            var reply = outcome.reply
            do { try await record(id, entry, .success, outcome.details) } catch let error as AuditUnavailable {
                reply.lines.append("It was done, but that could not be recorded. \(error.reason)")
            }
            return reply
        } catch {
            try? await record(id, entry, .failure)
            throw error
        }
    }

    private func record(
        _ id: String, _ entry: AdminRequest.Audited, _ outcome: AuditEvent.Outcome, _ found: [String: String] = [:]
    ) async throws {
        try await trail.record(
            AuditEvent(
                id: id, at: now(), event: entry.event, actor: .local, address: nil, path: nil, outcome: outcome,
                details: entry.details.merging(found) { $1 }))
    }

    /// Says that events are about to be exported, or what came of it.
    func note(_ export: AuditExportNote) async throws {
        try await trail.record(
            AuditEvent(
                id: export.operation, at: now(), event: "audit.export", actor: .local, address: nil, path: nil, outcome: export.stage.outcome,
                details: export.details))
    }

    /// The new checkpoint as its line.
    func checkpoint() async throws -> [String] {
        let (now, file) = (now(), place.checkpoints)
        return try await place.service.withLog { log in
            let made = try log.makeCheckpoint(.request, at: now)
            try file.bringUpToDate(with: log)
            return try made.map { [String(decoding: try CheckpointLine($0, of: log.identity).json(), as: UTF8.self)] } ?? []
        }
    }
}

/// What came of a request: what is answered, and what its event in the trail says beside what was asked.
struct AdminOutcome: Sendable {
    var reply: AdminReply
    var details: [String: String] = [:]

    init(_ reply: AdminReply) { self.reply = reply }

    init(lines: [String], details: [String: String] = [:]) { (reply, self.details) = (AdminReply(lines: lines), details) }
}

extension AdminRequest {
    /// The event that a request is in the trail, with what it is about. Never a secret.
    typealias Audited = (event: String, details: [String: String])

    /// Nil for what only looks.
    var audited: Audited? {
        switch self {
        case .access(let request): request.audited
        case .setupCode: ("setup.code", [:])
        case .importHistory: ("history.import", [:])
        case .backUp(let directory): ("backup", ["directory": directory])
        case .activateLicence: ("license.activate", [:])
        case .clearLicence: ("license.clear", [:])
        case .exportConfiguration: ("config.export", [:])
        case .importConfiguration, .importV5: ("config.import", [:])
        case .historyStatistics, .verifyHistory, .auditCheckpoint, .auditExport, .licenceStatus: nil
        }
    }

    /// True for what stands in the trail, or needs the log itself.
    var needsTrail: Bool {
        switch self {
        case .auditCheckpoint, .auditExport: true
        default: audited != nil
        }
    }
}
