import PulseAgentProtocol
import PulseCore

// Names, labels and what checks say come from whoever made the containers.
extension String {
    /// Fit to be shown, and at most so many bytes.
    func cut(toBytes limit: Int) -> String {
        let text = printable(limit: limit)
        guard text.utf8.count > limit else { return text }
        var kept = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= limit - 3 else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// Lines joined by spaces, without white space at the ends.
    var oneLine: String { split { $0.isWhitespace }.joined(separator: " ") }

    var name: String { cut(toBytes: AgentLimits.name) }

    var text: String { cut(toBytes: AgentLimits.text) }

    /// Nil when there is nothing in it.
    var unlessEmpty: String? { isEmpty ? nil : self }
}

extension [String: String] {
    /// As many as a report may hold, in the order of their names.
    var reportable: [String: String] {
        guard count > AgentLimits.labels || contains(where: { !$0.key.isPlain(AgentLimits.name) || !$0.value.isPlain(AgentLimits.text) }) else {
            return self
        }
        let kept = sorted { $0.key < $1.key }.prefix(AgentLimits.labels).map { ($0.key.name, $0.value.text) }
        return [String: String](kept) { first, _ in first }
    }
}

extension String {
    /// Printable ASCII of at most so many bytes, as nearly all labels are.
    fileprivate func isPlain(_ limit: Int) -> Bool { utf8.count <= limit && utf8.allSatisfy { (0x20..<0x7F).contains($0) } }
}

extension Timestamp {
    /// Moments of an engine; the year 1 stands for none.
    init?(engine text: String?) {
        guard let text, !text.hasPrefix("0001-"), let moment = Timestamp(rfc3339: text) else { return nil }
        self = moment
    }
}
