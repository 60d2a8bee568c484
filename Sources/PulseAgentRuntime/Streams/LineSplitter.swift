/// Cuts a stream of bytes into lines. A line that is longer than the limit is dropped to its end and counted; it never takes more memory than that.
struct LineSplitter: Sendable {
    let limit: Int
    private var held: [UInt8] = []
    private var isDropping = false
    /// Lines that were too long.
    private(set) var dropped = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// - Parameter line: gets each whole line without its end; empty ones are left out.
    mutating func take(_ bytes: [UInt8], line: (ArraySlice<UInt8>) -> Void) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            finish(with: rest[..<end], line)
            rest = rest[(end + 1)...]
        }
        hold(rest)
    }

    /// True when the stream ended in the middle of a line.
    var isBroken: Bool { isDropping || !held.isEmpty }

    private mutating func finish(with last: ArraySlice<UInt8>, _ line: (ArraySlice<UInt8>) -> Void) {
        defer { (held, isDropping) = ([], false) }
        guard !isDropping, held.count + last.count <= limit else {
            dropped += 1
            return
        }
        if held.isEmpty {
            if !last.isEmpty { line(last) }
        } else {
            held += last
            line(held[...])
        }
    }

    private mutating func hold(_ rest: ArraySlice<UInt8>) {
        guard !isDropping, !rest.isEmpty else { return }
        guard held.count + rest.count <= limit else {
            (held, isDropping) = ([], true)
            return
        }
        held += rest
    }
}
