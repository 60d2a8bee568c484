import PulseCore

/// The samples of one series in one stretch of time.
///
/// Form: byte 1, byte precision, count and seconds from the beginning of the stretch to the first sample as LEB128, then in bits the distances of the times in seconds and the quanta (`NumberColumn`).
struct RawChunk: Equatable {
    static let form: UInt8 = 1
    /// Seconds since 1970, ascending, no two the same.
    var times: [Int64]
    var quanta: [Int64]

    /// The samples of a time, in the order in which they stand here.
    func within(_ range: ClosedRange<Int64>) -> RawChunk {
        let kept = times.indices.filter { range.contains(times[$0]) }
        return kept.count == times.count ? self : RawChunk(times: kept.map { times[$0] }, quanta: kept.map { quanta[$0] })
    }

    /// - Parameter start: the beginning of the stretch, seconds; no sample is before it.
    func encoded(_ precision: Precision, start: Int64) -> [UInt8] {
        var header: [UInt8] = [Self.form, precision.rawValue]
        LEB128.write(UInt64(times.count), to: &header)
        LEB128.write(UInt64((times.first ?? start) - start), to: &header)
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
        let first = start + header.offset
        var times: [Int64] = [first]
        times.reserveCapacity(header.count)
        var time = first
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
    /// From the beginning of the stretch, seconds.
    let offset: Int64
    /// Bytes.
    let length: Int

    init(_ bytes: [UInt8], form: UInt8, limit: Int) throws(CodecError) {
        guard bytes.count >= 3 else { throw .truncated }
        guard bytes[0] == form else { throw .unknownForm(bytes[0]) }
        guard let precision = Precision(rawValue: bytes[1]) else { throw .unknownForm(bytes[1]) }
        var next = 2
        let count = try LEB128.read(bytes, &next)
        guard (1...UInt64(limit)).contains(count) else { throw .implausible }
        let offset = try LEB128.read(bytes, &next)
        guard offset < UInt64(Tier.hour.chunkSpan) else { throw .implausible }
        self.precision = precision
        self.count = Int(count)
        self.offset = Int64(offset)
        length = next
    }
}
