package import Foundation

/// The text that people hand over: base64 of a container, the same in base64 once more (v5 made such files), or the JSON answer of the export
/// route, which v5's page saves as it is.
package enum ExportText {
    /// Characters: base64 of the largest container, twice, and a JSON object round it.
    package static let longest = (ExportContainer.largestContent / 9 * 16) + 4096

    package static func container(in text: String) throws(ExportError) -> Data {
        guard text.utf8.count <= longest else { throw .tooLarge(limit: ExportContainer.largestContent) }
        guard let first = decoded(member(of: text) ?? text) else { throw .notAnExport }
        guard !ExportContainer.isOurs(first), let inner = String(data: first, encoding: .utf8), let second = decoded(inner) else { return first }
        return second
    }

    private struct Answer: Decodable {
        let data: String
    }

    private static func member(of text: String) -> String? {
        guard text.first(where: { !$0.isWhitespace }) == "{" else { return nil }
        return (try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)))?.data
    }

    private static func decoded(_ text: String) -> Data? {
        // Mail programs break lines.
        let letters = text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard !letters.isEmpty else { return nil }
        return Data(base64Encoded: Data(letters))
    }
}
