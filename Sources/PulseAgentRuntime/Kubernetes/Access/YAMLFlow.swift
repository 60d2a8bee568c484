/// Reads flow values, `{a: [1, 'b']}`, and quoted texts: section 7 of YAML 1.2, of which JSON is a part.
struct YAMLFlow {
    private var rest: Substring.UnicodeScalarView
    private let line: Int

    init(_ text: String, line: Int) {
        rest = text[...].unicodeScalars
        self.line = line
    }

    /// Nil when the text ends before the value does.
    mutating func value(depth: Int) throws(YAMLError) -> YAMLNode? {
        guard depth < YAMLReader.deepest else { throw problem("it is nested too deeply") }
        skipBlanks()
        switch rest.first {
        case nil: return nil
        case "{": return try mapping(depth: depth)
        case "[": return try list(depth: depth)
        case "\"": return try doubleQuoted().map { .text($0) }
        case "'": return singleQuoted().map { .text($0) }
        default: return try plain()
        }
    }

    /// Only a comment may follow the value.
    mutating func end() throws(YAMLError) {
        skipBlanks()
        guard rest.isEmpty || rest.first == "#" else { throw problem("something stands behind a closed bracket or quotation mark") }
    }

    /// What follows the colon behind a quoted key; nil when there is no colon.
    var restAfterColon: String? {
        let text = rest.drop { $0 == " " }
        guard text.first == ":" else { return nil }
        let behind = text.dropFirst()
        guard behind.isEmpty || behind.first == " " else { return nil }
        return String(Substring(behind))
    }

    private mutating func mapping(depth: Int) throws(YAMLError) -> YAMLNode? {
        rest.removeFirst()
        var pairs: [YAMLNode.Pair] = []
        while true {
            skipBlanks()
            if rest.first == "}" { rest.removeFirst(); return .mapping(pairs) }
            guard let key = try value(depth: depth + 1) else { return nil }
            guard let name = key.text, !pairs.contains(where: { $0.key == name }) else { throw problem("a key is no text, or stands there twice") }
            skipBlanks()
            guard let colon = rest.first else { return nil }
            guard colon == ":" else { throw problem("a colon is missing behind a key") }
            rest.removeFirst()
            skipBlanks()
            if rest.first == "," || rest.first == "}" {
                pairs.append(.init(key: name, value: .null))
            } else {
                guard let value = try value(depth: depth + 1) else { return nil }
                pairs.append(.init(key: name, value: value))
            }
            guard try separator(before: "}") else { return nil }
        }
    }

    private mutating func list(depth: Int) throws(YAMLError) -> YAMLNode? {
        rest.removeFirst()
        var nodes: [YAMLNode] = []
        while true {
            skipBlanks()
            if rest.first == "]" { rest.removeFirst(); return .list(nodes) }
            guard let node = try value(depth: depth + 1) else { return nil }
            nodes.append(node)
            guard try separator(before: "]") else { return nil }
        }
    }

    /// Takes a comma, or leaves the bracket that closes. False when the text ends here.
    private mutating func separator(before end: Unicode.Scalar) throws(YAMLError) -> Bool {
        skipBlanks()
        guard let next = rest.first else { return false }
        if next == "," { rest.removeFirst() } else if next != end { throw problem("a comma is missing") }
        return true
    }

    private mutating func plain() throws(YAMLError) -> YAMLNode? {
        var text = Substring.UnicodeScalarView()
        while let next = rest.first, !",[]{}".unicodeScalars.contains(next) {
            if next == ":", [nil, " ", ",", "}", "]"].contains(rest.dropFirst().first) { break }
            text.append(rest.removeFirst())
        }
        let whole = Substring(text).trimmed
        guard !whole.isEmpty else { throw problem("a value is missing") }
        return try YAMLScalar.plain(whole, line: line)
    }

    private mutating func singleQuoted() -> String? {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let next = rest.popFirst() {
            guard next == "'" else { text.append(next); continue }
            guard rest.first == "'" else { return String(text) }
            text.append(rest.removeFirst())
        }
        return nil
    }

    private mutating func doubleQuoted() throws(YAMLError) -> String? {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let next = rest.popFirst() {
            switch next {
            case "\"": return String(text)
            case "\\":
                guard let escape = rest.popFirst() else { return nil }
                text.append(try unescaped(escape))
            default: text.append(next)
            }
        }
        return nil
    }

    /// Section 5.7.
    private mutating func unescaped(_ escape: Unicode.Scalar) throws(YAMLError) -> Unicode.Scalar {
        switch escape {
        case "n": "\n"
        case "t": "\t"
        case "r": "\r"
        case "0": "\0"
        case "\"", "\\", "/", " ": escape
        case "x": try scalar(digits: 2)
        case "u": try scalar(digits: 4)
        case "U": try scalar(digits: 8)
        default: throw problem("an escape in a quoted text is not known")
        }
    }

    private mutating func scalar(digits: Int) throws(YAMLError) -> Unicode.Scalar {
        let text = String(Substring(rest.prefix(digits)))
        guard text.utf8.count == digits, let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number) else {
            throw problem("an escape in a quoted text is not a character")
        }
        rest.removeFirst(digits)
        return scalar
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    }

    private func problem(_ text: String) -> YAMLError { YAMLError(line: line, problem: text) }
}
