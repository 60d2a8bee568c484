import PulseAudit
import PulseCore

/// Records what somebody at the machine itself does: the intent, and what came of it.
struct AdminTrail: Sendable {
    /// A request as it stands in the trail. Never a secret.
    struct Entry {
        let event: String
        let details: [String: String]

        /// - Returns: nil for what only looks.
        init?(_ request: AdminRequest) {
            switch request {
            case .access(let request):
                guard let audited = request.audited else { return nil }
                (event, details) = audited
            case .setupCode: (event, details) = ("setup.code", [:])
            case .importHistory: (event, details) = ("history.import", [:])
            case .backUp(let directory): (event, details) = ("backup", ["directory": directory])
            case .historyStatistics, .verifyHistory, .auditCheckpoint, .licenceStatus: return nil
            // Their events say what came of it, so they are written where that is known.
            case .activateLicence, .clearLicence, .exportConfiguration, .importConfiguration: return nil
            }
        }
    }

    let place: AuditPlace
    let trail: any AuditTrail
    let now: @Sendable () -> Timestamp

    /// - Throws: `AuditUnavailable` before anything was done.
    func around(_ entry: Entry, _ action: () async throws -> AdminReply) async throws -> AdminReply {
        let id = Randomness.identifier()
        try await record(id, entry, .intent)
        do {
            var reply = try await action()
            do { try await record(id, entry, reply.failure == nil ? .success : .failure) } catch let error as AuditUnavailable {
                reply.lines.append("It was done, but that could not be recorded. \(error.reason)")
            }
            return reply
        } catch {
            try? await record(id, entry, .failure)
            throw error
        }
    }

    private func record(_ id: String, _ entry: Entry, _ outcome: AuditEvent.Outcome) async throws {
        try await trail.record(
            AuditEvent(
                id: id, at: now(), event: entry.event, actor: .local, address: nil, path: nil, outcome: outcome, details: entry.details))
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

extension AdminRequest {
    /// True for what stands in the trail, or needs the log itself.
    var needsTrail: Bool {
        switch self {
        case .auditCheckpoint, .activateLicence, .clearLicence, .exportConfiguration, .importConfiguration: true
        default: AdminTrail.Entry(self) != nil
        }
    }
}
