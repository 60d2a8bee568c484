import PulseCore
import PulseHTTP
import PulseStorage

/// Exports and imports as the command line shows them.
enum TransferText {
    static func export(_ passphrase: String, _ desk: ConfigurationDesk) async throws -> AdminOutcome {
        let exported = try await desk.export(passphrase: Redacted(passphrase))
        return AdminOutcome(lines: [exported.text], details: exported.auditDetails)
    }

    static func bring(_ text: String, _ passphrase: String, isDryRun: Bool, _ desk: ConfigurationDesk) async throws -> AdminOutcome {
        let imported = try await desk.bring(
            text, passphrase: Redacted(passphrase), importer: .local, mayManageAccess: true, isDryRun: isDryRun)
        return AdminOutcome(lines: imported.changes.map(line) + [imported.sentence], details: imported.auditDetails)
    }

    private static func line(_ change: ConfigurationChange) -> String {
        let word = change.action.rawValue
        let action = word + String(repeating: " ", count: max(0, 7 - word.count))
        return "\(action) \(change.section)\(change.name.isEmpty ? "" : " '\(change.name)'"): \(change.sentence)"
    }
}
