/// The id of a record: a UUID of version 8 (RFC 9562, section 5.8) that begins with its number, so that it is found without an index of its own.
/// The rest is random: after a backup was put back, numbers are given anew and ids are not.
package enum RecordIdentifier {
    package static func text(sequence: Int64, random: UInt64) -> String {
        let number = digits(UInt64(bitPattern: sequence), 12)
        let (first, second) = (digits(random >> 52, 3), digits(random & 0x3FFF | 0x8000, 4))
        return "\(number.prefix(8))-\(number.dropFirst(8))-8\(first)-\(second)-\(digits(random >> 4, 12))"
    }

    /// - Returns: the number in the id; nil when it is not one of ours.
    package static func sequence(of id: String) -> Int64? {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [8, 4, 4, 4, 12], parts.allSatisfy({ $0.allSatisfy(\.isHexDigit) }), parts[2].first == "8" else { return nil }
        return Int64(parts[0] + parts[1], radix: 16)
    }

    private static func digits(_ value: UInt64, _ width: Int) -> String {
        let text = String(value, radix: 16)
        return String((String(repeating: "0", count: max(0, width - text.count)) + text).suffix(width))
    }
}
