/// Texts of PromQL, made of values that may hold anything.
enum PromQL {
    /// A string literal. Everything but printable ASCII is written as an escape, which every engine's reader understands in the same way; U+FFFD
    /// as it is would be an error to Prometheus' own.
    static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\\(scalar)"
            case " "..."~": literal.unicodeScalars.append(scalar)
            default: literal += scalar.value > 0xFFFF ? "\\U" + hex(scalar.value, 8) : "\\u" + hex(scalar.value, 4)
            }
        }
        return literal + "\""
    }

    /// A regular expression (RE2) that matches exactly these texts; matchers are anchored at both ends.
    static func alternatives(_ texts: [String]) -> String { texts.map(escaped).joined(separator: "|") }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if #"\.+*?()|[]{}^$"#.unicodeScalars.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    /// `label="value"`, or `label=~"one|other"` for several.
    static func matcher(_ label: String, oneOf values: [String]) -> String {
        values.count == 1 ? "\(label)=\(literal(values[0]))" : "\(label)=~\(literal(alternatives(values)))"
    }

    static func selector(_ matchers: [String]) -> String { "{\(matchers.joined(separator: ","))}" }

    private static func hex(_ value: UInt32, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
