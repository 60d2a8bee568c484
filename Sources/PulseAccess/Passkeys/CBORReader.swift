/// Reads CBOR from outside, strictly: definite lengths, the shortest form of every number (CTAP 2.1 section 8), no tags, no floats, no key twice.
///
/// Depth, number of items and bytes are bounded before anything is set aside for them, so that a few bytes cannot ask for gigabytes.
struct CBORReader {
    static let mostBytes = 64 * 1024
    /// The statement of an attestation is a list of certificates in a map in a map.
    static let mostDepth = 8
    static let mostItems = 1000

    private let bytes: [UInt8]
    private(set) var position: Int
    private var items = 0

    init(_ bytes: [UInt8], from position: Int = 0) throws(CBORProblem) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge }
        self.bytes = bytes
        self.position = position
    }

    /// The one value that the bytes are.
    static func read(_ bytes: [UInt8]) throws(CBORProblem) -> CBORValue {
        var reader = try CBORReader(bytes)
        let value = try reader.next()
        guard reader.position == bytes.count else { throw .trailingBytes }
        return value
    }

    /// The next value; what follows it is left.
    mutating func next(depth: Int = 0) throws(CBORProblem) -> CBORValue {
        guard depth < Self.mostDepth else { throw .tooDeep }
        items += 1
        guard items <= Self.mostItems else { throw .tooManyItems }
        let first = try byte()
        let (type, information) = (first >> 5, first & 31)
        if type == 7 { return try simple(information) }
        let argument = try argument(information)
        switch type {
        case 0: return .unsigned(argument)
        case 1:
            guard let value = Int64(exactly: argument) else { throw .unsupported }
            return .negative(-1 - value)
        case 2: return .bytes(try take(argument))
        case 3: return .text(try text(argument))
        case 4: return .array(try array(argument, depth))
        case 5: return .map(try map(argument, depth))
        default: throw .unsupported
        }
    }

    private mutating func byte() throws(CBORProblem) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func argument(_ information: UInt8) throws(CBORProblem) -> UInt64 {
        guard information >= 24 else { return UInt64(information) }
        guard information <= 27 else { throw .unsupported }
        let length = 1 << Int(information - 24)
        var value: UInt64 = 0
        for _ in 0..<length { value = value << 8 | UInt64(try byte()) }
        let smallest: UInt64 = length == 1 ? 24 : 1 << UInt64(length * 4)
        guard value >= smallest else { throw .notShortest }
        return value
    }

    private func simple(_ information: UInt8) throws(CBORProblem) -> CBORValue {
        switch information {
        case 20: .bool(false)
        case 21: .bool(true)
        case 22: .null
        default: throw .unsupported
        }
    }

    private mutating func take(_ count: UInt64) throws(CBORProblem) -> [UInt8] {
        guard count <= UInt64(bytes.count - position) else { throw .truncated }
        defer { position += Int(count) }
        return Array(bytes[position..<position + Int(count)])
    }

    private mutating func text(_ count: UInt64) throws(CBORProblem) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private mutating func array(_ count: UInt64, _ depth: Int) throws(CBORProblem) -> [CBORValue] {
        try bound(count)
        var values: [CBORValue] = []
        for _ in 0..<count { values.append(try next(depth: depth + 1)) }
        return values
    }

    private mutating func map(_ count: UInt64, _ depth: Int) throws(CBORProblem) -> [CBORValue.Entry] {
        try bound(count)
        var entries: [CBORValue.Entry] = []
        for _ in 0..<count {
            let key = try next(depth: depth + 1)
            guard !entries.contains(where: { $0.key == key }) else { throw .duplicateKey }
            entries.append(.init(key: key, value: try next(depth: depth + 1)))
        }
        return entries
    }

    private func bound(_ count: UInt64) throws(CBORProblem) {
        guard count <= UInt64(Self.mostItems) else { throw .tooManyItems }
    }
}
