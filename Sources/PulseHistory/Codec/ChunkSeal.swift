import CZlib

/// What makes a chunk provably whole: the CRC-32 of its bytes and of the place it belongs to, so that a swapped row is noticed too.
enum ChunkSeal {
    static func checksum(_ payload: [UInt8], _ place: ChunkPlace) -> UInt32 {
        var sum = crc32(0, nil, 0)
        for word in [place.series, Int64(place.tier.rawValue), place.start] {
            withUnsafeBytes(of: word.littleEndian) { sum = crc32(sum, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32($0.count)) }
        }
        return UInt32(truncatingIfNeeded: crc32(sum, payload, UInt32(payload.count)))
    }
}

/// Where a chunk belongs.
struct ChunkPlace: Hashable, Sendable {
    let series: Int64
    let tier: Tier
    /// The beginning of the stretch of its block, seconds since 1970.
    let start: Int64
}
