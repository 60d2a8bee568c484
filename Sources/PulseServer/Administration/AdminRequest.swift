import PulseHistory

/// What the command line asks of the data, whether the server runs or not.
enum AdminRequest: Codable, Sendable {
    case access(AccessRequest)
    case setupCode
    case historyStatistics
    case verifyHistory
    /// Lines with a first one of names; a few megabytes at most.
    case importHistory(csv: String)
    /// Signs the audit log now, and gives the checkpoint to be carried away.
    case auditCheckpoint
    /// The command line reads the audit log itself; this is what the log says of it.
    case auditExport(AuditExportNote)
    case licenceStatus
    case activateLicence(key: String)
    case clearLicence
    case exportConfiguration(passphrase: String)
    /// The text of an export of ours, or of Pulse v5.
    case importConfiguration(text: String, passphrase: String, dryRun: Bool)
    /// What the command line read in a data directory of Pulse v5.
    case importV5(V5Takeover, dryRun: Bool, asJSON: Bool)
    /// To a directory that must not exist yet.
    case backUp(directory: String)

    /// True for what makes sense before the first start: it prepares the access to a Pulse that is still to come.
    var mayBeFirst: Bool {
        switch self {
        case .access(let request): request.mayBeFirst
        case .activateLicence, .importConfiguration, .importV5: true
        default: false
        }
    }

    /// True for what only a running server knows: every start has its own set-up code.
    var needsServer: Bool {
        if case .setupCode = self { true } else { false }
    }
}

/// Lines to print, or the sentence that says why not.
struct AdminReply: Codable, Sendable {
    var lines: [String] = []
    var failure: String?
    var imported: HistoryImport?
}
