/// A part of a file of the kernel. Bytes and not text, because names in these files need not be UTF-8.
package typealias Bytes = ArraySlice<UInt8>

extension ArraySlice<UInt8> {
    var lines: [Bytes] { split(separator: UInt8(ascii: "\n")) }

    var words: [Bytes] { split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// What is not UTF-8 becomes `�`.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// Without white space at both ends.
    var trimmed: Bytes {
        guard let first = firstIndex(where: { !$0.isSpace }), let last = lastIndex(where: { !$0.isSpace }) else { return [] }
        return self[first...last]
    }

    /// Nil unless it is digits alone and fits.
    var unsigned: UInt64? {
        guard !isEmpty else { return nil }
        var number: UInt64 = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            number = sum
        }
        return number
    }

    /// A count, which is never larger than this anywhere that we look.
    var small: Int? { unsigned.flatMap { $0 <= 1_000_000_000_000 ? Int($0) : nil } }

    var signed: Int64? {
        guard first == UInt8(ascii: "-") else { return unsigned.flatMap { Int64(exactly: $0) } }
        return dropFirst().unsigned.flatMap { Int64(exactly: $0) }.map { -$0 }
    }

    /// Nil unless it is digits with at most one point: `Double` alone would also take `nan`, `inf` and `0x10`.
    var decimal: Double? {
        guard count <= 32, allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) else { return nil }
        return Double(text)
    }

    func starts(with prefix: String) -> Bool { starts(with: prefix.utf8) }

    /// What stands before and behind the first `separator`, trimmed.
    func divided(at separator: UInt8) -> (name: Bytes, value: Bytes)? {
        guard let place = firstIndex(of: separator) else { return nil }
        return (self[..<place].trimmed, self[(place + 1)...].trimmed)
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isSpace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }
}
