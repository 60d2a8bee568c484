import GRDB

/// The numbers of the events of a time, in parts: hours that are there as a whole, the hours at both ends, and what the tallies do not know yet.
///
/// Numbers follow times unless a clock was set back. Where they do, the first and the last number say it all, and no time has to be looked up again.
struct TimeSpan {
    /// Some numbers between which lie all events of some times.
    struct Part {
        let range: ClosedRange<Int64>
        /// Milliseconds.
        let times: ClosedRange<Int64>
        /// Of these times.
        let events: Int64

        /// True when every number in the range is of an event of these times.
        var isGapless: Bool { events == range.upperBound - range.lowerBound + 1 }
    }

    private(set) var parts: [Part] = []

    var events: Int64 { parts.reduce(0) { $0 + $1.events } }

    var bounds: ClosedRange<Int64>? {
        guard let first = parts.map(\.range.lowerBound).min(), let last = parts.map(\.range.upperBound).max() else { return nil }
        return first...last
    }

    /// The most numbers of which every one is of an event of the time.
    var certain: ClosedRange<Int64>? {
        if let bounds, events == bounds.upperBound - bounds.lowerBound + 1 { return bounds }
        return parts.filter(\.isGapless).max { $0.events < $1.events }?.range
    }

    /// - Parameter ends: of the log.
    init(_ times: ClosedRange<Int64>, in ends: ClosedRange<Int64>, _ database: GRDB.Database) throws {
        let known = try AnswerTables.last(database)
        if ends.upperBound > known { try look(in: max(known + 1, ends.lowerBound)...ends.upperBound, times, database) }
        let (first, last) = (TallyTable.hour(max(times.lowerBound, -Self.furthest)), TallyTable.hour(min(times.upperBound, Self.furthest)))
        for edge in Set([first, last]) {
            guard let hour = try Self.hours(edge...edge, database) else { continue }
            try look(in: hour.range, hour.times.clamped(to: times), database)
        }
        guard first + 1 < last, let whole = try Self.hours((first + 1)...(last - 1), database) else { return }
        parts.append(whole)
    }

    /// Times beyond are no times, and their hours could not be counted; milliseconds.
    private static let furthest: Int64 = 1 << 50

    /// Compares the time of every event with a number in a range.
    private mutating func look(in range: ClosedRange<Int64>, _ times: ClosedRange<Int64>, _ database: GRDB.Database) throws {
        let sql = "SELECT count(*), min(sequence), max(sequence) FROM record NOT INDEXED WHERE sequence BETWEEN ? AND ? AND at BETWEEN ? AND ?"
        let arguments: StatementArguments = [range.lowerBound, range.upperBound, times.lowerBound, times.upperBound]
        guard let row = try Row.fetchOne(database, sql: sql, arguments: arguments), let first: Int64 = row[1], let last: Int64 = row[2] else {
            return
        }
        parts.append(Part(range: first...last, times: times, events: row[0]))
    }

    /// As the tallies have them; nil when nothing happened.
    private static func hours(_ hours: ClosedRange<Int64>, _ database: GRDB.Database) throws -> Part? {
        let sql = "SELECT sum(events), min(first), max(last) FROM hour WHERE hour BETWEEN ? AND ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [hours.lowerBound, hours.upperBound]), let events: Int64 = row[0] else {
            return nil
        }
        return Part(range: row[1]...row[2], times: TallyTable.times(hours), events: events)
    }
}
