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
        return AdminOutcome(lines: lines(imported), details: imported.auditDetails)
    }

    /// - Parameter asJSON: as the route of imports answers, instead of lines.
    static func bring(_ takeover: V5Takeover, isDryRun: Bool, asJSON: Bool, _ desk: ConfigurationDesk) throws -> AdminOutcome {
        let imported = try desk.bring(takeover, importer: .local, mayManageAccess: true, isDryRun: isDryRun)
        let lines = asJSON ? [String(decoding: imported.json, as: UTF8.self)] : lines(imported)
        return AdminOutcome(lines: lines, details: imported.auditDetails)
    }

    private static func lines(_ imported: ImportedConfiguration) -> [String] { imported.changes.map(line) + [imported.sentence] }

    private static func line(_ change: ConfigurationChange) -> String {
        let word = change.action.rawValue
        let action = word + String(repeating: " ", count: max(0, 7 - word.count))
        return "\(action) \(change.section)\(change.name.isEmpty ? "" : " '\(change.name)'"): \(change.sentence)"
    }
}
