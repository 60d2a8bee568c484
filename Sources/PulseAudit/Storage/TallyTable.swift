import GRDB
import PulseCore

/// How many records there are in each hour, and of each event, user and outcome: what makes counting a million records cheap.
enum TallyTable {
    private struct Hour {
        var events: Int64 = 0
        var first: Int64
        var last: Int64
    }

    private struct Group: Hashable {
        let event: String
        let user: String
        let outcome: String
    }

    static let hourLength: Int64 = 3_600_000

    /// Of a time before 1970 too.
    static func hour(_ milliseconds: Int64) -> Int64 { (milliseconds - (milliseconds < 0 ? hourLength - 1 : 0)) / hourLength }

    /// The first and the last millisecond of some hours.
    static func times(_ hours: ClosedRange<Int64>) -> ClosedRange<Int64> {
        hours.lowerBound * hourLength...hours.upperBound * hourLength + hourLength - 1
    }

    static func add(_ records: [AuditRecord], _ database: GRDB.Database) throws {
        var hours: [Int64: Hour] = [:]
        var groups: [Group: Int64] = [:]
        for record in records {
            let hour = hour(record.at.milliseconds)
            hours[hour, default: Hour(first: record.sequence, last: record.sequence)].events += 1
            hours[hour]?.last = record.sequence
            groups[Group(event: record.event, user: record.user, outcome: record.outcome.rawValue), default: 0] += 1
        }
        let addHour = try database.cachedStatement(
            sql: """
                INSERT INTO hour (hour, events, first, last) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET events = events + excluded.events, last = excluded.last
                """)
        for (hour, count) in hours { try addHour.execute(arguments: [hour, count.events, count.first, count.last]) }
        let addTotal = try database.cachedStatement(
            sql: "INSERT INTO total (event, user, outcome, events) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events")
        for (group, events) in groups { try addTotal.execute(arguments: [group.event, group.user, group.outcome, events]) }
    }

    /// Before the records up to and with `last` are removed.
    static func remove(upTo last: Int64, _ database: GRDB.Database) throws {
        var hours: [Int64: Int64] = [:]
        var groups: [Group: Int64] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT at, event, user, outcome FROM record WHERE sequence <= ?", arguments: [last])
        while let row = try rows.next() {
            hours[hour(row[0]), default: 0] += 1
            groups[Group(event: row[1], user: row[2], outcome: row[3]), default: 0] += 1
        }
        for (hour, events) in hours {
            try database.execute(
                sql: "UPDATE hour SET events = events - ?, first = max(first, ?) WHERE hour = ?", arguments: [events, last + 1, hour])
        }
        for (group, events) in groups {
            try database.execute(
                sql: "UPDATE total SET events = events - ? WHERE event = ? AND user = ? AND outcome = ?",
                arguments: [events, group.event, group.user, group.outcome])
        }
        try database.execute(sql: "DELETE FROM hour WHERE events <= 0")
        try database.execute(sql: "DELETE FROM total WHERE events <= 0")
    }
}
