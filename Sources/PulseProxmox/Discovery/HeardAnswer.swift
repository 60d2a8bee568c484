import PulseCore

/// What can be recognised in the bytes a stranger answered with: status, the header `Server`, the title of the page (RFC 9112, HTML's `title`).
///
/// As much of HTTP as that takes, of bytes that may be anything and may be cut off anywhere.
struct HeardAnswer: Equatable, Sendable {
    /// Nil for what is no answer in HTTP/1.
    let status: Int?
    let server: String?
    let title: String?

    /// Characters that are kept of a header or title.
    private static let longestText = 120

    init(_ bytes: [UInt8]) {
        let (head, body) = Self.split(bytes)
        let lines = head.split(whereSeparator: \.isNewline)
        status = lines.first.flatMap(Self.status)
        guard status != nil else {
            (server, title) = (nil, nil)
            return
        }
        server = lines.dropFirst().lazy.compactMap { Self.value(of: "server", in: $0) }.first
        title = Self.title(body)
    }

    /// Head and body as text, at the first empty line.
    private static func split(_ bytes: [UInt8]) -> (head: String, body: String) {
        let ends = bytes.indices.dropFirst(3).first { bytes[$0 - 3...$0].elementsEqual([13, 10, 13, 10]) }
        guard let end = ends else { return (text(bytes[...]), "") }
        return (text(bytes[...end]), text(bytes[(end + 1)...]))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func status(_ line: Substring) -> Int? {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), parts[1].count == 3, let code = Int(parts[1]), (100...999).contains(code) else {
            return nil
        }
        return code
    }

    private static func value(of name: String, in line: Substring) -> String? {
        guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { return nil }
        return kept(line[line.index(after: colon)...])
    }

    private static func title(_ body: String) -> String? {
        guard let start = body.firstRange(of: "<title>"), let end = body[start.upperBound...].firstRange(of: "</title>") else { return nil }
        return kept(body[start.upperBound..<end.lowerBound])
    }

    private static func kept(_ text: Substring) -> String? {
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return trimmed.isEmpty ? nil : String(trimmed).printable(limit: longestText)
    }
}
