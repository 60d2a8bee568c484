/// The types and functions of a file with their sizes, found by counting braces.
struct Outline {
    struct Function {
        let name: String
        let lines: Int
    }

    private(set) var functions: [Function] = []
    /// Members by type, with its enclosing types: `PVESource.State`. Extensions count for the type that they extend.
    private(set) var members: [String: Int] = [:]

    private enum Scope {
        case type(String)
        case function(String, line: Int)
        case other
    }

    private var scopes: [Scope] = []
    /// A declaration whose body has not begun yet, and how deep in parentheses it stands.
    private var pending: (scope: Scope, depth: Int)?
    private var depth = 0

    init(_ file: SourceFile) {
        let tokens = Self.tokens(file.code)
        for (index, token) in tokens.enumerated() {
            read(
                token.text, line: token.line, before: index > 0 ? tokens[index - 1].text : "",
                after: index + 1 < tokens.count ? tokens[index + 1].text : "")
        }
    }

    private var typeName: String? {
        if case .type(let name)? = scopes.last { name } else { nil }
    }

    private mutating func read(_ token: String, line: Int, before: String, after: String) {
        switch token {
        case "(", "[": depth += 1
        case ")", "]": depth -= 1
        case "{": open()
        case "}": close(line)
        case "struct", "class", "enum", "actor", "extension", "protocol": beginType(after, before)
        case "func", "subscript", "var", "let", "init": beginMember(token, line, before, after)
        default: break
        }
    }

    private mutating func beginType(_ name: String, _ before: String) {
        guard before != ".", name.utf8.first?.isIdentifier == true, !["func", "var", "let", "subscript"].contains(name) else { return }
        pending = (.type((typeName.map { "\($0)." } ?? "") + name), depth)
    }

    private mutating func beginMember(_ token: String, _ line: Int, _ before: String, _ after: String) {
        guard before != ".", depth == 0 || token == "func" else { return }
        if let typeName {
            members[typeName, default: 0] += 1
            pending = (.function("\(typeName).\(token == "init" || token == "subscript" ? token : after)", line: line), depth)
        } else if token == "func" {
            pending = (.function(after, line: line), depth)
        }
    }

    private mutating func open() {
        if let pending, pending.depth == depth {
            scopes.append(pending.scope)
            self.pending = nil
        } else {
            scopes.append(.other)
        }
    }

    private mutating func close(_ line: Int) {
        // The end of a closure among the parameters is not the end of the declaration.
        if pending?.depth == depth { pending = nil }
        if case .function(let name, let first)? = scopes.popLast() { functions.append(Function(name: name, lines: line - first + 1)) }
    }

    /// Identifiers (with their dots, as in `extension Foo.Bar`) and single characters.
    private static func tokens(_ code: [UInt8]) -> [(text: String, line: Int)] {
        var tokens: [(String, Int)] = []
        var (index, line) = (0, 1)
        while index < code.count {
            let byte = code[index]
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte.isIdentifier else {
                if byte > UInt8(ascii: " ") { tokens.append((String(UnicodeScalar(byte)), line)) }
                index += 1
                continue
            }
            let start = index
            while index < code.count, code[index].isIdentifier || (code[index] == UInt8(ascii: ".") && tokens.last?.0 == "extension") { index += 1 }
            tokens.append((String(decoding: code[start..<index], as: UTF8.self), line))
        }
        return tokens
    }
}
