import PulseCore
import Testing

@testable import PulseHistory

@Suite("Columns, chunks and rows")
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
}
