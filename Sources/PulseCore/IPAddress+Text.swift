extension IPAddress: CustomStringConvertible {
    /// As it is written: `10.0.0.7`, and for IPv6 the form of RFC 5952 with the longest run of zeros left out.
    package var description: String {
        guard isIPv6 else { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        guard let gap = Self.longestRun(of: groups) else { return Self.text(groups[...]) }
        return "\(Self.text(groups[..<gap.lowerBound]))::\(Self.text(groups[gap.upperBound...]))"
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String { groups.map { String($0, radix: 16) }.joined(separator: ":") }

    /// The first of the longest runs of at least two zeros.
    private static func longestRun(of groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start >= max(2, (best?.count ?? 0) + 1) { best = start..<end }
            start = end + 1
        }
        return best
    }
}
