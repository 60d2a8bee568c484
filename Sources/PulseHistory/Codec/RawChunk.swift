import PulseCore

/// The samples of one series in one stretch of time.
///
/// Form: byte 1, byte precision, count as LEB128, then in bits the distances of the times in seconds and the quanta (`NumberColumn`).
struct RawChunk: Equatable {
    static let form: UInt8 = 1
    /// Seconds since 1970, ascending, no two the same.
    var times: [Int64]
    var quanta: [Int64]

    func encoded(_ precision: Precision) -> [UInt8] {
        var header: [UInt8] = [Self.form, precision.rawValue]
        LEB128.write(UInt64(times.count), to: &header)
        var writer = BitWriter()
        NumberColumn.write(zip(times.dropFirst(), times).map { $0 - $1 }, to: &writer)
        NumberColumn.write(quanta, to: &writer)
        return header + writer.finished()
    }

    /// - Throws: `CodecError` for bytes that this type did not write.
    static func decoded(_ bytes: [UInt8], start: Int64) throws(CodecError) -> (chunk: RawChunk, precision: Precision) {
        let header = try ChunkHeader(bytes, form: form, limit: Int(Tier.raw.chunkSpan))
        var reader = BitReader(bytes, from: header.length)
        let distances = try NumberColumn.read(header.count - 1, from: &reader)
        var times: [Int64] = [start]
        times.reserveCapacity(header.count)
        var time = start
        for distance in distances {
            guard distance > 0, distance <= Tier.raw.chunkSpan else { throw .implausible }
            time += distance
            times.append(time)
        }
        let quanta = try NumberColumn.read(header.count, from: &reader)
        return (RawChunk(times: times, quanta: quanta), header.precision)
    }
}

/// The first bytes of every chunk.
struct ChunkHeader {
    let precision: Precision
    let count: Int
    /// Bytes.
    let length: Int

    init(_ bytes: [UInt8], form: UInt8, limit: Int) throws(CodecError) {
        guard bytes.count >= 3 else { throw .truncated }
        guard bytes[0] == form else { throw .unknownForm(bytes[0]) }
        guard let precision = Precision(rawValue: bytes[1]) else { throw .unknownForm(bytes[1]) }
        var next = 2
        let count = try LEB128.read(bytes, &next)
        guard (1...UInt64(limit)).contains(count) else { throw .implausible }
        self.precision = precision
        self.count = Int(count)
        length = next
    }
}
