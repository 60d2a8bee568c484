package import Foundation

/// A file that patrol keeps, as bytes. PulseServer fulfils it with atomic files of the data directory.
package protocol PatrolFile: Sendable {
    /// For sentences: `ai_findings.json`.
    var name: String { get }
    /// Nil when there is none yet.
    func read() throws -> Data?
    func write(_ content: Data) throws
    /// Moves what cannot be read out of the way, so that it is never overwritten.
    ///
    /// - Returns: its new name.
    func setAside() throws -> String
}

/// `ai_findings.json`. A property may be added when it is optional; anything else is a new version.
struct FindingsDocument: Codable {
    static let version = 1
    static let lost =
        "Suppression rules, dismissals, snoozes, acknowledgements, notes, the history of findings and how often patrol runs are lost with it. What is still so is found again."

    var version = Self.version
    var findings: [Finding]
    var rules: [SuppressionRule]
    /// Minutes between runs.
    var interval: Int
}

/// `ai_patrol_runs.json`, the oldest first.
struct RunsDocument: Codable {
    static let version = 1
    static let limit = 500
    static let lost = "The list of earlier runs is lost with it."

    var version = Self.version
    var runs: [RunRecord]
}

/// What came of reading a file: its content, nothing yet, or a sentence about what was set aside.
struct ReadDocument<Content: Codable> {
    var content: Content?
    var trouble: String?

    init(_ file: any PatrolFile, version: (Content) -> Int, newest: Int, lost: String) throws {
        guard let data = try file.read() else { return }
        do {
            let content = try JSONDecoder().decode(Content.self, from: data)
            guard version(content) <= newest else { throw NewerDocument() }
            self.content = content
        } catch {
            let reason = error is NewerDocument ? "a newer Pulse wrote it" : "it is damaged"
            let kept = try file.setAside()
            trouble =
                "\(file.name) could not be read (\(reason)). \(lost) The old file is kept in the data directory as \(kept); "
                + "to have it back, put a copy from a backup in the place of \(file.name) while Pulse is stopped."
        }
    }
}

private struct NewerDocument: Error {}

extension PatrolFile {
    func write(_ document: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try write(try encoder.encode(document))
    }
}
