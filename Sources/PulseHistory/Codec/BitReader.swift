/// Why stored bytes could not be read. They come from a disk, so nothing is taken for granted.
package enum CodecError: Error, Equatable {
    /// The bytes end before what they announce.
    case truncated
    case checksum
    case unknownForm(UInt8)
    case implausible
}

/// Bits out of bytes, as `BitWriter` put them in.
///
/// Everything that a chart shows comes through here, so eight bytes are taken at once: `pending` has the next bits at its top, and below the
/// `pendingCount` that count may already stand some of those that follow (Giesen, "Reading bits in far too many ways", 2018, variant 4).
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
    @inline(__always)
    mutating func read(bits count: Int) throws(CodecError) -> UInt64 {
        if count > 32 { return try read32(count - 32) << 32 | (try read32(32)) }
        return try read32(count)
    }

    /// How many ones stand before the next zero, up to `limit` (32 at most); the zero is read too, unless the limit was reached.
    @inline(__always)
    mutating func readOnes(limit: Int) throws(CodecError) -> Int {
        if pendingCount <= limit { fill() }
        let ones = min((~pending).leadingZeroBitCount, limit)
        let length = ones < limit ? ones + 1 : limit
        guard length <= pendingCount else { throw .truncated }
        drop(length)
        return ones
    }

    @inline(__always)
    private mutating func read32(_ count: Int) throws(CodecError) -> UInt64 {
        guard count > 0 else { return 0 }
        if pendingCount < count { fill() }
        guard count <= pendingCount else { throw .truncated }
        let value = pending >> UInt64(64 - count)
        drop(count)
        return value
    }

    @inline(__always)
    private mutating func drop(_ count: Int) {
        pending <<= UInt64(count)
        pendingCount -= count
    }

    /// To 56 bits and more, as far as there are any.
    @inline(__always)
    private mutating func fill() {
        if next + 8 <= bytes.count {
            let word = bytes.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: next, as: UInt64.self)) }
            pending |= word >> UInt64(pendingCount)
            next += (63 - pendingCount) >> 3
            pendingCount |= 56
        } else {
            while pendingCount <= 56, next < bytes.count {
                pending |= UInt64(bytes[next]) << UInt64(56 - pendingCount)
                pendingCount += 8
                next += 1
            }
        }
    }
}
