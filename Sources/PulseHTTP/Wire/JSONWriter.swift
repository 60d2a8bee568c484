import PulseCore

/// Writes JSON straight into bytes. For the few large answers (events, resources, state), where encoding by reflection would cost more than
/// everything else together; small answers use `Codable`.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(0x7B)
        try body(&self)
        close(0x7D)
    }

    mutating func array<Elements: Sequence>(_ elements: Elements, _ each: (inout JSONWriter, Elements.Element) throws -> Void) rethrows {
        open(0x5B)
        for element in elements { try each(&self, element) }
        close(0x5D)
    }

    /// Null where there is no list, which is not an empty one.
    mutating func list<Elements: Sequence>(_ elements: Elements?, _ each: (inout JSONWriter, Elements.Element) throws -> Void) rethrows {
        guard let elements else { return null() }
        try array(elements, each)
    }

    /// The name of the member that the next call writes. Names are ours and need no escaping.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: [0x22, 0x3A])
        needsComma = false
    }

    /// A member name that came from data.
    mutating func name(data name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    mutating func string(_ text: String?) {
        guard var text else { return null() }
        separate()
        bytes.append(0x22)
        text.withUTF8 { appendEscaped($0) }
        bytes.append(0x22)
        needsComma = true
    }

    mutating func raw(_ text: some StringProtocol) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// A value that was written before, for what is sent more than once.
    mutating func raw(_ value: [UInt8]) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    mutating func null() { raw("null") }

    mutating func bool(_ value: Bool?) { raw(value.map { $0 ? "true" : "false" } ?? "null") }

    mutating func integer(_ value: (some BinaryInteger)?) { raw(value.map { String($0) } ?? "null") }

    /// Whole numbers without a fraction; what JSON cannot say is null.
    mutating func number(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        if value == value.rounded(), abs(value) < 1e15 { integer(Int64(value)) } else { raw("\(value)") }
    }

    mutating func time(_ moment: Timestamp?) { string(moment?.description) }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }

    /// RFC 8259 section 7: quotation mark, backslash and control characters are escaped, the rest is UTF-8 as it is.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        let hex: StaticString = "0123456789abcdef"
        for byte in text {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x00...0x1F:
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30])
                hex.withUTF8Buffer { bytes.append(contentsOf: [$0[Int(byte >> 4)], $0[Int(byte & 15)]]) }
            default: bytes.append(byte)
            }
        }
    }
}
