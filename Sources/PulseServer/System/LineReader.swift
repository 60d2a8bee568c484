import Foundation

/// Lines of a file or of standard input, one after the other, in bounded memory.
struct LineReader {
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var next = 0
    private var isAtEnd = false

    private static let portion = 65_536
    /// A longer line is cut, bytes: whoever reads it refuses it anyway.
    private static let longest = 1 << 20

    init(_ file: FileHandle) { self.file = file }

    /// - Returns: without its line feed; nil at the end.
    mutating func line() throws -> String? {
        while true {
            if let end = buffer[next...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { next = end + 1 }
                return String(decoding: buffer[next..<end], as: UTF8.self)
            }
            if isAtEnd || buffer.count - next > Self.longest { return rest() }
            try fill()
        }
    }

    private mutating func rest() -> String? {
        guard next < buffer.count else { return nil }
        defer { next = buffer.count }
        return String(decoding: buffer[next...], as: UTF8.self)
    }

    private mutating func fill() throws {
        buffer.removeFirst(next)
        next = 0
        let data = try file.read(upToCount: Self.portion) ?? Data()
        buffer += data
        isAtEnd = data.isEmpty
    }
}
