import Foundation
import PulseCore

/// Words that several forms have in common.
enum FormatText {
    /// Nil for an empty text, so that its member is left out.
    static func present(_ text: String) -> String? { text.isEmpty ? nil : text }

    /// One sentence for a person: `source add by admin from 10.0.0.7: success`.
    static func sentence(_ record: AuditRecord) -> String {
        let by = record.user.isEmpty ? "" : " by \(record.user)"
        let from = record.address.isEmpty ? "" : " from \(record.address)"
        return "\(EventName(record.event).words)\(by)\(from): \(record.outcome.rawValue)".printable(limit: 512)
    }

    /// - Parameter inSnakeCase: for schemas whose attributes are written `like_this`; names of details stay as they are.
    static func json(_ value: some Encodable, inSnakeCase: Bool = false) -> [UInt8] {
        let encoder = JSONEncoder()
        if inSnakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, whole numbers and lists of them can always be written.
        return (try? encoder.encode(value)).map { Array($0) } ?? []
    }
}

/// The name of an event taken apart: `source.add`, `password_change`.
struct EventName: Sendable {
    let parts: [String]

    init(_ event: String) {
        parts = event.split { $0 == "." || $0 == "_" || $0 == "-" }.map { $0.lowercased() }
    }

    var words: String { parts.joined(separator: " ") }

    /// What was done, whatever its tense.
    enum Verb: Sendable {
        case create, read, update, delete, enable, disable, other
    }

    var verb: Verb {
        switch parts.last ?? "" {
        case "create", "created", "add", "added", "make", "issue", "import", "setup", "up": .create
        case "read", "list", "export", "show", "test", "query", "inspect", "verify", "verification": .read
        case "change", "changed", "update", "updated", "set", "rotate", "rename", "replay", "reset", "secret", "annotation", "annotate": .update
        case "remove", "removed", "delete", "deleted", "revoke", "revoked", "clear", "clean", "cleanup": .delete
        case "enable", "enabled", "activate", "resume", "unlock": .enable
        case "disable", "disabled", "deactivate", "pause", "lock": .disable
        default: .other
        }
    }
}
