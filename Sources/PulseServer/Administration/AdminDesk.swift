import PulseAccess
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
    let trail: LocalTrail
    let now: @Sendable () -> Timestamp

    func perform(_ request: AdminRequest) async -> AdminReply {
        do {
            if case .importHistory(let text) = request { return AdminReply(imported: try await bring(text)) }
            return AdminReply(lines: try await lines(for: request))
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

    private func lines(for request: AdminRequest) async throws -> [String] {
        switch request {
        case .listUsers:
            let names = try access.users.all().map(\.name)
            return names.isEmpty ? ["There is no user yet; open the page and enter the set-up code."] : names
        case .addUser(let name, let password):
            try await access.users.add(name: name, password: Redacted(password), roles: [.administrator], at: now())
            return ["User '\(name)' added."]
        case .removeUser(let name):
            try access.users.remove(name)
            return ["User '\(name)' removed, with all sessions."]
        case .resetPassword(let name, let password):
            try await access.users.setPassword(of: name, to: Redacted(password))
            return ["The password of '\(name)' is changed; every session of this user has ended."]
        case .setupCode: return [access.setupCode ?? "This Pulse already has an administrator."]
        case .backUp(let target): return try await Backup.make(of: database, history, in: directory, to: target, at: now())
        case .historyStatistics:
            let own = try await history.use { try HistoryText.statistics($0) } ?? [HistoryText.noFile]
            return own + (engine.map { HistoryText.engine($0.health) } ?? [])
        case .verifyHistory: return try await history.use { try await HistoryText.verdict($0) } ?? [HistoryText.noFile]
        case .listTokens, .createToken, .revokeToken: return try tokenLines(for: request)
        case .importHistory: return []
        case .licenceStatus, .activateLicence, .clearLicence: return try await LicenceText.lines(for: request, licence, trail)
        case .exportConfiguration, .importConfiguration: return try await TransferText.lines(for: request, transfer, trail)
        }
    }

    private func bring(_ text: String) async throws -> HistoryImport {
        var parser = HistoryParser(.csv)
        let records = try text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { try parser.record(String($0)) }
        try parser.end()
        return try await history.useOrBegin { try HistoryTransfer($0).insert(records, at: now()) }
    }

    private func tokenLines(for request: AdminRequest) throws -> [String] {
        switch request {
        case .createToken(let name, let scopes, let days):
            let made = try access.tokens.make(.init(name: name, scopes: scopes, lifetime: days.map { .seconds($0 * 86_400) }), at: now())
            return ["Token '\(made.token.name)' (id \(made.token.id)). It is shown only now:", made.text.reveal()]
        case .revokeToken(let id):
            try access.tokens.revoke(id)
            return ["Token \(id) revoked."]
        default:
            let tokens = try access.tokens.all()
            return tokens.isEmpty ? ["There is no API token."] : tokens.map(line)
        }
    }

    private func line(_ token: APIToken) -> String {
        let expiry = token.expiresAt.map { $0 < now() ? "expired \($0)" : "ends \($0)" } ?? "never ends"
        let use = token.lastUsedAt.map { "last used \($0)" } ?? "never used"
        return "\(token.id)  \(token.prefix)…\(token.suffix)  \(token.name)  [\(token.scopes.names.joined(separator: " "))]  \(expiry), \(use)"
    }
}
