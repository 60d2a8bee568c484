/// Bits, most significant first, into bytes.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingCount = 0

    /// The low `count` bits of `value`, 0…64.
    mutating func write(_ value: UInt64, bits count: Int) {
        if count > 32 {
            write(value >> 32, bits: count - 32)
            return write(value & 0xFFFF_FFFF, bits: 32)
        }
        guard count > 0 else { return }
        pending = pending << UInt64(count) | (value & (UInt64.max >> UInt64(64 - count)))
        pendingCount += count
        while pendingCount >= 8 {
            pendingCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingCount)))
        }
    }

    /// All bytes, the last one filled up with zeros.
    consuming func finished() -> [UInt8] {
        if pendingCount > 0 { bytes.append(UInt8(truncatingIfNeeded: pending << UInt64(8 - pendingCount))) }
        return bytes
    }
}
