/// Where in a value: `nodes.pve1.tasks[type=vzdump,subject=101].outcome`. A name with other characters stands in quotes.
struct PropertyPath: Hashable, Sendable, CustomStringConvertible {
    enum Step: Hashable, Sendable {
        case name(String)
        /// Those entries of a list whose properties have these values; all without any.
        case entries([String: String])
    }

    let steps: [Step]
    let description: String

    init(_ text: String) throws {
        description = text
        var (steps, rest) = ([Step](), text[...])
        while !rest.isEmpty {
            switch rest.first {
            case ".": rest.removeFirst()
            case "[": steps.append(try Self.entries(&rest))
            case "\"": steps.append(.name(try Self.quoted(&rest)))
            default: steps.append(.name(Self.name(&rest)))
            }
        }
        guard !steps.isEmpty else { throw Unreadable("a property is missing") }
        self.steps = steps
    }

    private static func name(_ rest: inout Substring) -> String {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private static func quoted(_ rest: inout Substring) throws -> String {
        let name = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest[name.endIndex...]
        guard rest.popFirst() == "\"" else { throw Unreadable("a quotation mark is missing in the property") }
        return String(name)
    }

    private static func entries(_ rest: inout Substring) throws -> Step {
        guard let end = rest.firstIndex(of: "]") else { throw Unreadable("“]” is missing in the property") }
        let inside = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        var wanted: [String: String] = [:]
        for part in inside.split(separator: ",") where part != "*" {
            guard let sign = part.firstIndex(of: "=") else { throw Unreadable("“[\(inside)]” is not “[property=value]” or “[*]”") }
            wanted[String(part[..<sign]).trimmed] = String(part[part.index(after: sign)...]).trimmed
        }
        return .entries(wanted)
    }
}

extension StringProtocol {
    package var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
