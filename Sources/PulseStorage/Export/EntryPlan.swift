import Foundation
import PulseCore

/// What has to happen for the entries of a file to be here: a decision over two lists.
package struct EntryPlan<Entry: Equatable & Sendable>: Sendable {
    package private(set) var added: [Entry] = []
    package private(set) var changed: [Entry] = []
    package private(set) var removed: [Entry] = []
    /// With the reason, for the list of changes.
    package private(set) var kept: [(entry: Entry, sentence: String)] = []

    /// - Parameters:
    ///   - key: what makes two entries the same one.
    ///   - protected: why an entry that is here must stay as it is, whatever the file says; nil where it need not.
    package init(
        here: [Entry], wanted: [Entry], mode: ImportTerms.Mode, key: (Entry) -> String, protected: (Entry) -> String? = { _ in nil }
    ) {
        let byKey = Dictionary(here.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        for entry in wanted {
            guard let old = byKey[key(entry)] else {
                added.append(entry)
                continue
            }
            if old == entry {
                kept.append((old, "Is the same already."))
            } else if let reason = protected(old) {
                kept.append((old, reason))
            } else if mode == .merge {
                kept.append((old, "Is here already, and stays as it is."))
            } else {
                changed.append(entry)
            }
        }
        guard mode == .replace else { return }
        let named = Set(wanted.map(key))
        for old in here where !named.contains(key(old)) {
            if let reason = protected(old) { kept.append((old, reason)) } else { removed.append(old) }
        }
    }

    /// The plan as people read it.
    package func changes(in section: String, name: (Entry) -> String, note: (Entry) -> String = { _ in "" }) -> [ConfigurationChange] {
        func line(_ action: ConfigurationChange.Action, _ entry: Entry, _ sentence: String) -> ConfigurationChange {
            ConfigurationChange(
                section: section, action: action, name: name(entry).printable(limit: 128),
                sentence: [sentence, note(entry)].filter { !$0.isEmpty }.joined(separator: " "))
        }
        return added.map { line(.add, $0, "Is added.") } + changed.map { line(.change, $0, "Becomes as it is in the file.") }
            + removed.map { line(.remove, $0, "Is not in the file, and is removed.") }
            + kept.map {
                ConfigurationChange(section: section, action: .keep, name: name($0.entry).printable(limit: 128), sentence: $0.sentence)
            }
    }
}

/// Reads the entries of a section, with the limits that hold for all of them.
package enum EntryReader {
    package static let mostEntries = 100_000

    package static func read<Entry: Decodable>(_ type: Entry.Type, _ json: String, section: String, key: (Entry) -> String) throws -> [Entry] {
        let entries: [Entry]
        do { entries = try JSONDecoder().decode([Entry].self, from: Data(json.utf8)) } catch {
            throw ExportError.contentUnreadable(reason: "the entries of its section '\(section)' are not as they should be")
        }
        guard entries.count <= mostEntries else { throw ExportError.contentUnreadable(reason: "its section '\(section)' has too many entries") }
        var seen: Set<String> = []
        for entry in entries where !seen.insert(key(entry)).inserted {
            throw ExportError.entryUnusable(section: section, name: key(entry).printable(limit: 64), reason: "it is there twice")
        }
        return entries
    }

    package static func write(_ entries: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(entries), as: UTF8.self)
    }
}
