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

    /// The answer of the route, and of the command line where it is asked for.
    package var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("status"); json.string("success")
            json.name("dryRun"); json.bool(isDryRun)
            json.name("changes")
            json.array(changes) { json, change in
                json.object { json in
                    json.name("section"); json.string(change.section)
                    json.name("action"); json.string(change.action.rawValue)
                    json.name("name"); json.string(change.name)
                    json.name("sentence"); json.string(change.sentence)
                }
            }
            json.name("message"); json.string(sentence)
        }
        return json.bytes
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
