/// Reads the subset of YAML 1.2 that kubeconfig files use: block and flow lists and mappings, plain and quoted texts, literal and folded blocks,
/// comments. Anchors, aliases, tags, keys that are not texts and a second document are refused, never guessed.
///
/// Pure, and bounded: the text by the caller, the depth by ``deepest``.
struct YAMLReader {
    static let deepest = 32

    /// A line that says something, without its indentation and comment.
    struct Line {
        let number: Int
        var indent: Int
        var content: Substring
    }

    private let raw: [Substring]
    private var lines: [Line] = []
    private var place = 0

    static func read(_ text: String) throws(YAMLError) -> YAMLNode {
        var reader = try YAMLReader(text)
        return try reader.document()
    }

    private init(_ text: String) throws(YAMLError) {
        raw = text.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, whole) in raw.enumerated() {
            let indent = whole.prefix { $0 == " " }.count
            let content = whole.dropFirst(indent)
            guard !content.isEmpty, content.first != "#", !content.allSatisfy({ $0 == " " || $0 == "\t" }) else { continue }
            lines.append(Line(number: index + 1, indent: indent, content: content))
        }
    }

    private mutating func document() throws(YAMLError) -> YAMLNode {
        if place < lines.count, lines[place].content.hasPrefix("%") { throw YAMLError(line: lines[place].number, problem: "directives are not read") }
        if place < lines.count, lines[place].indent == 0, lines[place].content.trimmed == "---" { place += 1 }
        guard place < lines.count else { return .null }
        let node = try block(indent: lines[place].indent, depth: 0)
        guard place == lines.count || lines[place].content.trimmed == "..." else {
            throw YAMLError(line: lines[place].number, problem: "it is indented unlike the lines before, or begins a second document")
        }
        return node
    }

    /// The block that begins at the current line and whose lines are indented by `indent`.
    private mutating func block(indent: Int, depth: Int) throws(YAMLError) -> YAMLNode {
        let line = lines[place]
        guard depth < Self.deepest else { throw YAMLError(line: line.number, problem: "it is nested too deeply") }
        if line.content.first == "\t" { throw YAMLError(line: line.number, problem: "it is indented with a tab") }
        if Self.isItem(line.content) { return try list(indent: indent, depth: depth) }
        if try YAMLScalar.key(of: line.content, line: line.number) != nil { return try mapping(indent: indent, depth: depth) }
        place += 1
        return try inline(line.content, line: line.number, parent: indent - 1, depth: depth)
    }

    private static func isItem(_ content: Substring) -> Bool { content == "-" || content.hasPrefix("- ") }

    private mutating func list(indent: Int, depth: Int) throws(YAMLError) -> YAMLNode {
        var nodes: [YAMLNode] = []
        while place < lines.count, lines[place].indent == indent, Self.isItem(lines[place].content) {
            let line = lines[place]
            let rest = line.content.dropFirst().drop { $0 == " " }
            if rest.isEmpty || rest.first == "#" {
                place += 1
                nodes.append(try nested(below: indent, depth: depth))
            } else {
                // What follows the dash is a block of its own, indented by where it begins.
                lines[place].indent = indent + line.content.count - rest.count
                lines[place].content = rest
                nodes.append(try block(indent: lines[place].indent, depth: depth + 1))
            }
        }
        return .list(nodes)
    }

    private mutating func mapping(indent: Int, depth: Int) throws(YAMLError) -> YAMLNode {
        var pairs: [YAMLNode.Pair] = []
        while place < lines.count, lines[place].indent == indent {
            let line = lines[place]
            guard !Self.isItem(line.content), let (key, rest) = try YAMLScalar.key(of: line.content, line: line.number) else { break }
            guard !pairs.contains(where: { $0.key == key }) else { throw YAMLError(line: line.number, problem: "a key stands there twice") }
            place += 1
            let isEmpty = rest.isEmpty || rest.first == "#"
            let value =
                isEmpty
                ? try nested(below: indent, orListAt: indent, depth: depth)
                : try inline(rest, line: line.number, parent: indent, depth: depth)
            pairs.append(.init(key: key, value: value))
        }
        return .mapping(pairs)
    }

    /// The block below a key or a dash that has nothing behind it. A list may stand at the indentation of its key.
    private mutating func nested(below indent: Int, orListAt same: Int? = nil, depth: Int) throws(YAMLError) -> YAMLNode {
        guard place < lines.count else { return .null }
        let next = lines[place]
        guard next.indent > indent || (next.indent == same && Self.isItem(next.content)) else { return .null }
        return try block(indent: next.indent, depth: depth + 1)
    }

    /// A value that begins on the line of its key.
    private mutating func inline(_ text: Substring, line: Int, parent: Int, depth: Int) throws(YAMLError) -> YAMLNode {
        switch text.first {
        case "|", ">": return .text(try literal(header: text, line: line, parent: parent))
        case "{", "[", "\"", "'": return try flow(text, line: line, parent: parent, depth: depth)
        default: return try YAMLScalar.plain(text, line: line)
        }
    }

    /// Flow values and quoted texts may go on over the next lines.
    private mutating func flow(_ text: Substring, line: Int, parent: Int, depth: Int) throws(YAMLError) -> YAMLNode {
        var whole = String(text)
        while true {
            var scanner = YAMLFlow(whole, line: line)
            if let node = try scanner.value(depth: depth) {
                try scanner.end()
                return node
            }
            guard place < lines.count, lines[place].indent > parent, whole.utf8.count < SmallFiles.limit else {
                throw YAMLError(line: line, problem: "a bracket or a quotation mark is not closed")
            }
            whole += " " + lines[place].content
            place += 1
        }
    }

    /// Section 8.1 of YAML 1.2: a block of text with its line breaks, or folded.
    private mutating func literal(header: Substring, line: Int, parent: Int) throws(YAMLError) -> String {
        let marks = header.dropFirst().prefix { $0 != " " }
        guard marks.allSatisfy({ $0 == "-" || $0 == "+" }), marks.count <= 1 else {
            throw YAMLError(line: line, problem: "a block of text has a header that is not read")
        }
        var taken: [Substring] = []
        var indent: Int?
        for whole in raw[line...] {
            let own = whole.prefix { $0 == " " }.count
            let isBlank = own == whole.count
            guard isBlank || own > parent else { break }
            if indent == nil, !isBlank { indent = own }
            guard isBlank || own >= indent ?? 0 else { break }
            taken.append(whole.dropFirst(min(own, indent ?? own)))
        }
        let end = line + taken.count
        while place < lines.count, lines[place].number <= end { place += 1 }
        while taken.last?.isEmpty == true { taken.removeLast() }
        return taken.joined(separator: header.first == ">" ? " " : "\n") + (marks == "-" || taken.isEmpty ? "" : "\n")
    }
}

extension Substring {
    var trimmed: Substring {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
