/// One moment of up to ``SeriesGroup/size`` series: what was appended in one tick, until it is sealed into chunks.
///
/// Form: byte 0 (key: differences from zero) or 1 (differences from the latest value of each slot in the rows before), then for the slots in
/// order LEB128 numbers: 0 n = n slots without a sample; 1 n = n slots with the same value as before; u ≥ 2 = the difference, folded, plus 2.
/// The chain follows the order in which rows were written, not that of their times.
enum TickRow {
    static let key: UInt8 = 0
    static let difference: UInt8 = 1

    struct Entry: Equatable {
        var slot: Int
        var quanta: Int64
    }

    /// - Parameters:
    ///   - entries: by ascending slot, each slot once.
    ///   - latest: the values the chain stands at, by slot; brought up to date.
    static func encoded(_ entries: some Sequence<Entry>, isKey: Bool, latest: inout [Int64]) -> [UInt8] {
        var bytes: [UInt8] = [isKey ? key : difference]
        if isKey { for slot in latest.indices { latest[slot] = 0 } }
        var next = 0
        var same = 0
        for entry in entries {
            if entry.slot >= latest.count { latest.append(contentsOf: repeatElement(0, count: entry.slot + 1 - latest.count)) }
            let difference = entry.quanta &- latest[entry.slot]
            if entry.slot > next {
                writeRun(1, &same, to: &bytes)
                var absent = entry.slot - next
                writeRun(0, &absent, to: &bytes)
            }
            if difference == 0 {
                same += 1
            } else {
                writeRun(1, &same, to: &bytes)
                LEB128.write(NumberColumn.folded(difference) &+ 2, to: &bytes)
            }
            latest[entry.slot] = entry.quanta
            next = entry.slot + 1
        }
        writeRun(1, &same, to: &bytes)
        return bytes
    }

    private static func writeRun(_ kind: UInt64, _ length: inout Int, to bytes: inout [UInt8]) {
        guard length > 0 else { return }
        LEB128.write(kind, to: &bytes)
        LEB128.write(UInt64(length), to: &bytes)
        length = 0
    }

    /// Reads rows one after the other, in the order in which they were written.
    struct Reader {
        private var latest: [Int64]
        private var hasKey = false
        private let isWanted: [Bool]
        private var limit: Int { isWanted.count }

        /// - Parameter isWanted: by slot. Slots behind its end are not read at all.
        init(_ isWanted: [Bool]) {
            self.isWanted = isWanted
            latest = Array(repeating: 0, count: isWanted.count)
        }

        /// Calls `body` with each wanted sample of the row. Rows before the first key row are passed over: what they build on is gone.
        @inline(__always)
        mutating func read(_ bytes: [UInt8], _ body: (_ slot: Int, _ quanta: Int64) -> Void) throws(CodecError) {
            guard let kind = bytes.first else { throw .truncated }
            guard kind == key || kind == difference else { throw .unknownForm(kind) }
            if kind == key { restart() }
            guard hasKey else { return }
            var next = 1
            var slot = 0
            while next < bytes.count, slot < limit {
                // Most numbers have one byte.
                let byte = bytes[next]
                let code = byte < 0x80 ? UInt64(byte) : try LEB128.read(bytes, &next)
                if byte < 0x80 { next += 1 }
                switch code {
                case 0:
                    slot += try run(bytes, &next)
                case 1:
                    let end = min(limit, slot + (try run(bytes, &next)))
                    while slot < end {
                        if isWanted[slot] { body(slot, latest[slot]) }
                        slot += 1
                    }
                default:
                    latest[slot] &+= NumberColumn.unfolded(code - 2)
                    if isWanted[slot] { body(slot, latest[slot]) }
                    slot += 1
                }
            }
        }

        private mutating func restart() {
            hasKey = true
            for slot in latest.indices { latest[slot] = 0 }
        }

        private func run(_ bytes: [UInt8], _ next: inout Int) throws(CodecError) -> Int {
            let length = try LEB128.read(bytes, &next)
            guard length > 0, length <= UInt64(SeriesGroup.size) else { throw .implausible }
            return Int(length)
        }
    }
}
