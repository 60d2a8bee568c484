/// Why stored bytes could not be read. They come from a disk, so nothing is taken for granted.
package enum CodecError: Error, Equatable {
    /// The bytes end before what they announce.
    case truncated
    case checksum
    case unknownForm(UInt8)
    case implausible
}

/// Bits out of bytes, as `BitWriter` put them in.
struct BitReader {
    private let bytes: [UInt8]
    private var next: Int
    private var pending: UInt64 = 0
    private var pendingCount = 0

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        next = start
    }

    /// - Throws: `CodecError.truncated`
    mutating func read(bits count: Int) throws(CodecError) -> UInt64 {
        if count > 32 { return try read(bits: count - 32) << 32 | (try read(bits: 32)) }
        guard count > 0 else { return 0 }
        try fill(count)
        pendingCount -= count
        return pending >> UInt64(pendingCount) & (UInt64.max >> UInt64(64 - count))
    }

    /// How many ones stand before the next zero, up to `limit`; the zero is read too, unless the limit was reached.
    mutating func readOnes(limit: Int) throws(CodecError) -> Int {
        var ones = 0
        while ones < limit {
            try fill(1)
            let unread = pending << UInt64(64 - pendingCount)
            let run = min((~unread).leadingZeroBitCount, pendingCount, limit - ones)
            ones += run
            pendingCount -= run
            if pendingCount > 0, ones < limit {
                pendingCount -= 1
                return ones
            }
        }
        return ones
    }

    private mutating func fill(_ count: Int) throws(CodecError) {
        while pendingCount < count || (pendingCount <= 24 && next < bytes.count) {
            guard next < bytes.count else { throw .truncated }
            pending = pending << 8 | UInt64(bytes[next])
            pendingCount += 8
            next += 1
        }
    }
}
