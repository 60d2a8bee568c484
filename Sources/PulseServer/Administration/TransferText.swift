import PulseCore
import PulseHTTP
import PulseStorage

/// Exports and imports as the command line shows them.
enum TransferText {
    static func lines(for request: AdminRequest, _ desk: ConfigurationDesk, _ trail: LocalTrail) async throws -> [String] {
        switch request {
        case .exportConfiguration(let passphrase):
            return try await trail.around("config.export") {
                let exported = try await desk.export(passphrase: Redacted(passphrase))
                return LocalTrail.Done(lines: [exported.text], details: exported.auditDetails)
            }
        case .importConfiguration(let text, let passphrase, let dryRun):
            return try await trail.around("config.import") {
                let imported = try await desk.bring(
                    text, passphrase: Redacted(passphrase), importer: .local, mayManageAccess: true, isDryRun: dryRun)
                return LocalTrail.Done(lines: imported.changes.map(line) + [imported.sentence], details: imported.auditDetails)
            }
        default: return []
        }
    }

    private static func line(_ change: ConfigurationChange) -> String {
        let word = change.action.rawValue
        let action = word + String(repeating: " ", count: max(0, 7 - word.count))
        return "\(action) \(change.section)\(change.name.isEmpty ? "" : " '\(change.name)'"): \(change.sentence)"
    }
}
