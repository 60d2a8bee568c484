/// Divides a stream into its lines. A line that is longer than the limit is left out.
struct LineSplitter: Sendable {
    private let limit: Int
    private var rest: [UInt8] = []
    private var isSkipping = false

    /// - Parameter limit: bytes.
    init(limit: Int = 64 << 10) {
        self.limit = limit
    }

    mutating func append(_ piece: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: 0x0A) {
            take(piece[start..<end])
            if !isSkipping, !rest.isEmpty { lines.append(rest) }
            rest = []
            isSkipping = false
            start = end + 1
        }
        take(piece[start...])
        return lines
    }

    private mutating func take(_ part: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        guard rest.count + part.count <= limit else {
            rest = []
            isSkipping = true
            return
        }
        rest += part
    }
}
