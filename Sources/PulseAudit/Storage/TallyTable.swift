import GRDB
import PulseCore

/// How many records there are of each event, user and outcome, by the hour and in all: what makes counting a million records cheap.
enum TallyTable {
    struct Group: Hashable {
        let hour: Int64
        let event: String
        let user: String
        let outcome: String
    }

    struct Count {
        var events: Int64
        var first: Int64
        var last: Int64
    }

    static let hourLength: Int64 = 3_600_000

    /// Of a time before 1970 too.
    static func hour(_ milliseconds: Int64) -> Int64 { (milliseconds - (milliseconds < 0 ? hourLength - 1 : 0)) / hourLength }

    static func add(_ records: [AuditRecord], _ database: GRDB.Database) throws {
        var counts: [Group: Count] = [:]
        for record in records {
            let group = Group(hour: hour(record.at.milliseconds), event: record.event, user: record.user, outcome: record.outcome.rawValue)
            counts[group, default: Count(events: 0, first: record.sequence, last: record.sequence)].events += 1
            counts[group]?.last = record.sequence
        }
        let tally = try database.cachedStatement(
            sql: """
                INSERT INTO tally (hour, event, user, outcome, events, first, last) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET events = events + excluded.events, last = excluded.last
                """)
        let total = try database.cachedStatement(
            sql: "INSERT INTO total (event, user, outcome, events) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events")
        for (group, count) in counts {
            try tally.execute(arguments: [group.hour, group.event, group.user, group.outcome, count.events, count.first, count.last])
            try total.execute(arguments: [group.event, group.user, group.outcome, count.events])
        }
    }

    /// Before the records up to and with `last` are removed.
    static func remove(upTo last: Int64, _ database: GRDB.Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT at, event, user, outcome FROM record WHERE sequence <= ?", arguments: [last])
        var counts: [Group: Int64] = [:]
        for row in rows { counts[Group(hour: hour(row[0]), event: row[1], user: row[2], outcome: row[3]), default: 0] += 1 }
        for (group, events) in counts {
            try database.execute(
                sql: """
                    UPDATE tally SET events = events - ?, first = max(first, ?) WHERE hour = ? AND event = ? AND user = ? AND outcome = ?
                    """, arguments: [events, last + 1, group.hour, group.event, group.user, group.outcome])
            try database.execute(
                sql: "UPDATE total SET events = events - ? WHERE event = ? AND user = ? AND outcome = ?",
                arguments: [events, group.event, group.user, group.outcome])
        }
        try database.execute(sql: "DELETE FROM tally WHERE events <= 0")
        try database.execute(sql: "DELETE FROM total WHERE events <= 0")
    }
}
