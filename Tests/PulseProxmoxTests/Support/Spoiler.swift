/// Spoils JSON in ways that repeat: everything follows from the seed.
struct Spoiler {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func number(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// What servers, proxies and bad luck may put in the place of a value.
    private static let values = [
        "-1", "0", "1e308", "-1e308", "1e400", "NaN", "-Infinity", "Infinity", "9223372036854775807", "-9223372036854775808",
        "18446744073709551616", "1152921504606846977", "0.0000001", "null", "true", "false", "\"\"", "\"12\"", "\"-5\"", "\"1e300\"", "\"nan\"",
        "\"inf\"", "\"offline\"", "\"online\"", "\"running\"", "\"unknown\"", "\"<b>\\u0000\\ud800\"", "[]", "{}", "[[[[]]]]", "{\"data\":[]}",
    ]

    /// One to four changes: values replaced, bytes changed, inserted or cut.
    mutating func spoilt(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...number(below: 4) where !bytes.isEmpty {
            switch number(below: 8) {
            case 0: bytes[number(below: bytes.count)] = UInt8(number(below: 256))
            case 1: bytes.insert(UInt8(number(below: 256)), at: number(below: bytes.count))
            case 2 where number(below: 4) == 0: bytes.removeSubrange(number(below: bytes.count)...)
            default: replaceValue(in: &bytes)
            }
        }
        return bytes
    }

    private mutating func replaceValue(in bytes: inout [UInt8]) {
        let places = Self.values(in: bytes)
        guard !places.isEmpty else { return }
        bytes.replaceSubrange(places[number(below: places.count)], with: Self.values[number(below: Self.values.count)].utf8)
    }

    /// Where simple values stand: what follows a colon, up to the next comma or bracket. Good enough to spoil.
    private static func values(in bytes: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        for colon in bytes.indices where bytes[colon] == UInt8(ascii: ":") {
            let start = colon + 1
            let end = bytes[start...].firstIndex { [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains($0) } ?? bytes.count
            if start < end { places.append(start..<end) }
        }
        return places
    }
}
