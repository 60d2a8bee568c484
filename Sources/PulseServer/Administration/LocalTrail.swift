import PulseCore

/// Writes down what the command line does beside a running server: intent and outcome, by somebody at the machine itself.
struct LocalTrail: Sendable {
    /// Nil where no server runs that keeps one.
    let trail: (any AuditTrail)?
    let now: @Sendable () -> Timestamp

    /// What was done, as lines to print and as details of the event.
    struct Done {
        var lines: [String]
        var details: [String: String] = [:]
    }

    /// - Throws: `AuditUnavailable` before anything is done, when the intent cannot be written.
    func around(_ event: String, _ body: () async throws -> Done) async throws -> [String] {
        let id = Randomness.identifier()
        try await record(id, event, .intent)
        do {
            let done = try await body()
            try await record(id, event, .success, done.details)
            return done.lines
        } catch {
            try await record(id, event, .failure)
            throw error
        }
    }

    private func record(_ id: String, _ event: String, _ outcome: AuditEvent.Outcome, _ details: [String: String] = [:]) async throws {
        try await trail?.record(
            AuditEvent(id: id, at: now(), event: event, actor: .local, address: nil, path: nil, outcome: outcome, details: details))
    }
}
