package import PulseCore
package import PulseStorage

/// An export as it is handed over.
package struct ExportedConfiguration: Sendable {
    /// Base64 of the sealed container.
    package let text: String
    /// How many entries each section has.
    package let counts: [String: Int]

    package init(text: String, counts: [String: Int]) {
        self.text = text
        self.counts = counts
    }

    /// For the audit trail.
    package var auditDetails: [String: String] { counts.mapValues { "\($0)" } }
}

/// What an import did, or would do.
package struct ImportedConfiguration: Sendable {
    package let changes: [ConfigurationChange]
    package let isFromV5: Bool
    package let isDryRun: Bool

    package init(changes: [ConfigurationChange], isFromV5: Bool, isDryRun: Bool) {
        self.changes = changes
        self.isFromV5 = isFromV5
        self.isDryRun = isDryRun
    }

    package func count(_ action: ConfigurationChange.Action) -> Int { changes.count { $0.action == action } }

    /// For the audit trail.
    package var auditDetails: [String: String] {
        let numbers = ConfigurationChange.Action.allCases.map { ($0.rawValue, "\(count($0))") }
        return Dictionary(uniqueKeysWithValues: numbers + [("dryRun", "\(isDryRun)"), ("format", isFromV5 ? "v5" : "pulse")])
    }

    /// For a person.
    package var sentence: String {
        let numbers =
            "\(count(.add)) to add, \(count(.change)) to change, \(count(.remove)) to remove, \(count(.keep)) stay as they are or are left out"
        return isDryRun ? "Nothing was changed. An import would have \(numbers)." : "Imported: of the entries there were \(numbers)."
    }
}

/// What the routes need of whoever exports and imports. Failures a person can mend are thrown as `ExportError` or ``APIError``.
package protocol ConfigurationAdministration: Sendable {
    func export(passphrase: Redacted<String>) async throws -> ExportedConfiguration
    /// - Parameters:
    ///   - text: what was handed over: ours or that of Pulse v5.
    ///   - mayManageAccess: whether users and tokens may come in with it.
    func bring(_ text: String, passphrase: Redacted<String>, importer: Actor, mayManageAccess: Bool, isDryRun: Bool) async throws
        -> ImportedConfiguration
}
