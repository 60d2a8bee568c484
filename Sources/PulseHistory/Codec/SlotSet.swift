/// Which slots of a group have a chunk in a block, in order.
///
/// Form: pairs of LEB128 numbers, how many are skipped and how many follow.
struct SlotSet: Equatable, Sendable {
    private(set) var slots: [Int]

    /// - Parameter slots: ascending, each once, below ``SeriesGroup/size``.
    init(_ slots: [Int]) { self.slots = slots }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        var next = 0
        var index = 0
        while index < slots.count {
            var end = index + 1
            while end < slots.count, slots[end] == slots[end - 1] + 1 { end += 1 }
            LEB128.write(UInt64(slots[index] - next), to: &bytes)
            LEB128.write(UInt64(end - index), to: &bytes)
            next = slots[end - 1] + 1
            index = end
        }
        return bytes
    }

    /// - Throws: `CodecError` for bytes that this type did not write.
    init(_ bytes: [UInt8]) throws(CodecError) {
        slots = []
        var next = 0
        var slot: UInt64 = 0
        while next < bytes.count {
            slot += try LEB128.read(bytes, &next)
            let length = try LEB128.read(bytes, &next)
            guard slot <= UInt64(SeriesGroup.size), length > 0, slot + length <= UInt64(SeriesGroup.size) else { throw .implausible }
            slots.append(contentsOf: Int(slot)..<Int(slot + length))
            slot += length
        }
    }

    /// The place of a slot among those that are in it.
    func rank(of slot: Int) -> Int? {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle] < slot { low = middle + 1 } else { high = middle }
        }
        return low < slots.count && slots[low] == slot ? low : nil
    }
}
