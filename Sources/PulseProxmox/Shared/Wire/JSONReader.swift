/// Why a text is no JSON.
enum JSONError: Error, Equatable, Sendable {
    /// It ends in the middle.
    case truncated
    case unexpected(offset: Int)
    case tooDeep
}

/// Reads JSON from bytes, front to back, row by row.
///
/// Foundation's decoder reads typed rows at 30 MB/s, gives up on a bare NaN and on the first row it can't decode, and wants the whole
/// tree. A poll of 5,000 guests is 1.8 MB every ten seconds, and one bad row must not cost the others; hence this one. It is lenient where
/// leniency is harmless: raw control characters, NaN and Infinity (read as null and counted), broken UTF-8 and lone surrogates (replaced).
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    /// How many NaN and Infinity there were.
    private(set) var notFinite = 0

    /// Brackets within each other.
    static let deepest = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next value, whole.
    mutating func value(depth: Int = 0) throws(JSONError) -> JSON {
        guard depth < Self.deepest else { throw .tooDeep }
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object(depth))
        case UInt8(ascii: "["): return .array(try array(depth))
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try number()
        default: return try word()
        }
    }

    /// The members of the object that comes next; `body` reads each value.
    mutating func members(_ body: (String, inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try expect(UInt8(ascii: "{"))
        guard try peek() != UInt8(ascii: "}") else {
            position += 1
            return
        }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw .unexpected(offset: position) }
            let key = try string()
            try expect(UInt8(ascii: ":"))
            try body(key, &self)
            guard try continues(until: UInt8(ascii: "}")) else { return }
        }
    }

    /// The elements of the array that comes next; `body` reads each.
    mutating func elements(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try expect(UInt8(ascii: "["))
        guard try peek() != UInt8(ascii: "]") else {
            position += 1
            return
        }
        while true {
            try body(&self)
            guard try continues(until: UInt8(ascii: "]")) else { return }
        }
    }

    /// The first byte of the next value, without taking it.
    mutating func peek() throws(JSONError) -> UInt8 {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        throw .truncated
    }

    /// - Throws: when something other than space follows.
    mutating func expectEnd() throws(JSONError) {
        while position < bytes.count {
            guard [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) else { throw .unexpected(offset: position) }
            position += 1
        }
    }

    private mutating func object(_ depth: Int) throws(JSONError) -> JSONObject {
        var object = JSONObject()
        object.members.reserveCapacity(16)
        try members { (key, reader) throws(JSONError) in
            object.members.append(.init(key: key, value: try reader.value(depth: depth + 1)))
        }
        return object
    }

    private mutating func array(_ depth: Int) throws(JSONError) -> [JSON] {
        var array: [JSON] = []
        try elements { (reader) throws(JSONError) in array.append(try reader.value(depth: depth + 1)) }
        return array
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw .unexpected(offset: position) }
        position += 1
    }

    /// Takes the comma or the end of a list.
    private mutating func continues(until end: UInt8) throws(JSONError) -> Bool {
        switch try peek() {
        case UInt8(ascii: ","):
            position += 1
            return true
        case end:
            position += 1
            return false
        default: throw .unexpected(offset: position)
        }
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "I") { return try word() }
        var whole: Int64 = 0
        var isWhole = true
        while position < bytes.count {
            let byte = bytes[position]
            if let digit = Self.digit(byte) {
                let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(digit)
                if overflow || carry { isWhole = false } else { whole = sum }
            } else if Self.continuesNumber(byte) {
                isWhole = false
            } else {
                break
            }
            position += 1
        }
        if isWhole, position > start + (isNegative ? 1 : 0) { return .integer(isNegative ? -whole : whole) }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw position == bytes.count ? .truncated : .unexpected(offset: start)
        }
        if value.isFinite { return .number(value) }
        notFinite += 1
        return .null
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
    }

    private static func continuesNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static let words: [(text: StaticString, value: JSON, isFinite: Bool)] = [
        ("null", .null, true), ("true", .bool(true), true), ("false", .bool(false), true), ("NaN", .null, false), ("nan", .null, false),
        ("Infinity", .null, false), ("inf", .null, false),
    ]

    private mutating func word() throws(JSONError) -> JSON {
        let rest = bytes[position...]
        for word in Self.words {
            guard rest.starts(with: Self.bytes(word.text)) else { continue }
            position += word.text.utf8CodeUnitCount
            if !word.isFinite { notFinite += 1 }
            return word.value
        }
        throw Self.words.contains { Self.bytes($0.text).starts(with: rest) } ? .truncated : .unexpected(offset: position)
    }

    private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return String(decoding: bytes[start..<position], as: UTF8.self)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            default: position += 1
            }
        }
        throw .truncated
    }
}

extension JSONReader {
    /// A string in which a backslash has been met, at `position`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var units = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units += try escape()
            default: units.append(byte)
            }
        }
        throw .truncated
    }

    /// What follows a backslash, as UTF-8.
    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard position < bytes.count else { throw .truncated }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"): return Array(String(Character(try codePoint())).utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        default: throw .unexpected(offset: position - 1)
        }
    }

    /// `\uXXXX`, or two of them for what lies beyond 16 bits. Half a pair becomes U+FFFD.
    private mutating func codePoint() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard bytes[position...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
        let behind = position
        position += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = behind
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw .truncated }
        guard let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16) else {
            throw .unexpected(offset: position)
        }
        position += 4
        return value
    }
}
