import PulseAccess
import PulseAudit
import PulseCore
import PulseHTTP
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
            guard let audit, let entry = AdminTrail.Entry(request) else { return try await reply(to: request) }
            return try await audit.around(entry) { try await reply(to: request) }
        } catch let error as any SentenceError {
            return AdminReply(failure: error.sentence)
        } catch let error as AccessError {
            return AdminReply(failure: error.sentence)
        } catch let error as LicenceKeyError {
            return AdminReply(failure: error.sentence)
        } catch let error as LicenceDemonstrationError {
            return AdminReply(failure: error.sentence)
        } catch let error as ExportError {
            return AdminReply(failure: error.sentence)
        } catch let error as AuditUnavailable {
            return AdminReply(failure: error.sentence)
        } catch let error as APIError {
            return AdminReply(failure: error.sentence)
        } catch let error as StorageError {
            return AdminReply(failure: "\(error.sentence) \(error.nextStep)")
        } catch {
            return AdminReply(failure: "\(error)")
        }
    }

    private func reply(to request: AdminRequest) async throws -> AdminReply {
        if case .importHistory(let text) = request { return AdminReply(imported: try await bring(text)) }
        return AdminReply(lines: try await lines(for: request))
    }

    private func lines(for request: AdminRequest) async throws -> [String] {
        switch request {
        case .access(let request): return try await AccessDesk(access: access, now: now).lines(for: request)
        case .setupCode: return [access.setupCode ?? "This Pulse already has an administrator."]
        case .backUp(let target): return try await Backup.make(of: database, history, audit?.place, in: directory, to: target, at: now())
        case .historyStatistics:
            let own = try await history.use { try HistoryText.statistics($0) } ?? [HistoryText.noFile]
            return own + (engine.map { HistoryText.engine($0.health) } ?? [])
        case .verifyHistory: return try await history.use { try await HistoryText.verdict($0) } ?? [HistoryText.noFile]
        case .auditCheckpoint: return try await audit?.checkpoint() ?? []
        case .importHistory: return []
        case .licenceStatus, .activateLicence, .clearLicence: return try await LicenceText.lines(for: request, licence, local)
        case .exportConfiguration, .importConfiguration: return try await TransferText.lines(for: request, transfer, local)
        }
    }

    private var local: LocalTrail { LocalTrail(trail: audit?.trail, now: now) }

    private func bring(_ text: String) async throws -> HistoryImport {
        var parser = HistoryParser(.csv)
        let records = try text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { try parser.record(String($0)) }
        try parser.end()
        return try await history.useOrBegin { try HistoryTransfer($0).insert(records, at: now()) }
    }
}
