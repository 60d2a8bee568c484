import PulseCore

/// What the audit log says of an export by the command line: the intent before the first line, and the outcome after the last.
struct AuditExportNote: Codable, Sendable {
    enum Stage: String, Codable, Sendable {
        case begun, done, failed

        var outcome: AuditEvent.Outcome {
            switch self {
            case .begun: .intent
            case .done: .success
            case .failed: .failure
            }
        }
    }

    /// What both have in common.
    let operation: String
    let stage: Stage
    /// `csv`, `json`
    let format: String
    /// That were written; nil before.
    var events: Int64?

    var details: [String: String] { ["format": format].merging(events.map { ["events": "\($0)"] } ?? [:]) { $1 } }
}
