/// Texts of YAML as they stand on a line.
enum YAMLScalar {
    /// The key that a line begins with and what stands behind its colon; nil when the line is no entry of a mapping.
    static func key(of content: Substring, line: Int) throws(YAMLError) -> (key: String, rest: Substring)? {
        if content.hasPrefix("? ") { throw YAMLError(line: line, problem: "keys that are not texts are not read") }
        if content.first == "\"" || content.first == "'" { return try quotedKey(of: content, line: line) }
        guard content.first != "{", content.first != "[" else { return nil }
        var index = content.startIndex
        while index < content.endIndex {
            let next = content.index(after: index)
            if content[index] == "#", index > content.startIndex, content[content.index(before: index)] == " " { return nil }
            if content[index] == ":", next == content.endIndex || content[next] == " " {
                let key = try plain(content[..<index], line: line)
                guard let text = key.text else { throw YAMLError(line: line, problem: "a key is empty") }
                return (text, content[next...].trimmed)
            }
            index = next
        }
        return nil
    }

    private static func quotedKey(of content: Substring, line: Int) throws(YAMLError) -> (key: String, rest: Substring)? {
        var scanner = YAMLFlow(String(content), line: line)
        guard let text = try scanner.value(depth: 0)?.text else { return nil }
        guard let rest = scanner.restAfterColon else { return nil }
        return (text, Substring(rest).trimmed)
    }

    /// A text without quotation marks, to its comment.
    static func plain(_ text: Substring, line: Int) throws(YAMLError) -> YAMLNode {
        let value = withoutComment(text).trimmed
        switch value.first {
        case "&", "*", "!": throw YAMLError(line: line, problem: "anchors, aliases and tags are not read")
        case "@", "`", "%": throw YAMLError(line: line, problem: "a text begins with a character that is reserved")
        default: break
        }
        return value.isEmpty || value == "~" || value == "null" ? .null : .text(String(value))
    }

    private static func withoutComment(_ text: Substring) -> Substring {
        var before: Character = " "
        for index in text.indices {
            if text[index] == "#", before == " " || before == "\t" { return text[..<index] }
            before = text[index]
        }
        return text
    }
}
