import PulseCore

/// What a minute or an hour of one series came to, in quanta.
struct SummaryRecord: Equatable, Sendable {
    /// The beginning of the period, seconds since 1970.
    var start: Int64
    var least: Int64
    var average: Int64
    var greatest: Int64
    /// How many raw samples it stands for.
    var count: Int64
}

/// The minutes or hours of one series in one stretch of time.
///
/// Form: byte 2, byte precision, count and seconds to the first period as LEB128, then in bits five columns: distances of the beginnings in periods, averages, average − least,
/// greatest − average, counts. Minutes have byte 3 and `HourDigests` before all that; those that were written before there were digests have not.
enum SummaryChunk {
    static let form: UInt8 = 2
    static let digestedForm: UInt8 = 3

    /// - Parameters:
    ///   - records: ascending, no two of the same period, beginnings at whole periods.
    ///   - start: the beginning of the stretch, seconds.
    static func encoded(_ records: [SummaryRecord], start: Int64, tier: Tier, _ precision: Precision) -> [UInt8] {
        let plain = plain(records, start: start, tier: tier, precision)
        return tier == .minute ? [digestedForm] + HourDigests.encoded(records, start: start, precision) + plain : plain
    }

    /// The same without digests.
    static func plain(_ records: [SummaryRecord], start: Int64, tier: Tier, _ precision: Precision) -> [UInt8] {
        var header: [UInt8] = [form, precision.rawValue]
        LEB128.write(UInt64(records.count), to: &header)
        LEB128.write(UInt64((records.first?.start ?? start) - start), to: &header)
        var writer = BitWriter()
        NumberColumn.write(zip(records.dropFirst(), records).map { ($0.start - $1.start) / tier.span }, to: &writer)
        NumberColumn.write(records.map(\.average), to: &writer)
        NumberColumn.write(records.map { $0.average - $0.least }, to: &writer)
        NumberColumn.write(records.map { $0.greatest - $0.average }, to: &writer)
        NumberColumn.write(records.map(\.count), to: &writer)
        return header + writer.finished()
    }

    /// - Throws: `CodecError` for bytes that this type did not write.
    static func decoded(_ bytes: [UInt8], start: Int64, tier: Tier) throws(CodecError) -> (records: [SummaryRecord], precision: Precision) {
        if tier == .minute, bytes.first == digestedForm {
            var next = 1
            try HourDigests.skip(bytes, at: &next)
            return try decoded(Array(bytes[next...]), start: start, tier: tier)
        }
        let periods = tier.chunkSpan / tier.span
        let header = try ChunkHeader(bytes, form: form, limit: Int(periods))
        var reader = BitReader(bytes, from: header.length)
        let distances = try NumberColumn.read(header.count - 1, from: &reader)
        let averages = try NumberColumn.read(header.count, from: &reader)
        let below = try NumberColumn.read(header.count, from: &reader)
        let above = try NumberColumn.read(header.count, from: &reader)
        let counts = try NumberColumn.read(header.count, from: &reader)
        var records: [SummaryRecord] = []
        records.reserveCapacity(header.count)
        var time = start + header.offset
        for index in 0..<header.count {
            if index > 0 {
                guard (1...periods).contains(distances[index - 1]) else { throw .implausible }
                time += distances[index - 1] * tier.span
            }
            guard below[index] >= 0, above[index] >= 0, counts[index] > 0 else { throw .implausible }
            records.append(
                SummaryRecord(
                    start: time, least: averages[index] &- below[index], average: averages[index], greatest: averages[index] &+ above[index],
                    count: counts[index]))
        }
        return (records, header.precision)
    }

    /// What the hours of a chunk of minutes came to; nil when it has no digests.
    static func hours(_ bytes: [UInt8], start: Int64) throws(CodecError) -> [HourDigest]? {
        guard bytes.first == digestedForm else { return nil }
        var next = 1
        return try HourDigests.decoded(bytes, at: &next, start: start)
    }
}
