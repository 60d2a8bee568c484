import PulseAccess
import PulseCore
import PulseHistory
import PulseStorage

/// Carries out what the command line asks, on the open store.
struct AdminDesk: Sendable {
    let access: AccessService
    let database: Database
    let history: HistoryFile
    /// Where samples go to one and the server runs.
    var engine: RemoteWriter?
    let directory: String
    let licence: LicenceService
    let transfer: ConfigurationDesk
    /// Nil for what changes nothing and needs no trail.
    var audit: AdminTrail?
    let now: @Sendable () -> Timestamp

    func perform(_ request: AdminRequest) async -> AdminReply {
        do {
            guard let audit, let entry = request.audited else { return try await outcome(of: request).reply }
            return try await audit.around(entry) { try await outcome(of: request) }
        } catch let error as StorageError {
            return AdminReply(failure: "\(error.sentence) \(error.nextStep)")
        } catch let error as any SentenceError {
            return AdminReply(failure: error.sentence)
        } catch {
            return AdminReply(failure: "\(error)")
        }
    }

    private func outcome(of request: AdminRequest) async throws -> AdminOutcome {
        switch request {
        case .importHistory(let text): AdminOutcome(AdminReply(imported: try await bring(text)))
        case .access(let request): AdminOutcome(lines: try await AccessDesk(access: access, now: now).lines(for: request))
        case .setupCode: AdminOutcome(lines: [access.setupCode ?? "This Pulse already has an administrator."])
        case .backUp(let target):
            AdminOutcome(lines: try await Backup.make(of: database, history, audit?.place, in: directory, to: target, at: now()))
        case .historyStatistics: AdminOutcome(lines: try await statistics())
        case .verifyHistory: AdminOutcome(lines: try await history.use { try await HistoryText.verdict($0) } ?? [HistoryText.noFile])
        case .auditCheckpoint: AdminOutcome(lines: try await audit?.checkpoint() ?? [])
        case .auditExport(let note): try await noted(note)
        case .licenceStatus: AdminOutcome(lines: LicenceText.describe(licence.status))
        case .activateLicence(let key): try LicenceText.activate(key, licence)
        case .clearLicence: try LicenceText.clear(licence)
        case .exportConfiguration(let passphrase): try await TransferText.export(passphrase, transfer)
        case .importConfiguration(let text, let passphrase, let dryRun):
            try await TransferText.bring(text, passphrase, isDryRun: dryRun, transfer)
        case .importV5(let takeover, let dryRun, let asJSON): try TransferText.bring(takeover, isDryRun: dryRun, asJSON: asJSON, transfer)
        }
    }

    private func noted(_ note: AuditExportNote) async throws -> AdminOutcome {
        try await audit?.note(note)
        return AdminOutcome(lines: [])
    }

    private func statistics() async throws -> [String] {
        let own = try await history.use { try HistoryText.statistics($0) } ?? [HistoryText.noFile]
        return own + (engine.map { HistoryText.engine($0.health) } ?? [])
    }

    private func bring(_ text: String) async throws -> HistoryImport {
        var parser = HistoryParser(.csv)
        let records = try text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { try parser.record(String($0)) }
        try parser.end()
        return try await history.useOrBegin { try HistoryTransfer($0).insert(records, at: now()) }
    }
}
