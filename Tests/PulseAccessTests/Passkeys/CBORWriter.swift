@testable import PulseAccess

/// The other half of the reader, for tests: the shortest form of everything.
enum CBORWriter {
    static func write(_ value: CBORValue) -> [UInt8] {
        switch value {
        case .unsigned(let number): head(0, number)
        case .negative(let number): head(1, UInt64(-1 - number))
        case .bytes(let bytes): head(2, UInt64(bytes.count)) + bytes
        case .text(let text): head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let values): head(4, UInt64(values.count)) + values.flatMap(write)
        case .map(let entries): head(5, UInt64(entries.count)) + entries.flatMap { write($0.key) + write($0.value) }
        case .bool(let value): [value ? 0xF5 : 0xF4]
        case .null: [0xF6]
        }
    }

    private static func head(_ type: UInt8, _ argument: UInt64) -> [UInt8] {
        let bytes = withUnsafeBytes(of: argument.bigEndian) { Array($0) }
        return switch argument {
        case 0..<24: [type << 5 | UInt8(argument)]
        case 24..<256: [type << 5 | 24] + bytes.suffix(1)
        case 256..<65536: [type << 5 | 25] + bytes.suffix(2)
        case 65536..<(1 << 32): [type << 5 | 26] + bytes.suffix(4)
        default: [type << 5 | 27] + bytes
        }
    }
}

extension CBORValue {
    static func integer(_ number: Int64) -> CBORValue { number < 0 ? .negative(number) : .unsigned(UInt64(number)) }
}

extension CBORValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
        self = .map(elements.map { Entry(key: $0.0, value: $0.1) })
    }
}
