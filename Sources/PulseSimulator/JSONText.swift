/// An object in JSON under construction.
///
/// Text, not a tree: ten thousand rows are answered from one source, and appending to a String is quick even unoptimised.
struct JSONObject: Sendable {
    private var text = "{"
    private var separator = "\""

    init() {}

    var json: String { text + "}" }

    mutating func put(_ key: String, _ value: String) {
        begin(key)
        JSONText.append(value, to: &text)
    }

    mutating func put(_ key: String, _ value: Int) {
        begin(key)
        text += value.description
    }

    mutating func put(_ key: String, _ value: Double) {
        begin(key)
        text += JSONText.number(value)
    }

    mutating func put(_ key: String, _ value: Bool) {
        begin(key)
        text += value ? "true" : "false"
    }

    mutating func put(_ key: String, json value: String) {
        begin(key)
        text += value
    }

    mutating func put(_ key: String, ifPresent value: String?) {
        if let value { put(key, value) }
    }

    mutating func put(_ key: String, ifPresent value: Int?) {
        if let value { put(key, value) }
    }

    private mutating func begin(_ key: String) {
        text += separator
        separator = ",\""
        text += key
        text += "\":"
    }
}

/// Pieces of JSON that are not objects.
enum JSONText {
    static func string(_ value: String) -> String {
        var text = ""
        append(value, to: &text)
        return text
    }

    static func array(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

    static func strings(_ values: [String]) -> String { array(values.map(string)) }

    /// A whole number is written without a fraction, as Perl does: `cpu` is often the integer 0.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "NaN" }
        if value == value.rounded(), abs(value) < 1e15 { return Int(value).description }
        return value.description
    }

    static func append(_ value: String, to text: inout String) {
        text += "\""
        if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) {
            for scalar in value.unicodeScalars { appendEscaped(scalar, to: &text) }
        } else {
            text += value
        }
        text += "\""
    }

    private static func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{0}"..."\u{1F}", "\u{7F}":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
}
