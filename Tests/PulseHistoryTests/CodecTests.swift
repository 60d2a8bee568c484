import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHistory

@Suite("Columns, chunks and rows", .timeLimit(.minutes(5)))
struct CodecTests {
    private static let columns: [[Int64]] = [
        [], [0], [5], [-1], [Int64.max >> 10, Int64.min >> 10], Array(repeating: 7, count: 200), Array(0..<1000),
        (0..<500).map { $0 * 10 + $0 % 3 }, (0..<300).map { ($0 * 7919) % 613 - 300 }, [1, 1, 1, 1 << 52, 1, 1],
    ]

    @Test("a column comes back as it was", arguments: columns)
    func column(values: [Int64]) throws {
        var writer = BitWriter()
        NumberColumn.write(values, to: &writer)
        var reader = BitReader(writer.finished())
        #expect(try NumberColumn.read(values.count, from: &reader) == values)
    }

    @Test("cut or changed bytes are refused or read, and never stop the process", arguments: columns)
    func damaged(values: [Int64]) throws {
        var writer = BitWriter()
        NumberColumn.write(values, to: &writer)
        let bytes = writer.finished()
        var random = SeededRandom(seed: 3)
        for length in bytes.indices {
            var reader = BitReader(Array(bytes.prefix(length)))
            // The last bits of the last byte are only there to fill it.
            if length + 1 < bytes.count { #expect(throws: CodecError.self) { try NumberColumn.read(values.count, from: &reader) } }
            var changed = bytes
            changed[length] ^= UInt8(random.whole(1...255))
            var other = BitReader(changed)
            _ = try? NumberColumn.read(values.count, from: &other)
        }
    }
}
