import PulseCore

/// Events as lines of CSV (RFC 4180): the columns of v5, and ours behind them.
package enum AuditCSV {
    package static func header(verified: Bool) -> String {
        line(
            ["ID", "Timestamp", "Event Type", "User", "IP", "Path", "Success", "Details", "Signature"] + (verified ? ["Signature Valid"] : [])
                + ["Sequence", "Outcome", "Operation", "Actor", "Previous Hash", "Hash", "Key ID"])
    }

    /// - Parameter verdict: nil when nobody asked.
    package static func line(_ record: AuditRecord, verdict: SignatureVerdict?) -> String {
        let valid = verdict.map { [[.verified: "true", .failed: "false"][$0] ?? ""] } ?? []
        return line(
            [
                record.id, record.at.description, record.event, record.user, record.address, record.path, record.success ? "true" : "false",
                DetailsForm.text(record.details), record.signature,
            ] + valid + [
                "\(record.sequence)", record.outcome.rawValue, record.operation, record.actor.rawValue, Hex.text(record.previousHash),
                Hex.text(record.hash), record.keyID,
            ])
    }

    private static func line(_ values: [String]) -> String { values.map(cell).joined(separator: ",") + "\r\n" }

    /// What spreadsheets take for a formula gets an apostrophe before it (OWASP, CSV injection): users choose names and paths.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
