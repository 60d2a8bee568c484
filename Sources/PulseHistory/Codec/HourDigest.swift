import PulseCore

/// What an hour came to that is kept as minutes: charts of months need no more of it, and read it in a sixtieth of the time.
struct HourDigest: Equatable, Sendable {
    var record: SummaryRecord
    /// Beginnings of its first and of its last minute with something in it, seconds since 1970.
    var first: Int64
    var last: Int64
    /// How many of its minutes have something in them.
    var minutes: Int64
}

/// The hours of one series on one day, in the bytes before its minutes.
///
/// Form: bytes of the hours as LEB128, the hours as a chunk of form 2, bytes of what follows as LEB128, then in bits three columns: minutes from the
/// beginning of the hour to its first and to its last minute, and how many there are.
enum HourDigests {
    /// - Parameters:
    ///   - minutes: ascending, no two the same.
    ///   - start: the beginning of the day, seconds.
    static func encoded(_ minutes: [SummaryRecord], start: Int64, _ precision: Precision) -> [UInt8] {
        let inside = Dictionary(grouping: minutes, by: { RollUp.floor($0.start, to: Tier.hour.span) })
        let hours = RollUp.records(of: minutes, tier: .hour, precision).map { hour in
            let own = inside[hour.start] ?? []
            return HourDigest(
                record: hour, first: own.first?.start ?? hour.start, last: own.last?.start ?? hour.start, minutes: Int64(own.count))
        }
        var writer = BitWriter()
        NumberColumn.write(hours.map { ($0.first - $0.record.start) / Tier.minute.span }, to: &writer)
        NumberColumn.write(hours.map { ($0.last - $0.record.start) / Tier.minute.span }, to: &writer)
        NumberColumn.write(hours.map(\.minutes), to: &writer)
        return sized(SummaryChunk.plain(hours.map(\.record), start: start, tier: .hour, precision)) + sized(writer.finished())
    }

    private static func sized(_ bytes: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        LEB128.write(UInt64(bytes.count), to: &length)
        return length + bytes
    }

    /// - Parameter next: where they begin; behind them afterwards.
    /// - Throws: `CodecError` for bytes that this type did not write.
    static func decoded(_ bytes: [UInt8], at next: inout Int, start: Int64) throws(CodecError) -> [HourDigest] {
        let summary = try part(bytes, &next)
        let columns = try part(bytes, &next)
        let records = try SummaryChunk.decoded(Array(bytes[summary]), start: start, tier: .hour).records
        var reader = BitReader(Array(bytes[columns]), from: 0)
        let first = try NumberColumn.read(records.count, from: &reader)
        let last = try NumberColumn.read(records.count, from: &reader)
        let count = try NumberColumn.read(records.count, from: &reader)
        var digests: [HourDigest] = []
        for (index, record) in records.enumerated() {
            guard 0 <= first[index], first[index] <= last[index], last[index] < 60, (1...60).contains(count[index]) else { throw .implausible }
            digests.append(
                HourDigest(
                    record: record, first: record.start + first[index] * Tier.minute.span, last: record.start + last[index] * Tier.minute.span,
                    minutes: count[index]))
        }
        return digests
    }

    /// Passes over them.
    static func skip(_ bytes: [UInt8], at next: inout Int) throws(CodecError) {
        _ = try part(bytes, &next)
        _ = try part(bytes, &next)
    }

    private static func part(_ bytes: [UInt8], _ next: inout Int) throws(CodecError) -> Range<Int> {
        let length = try LEB128.read(bytes, &next)
        guard length <= UInt64(bytes.count - next) else { throw .truncated }
        let begin = next
        next += Int(length)
        return begin..<next
    }
}
