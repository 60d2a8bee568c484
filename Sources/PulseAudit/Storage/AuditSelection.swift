import GRDB
import PulseCore

/// A filter as SQL: texts of ours, values bound.
struct AuditSelection {
    private let filter: AuditFilter
    private let outcomes: [String]
    /// Between these numbers lie all events of the time that is asked for.
    private(set) var bounds: ClosedRange<Int64>?
    /// Every event with a number of these is of that time: their times need not be looked up.
    private var certain: ClosedRange<Int64>?
    private(set) var total: Int64 = 0
    private(set) var isTotalAtLeast = false

    /// Words are counted up to this, events.
    static let mostCounted: Int64 = 2_000
    /// The same where every one has to be looked at.
    static let mostLookedAt: Int64 = 1_000

    init(_ filter: AuditFilter, _ database: GRDB.Database) throws {
        self.filter = filter
        outcomes = (filter.outcomes.isEmpty ? Set(AuditEvent.Outcome.allCases) : filter.outcomes).map(\.rawValue).sorted()
        try count(database)
        if let text = filter.text { try count(words: text, database) }
    }

    // MARK: Counting

    private mutating func count(_ database: GRDB.Database) throws {
        guard let ends = try RecordTable.ends(database) else { return }
        guard filter.from != nil || filter.to != nil else {
            total = try everCounted(database)
            (bounds, certain) = (ends.first...ends.last, ends.first...ends.last)
            return
        }
        let (from, to) = (filter.from?.milliseconds ?? .min, filter.to?.milliseconds ?? .max)
        guard from <= to else { return }
        let span = try TimeSpan(from...to, in: ends.first...ends.last, database)
        (bounds, certain) = (span.bounds, span.certain)
        total = isRestricted ? try counted(span, database) : span.events
    }

    /// By the tallies, and one by one what they do not know yet.
    private func everCounted(_ database: GRDB.Database) throws -> Int64 {
        let sql = """
            SELECT (SELECT coalesce(sum(events), 0) FROM total WHERE \(equalities))
            + (SELECT count(*) FROM record NOT INDEXED WHERE sequence > ? AND \(equalities))
            """
        return try Int64.fetchOne(database, sql: sql, arguments: values + [AnswerTables.last(database)] + values) ?? 0
    }

    private func counted(_ span: TimeSpan, _ database: GRDB.Database) throws -> Int64 {
        if let bounds, bounds == certain { return try counted(bounds, database) }
        return try span.parts.reduce(0) { try $0 + ($1.isGapless ? counted($1.range, database) : counted($1, database)) }
    }

    /// Of numbers that are all of the time that is asked for: an index alone answers.
    private func counted(_ range: ClosedRange<Int64>, _ database: GRDB.Database) throws -> Int64 {
        let sql = "SELECT count(*) FROM record INDEXED BY \(index) WHERE sequence BETWEEN ? AND ?\(named) AND outcome = ?"
        let numbers: StatementArguments = [range.lowerBound, range.upperBound]
        return try outcomes.reduce(0) { try $0 + (Int64.fetchOne(database, sql: sql, arguments: numbers + values + [$1]) ?? 0) }
    }

    /// Of numbers between which a clock was set back: every one is looked at.
    private func counted(_ part: TimeSpan.Part, _ database: GRDB.Database) throws -> Int64 {
        let sql = "SELECT count(*) FROM record NOT INDEXED WHERE sequence BETWEEN ? AND ? AND at BETWEEN ? AND ? AND \(equalities)"
        let arguments: StatementArguments = [part.range.lowerBound, part.range.upperBound, part.times.lowerBound, part.times.upperBound]
        return try Int64.fetchOne(database, sql: sql, arguments: arguments + values) ?? 0
    }

    /// Which index has the equalities of the filter.
    private var index: String {
        switch (filter.event, filter.user) {
        case (_?, _?): "record_event_user"
        case (_?, nil): "record_event"
        case (nil, _?): "record_user"
        case (nil, nil): "record_outcome"
        }
    }

    /// Every record with the words is looked at where more than the words is asked for.
    private mutating func count(words text: String, _ database: GRDB.Database) throws {
        guard let bounds, total > 0 else {
            total = 0
            return
        }
        let most = isMoreThanWords ? Self.mostLookedAt : Self.mostCounted
        let (sql, arguments) = try words(bounds, "DESC")
        let found = try Int64.fetchOne(database, sql: "SELECT count(*) FROM (\(sql) LIMIT ?)", arguments: arguments + [most + 1]) ?? 0
        (total, isTotalAtLeast) = (min(found, most), found > most)
    }

    /// Event and user are words of the record too, so the index narrows all of them down together.
    private func match(_ text: String) -> String? {
        WordTable.question(text).map { question in
            let narrowing = [filter.event, filter.user].compactMap { $0.flatMap(Self.exactly) }
            let outcomes = filter.outcomes.isEmpty ? [] : ["(" + outcomes.map { "\"\($0)\"" }.joined(separator: " OR ") + ")"]
            return ([question] + narrowing + outcomes).joined(separator: " AND ")
        }
    }

    /// Without the star of a beginning.
    private static func exactly(_ text: String) -> String? { WordTable.question(text.filter { $0 != "*" }) }

    // MARK: Pages

    private var equalities: String {
        "outcome IN (\(outcomes.map { "'\($0)'" }.joined(separator: ", ")))\(named)"
    }

    private var named: String { (filter.event == nil ? "" : " AND event = ?") + (filter.user == nil ? "" : " AND user = ?") }

    private var values: StatementArguments { StatementArguments([filter.event, filter.user].compactMap { $0 }) }

    private var isRestricted: Bool { filter.event != nil || filter.user != nil || !filter.outcomes.isEmpty }

    /// Words alone are answered by their index; for anything else every record with the words is looked at.
    private var isMoreThanWords: Bool { isRestricted || filter.from != nil || filter.to != nil }

    private func isEveryNumber(of bounds: ClosedRange<Int64>) -> Bool {
        !isRestricted && filter.text == nil && total == bounds.upperBound - bounds.lowerBound + 1
    }

    /// The numbers of a page, newest first, and whether there are more on either side.
    func find(
        in bounds: ClosedRange<Int64>, _ request: AuditPageRequest, _ database: GRDB.Database
    ) throws -> (sequences: [Int64], hasOlder: Bool, hasNewer: Bool) {
        // One more than asked for tells whether there are more.
        let limit = request.limit + 1
        switch request.place {
        case .offset(let offset):
            // Where every number is wanted, the place is known without going there.
            let skipped = isEveryNumber(of: bounds) ? Int64(offset) : 0
            guard skipped <= bounds.upperBound - bounds.lowerBound else { return ([], false, offset > 0) }
            let range = bounds.lowerBound...(bounds.upperBound - skipped)
            let found = try sequences(in: range, newestFirst: true, limit: limit, offset: offset - Int(skipped), database)
            return (Array(found.prefix(request.limit)), found.count == limit, offset > 0)
        case .before(let sequence):
            guard sequence > bounds.lowerBound else { return ([], false, true) }
            let range = bounds.lowerBound...min(bounds.upperBound, sequence - 1)
            let found = try sequences(in: range, newestFirst: true, limit: limit, offset: 0, database)
            return (Array(found.prefix(request.limit)), found.count == limit, sequence <= bounds.upperBound)
        case .after(let sequence):
            guard sequence < bounds.upperBound else { return ([], true, false) }
            let range = max(bounds.lowerBound, sequence + 1)...bounds.upperBound
            let found = try sequences(in: range, newestFirst: false, limit: limit, offset: 0, database)
            return (found.prefix(request.limit).reversed(), sequence >= bounds.lowerBound, found.count == limit)
        }
    }

    /// The numbers of a page, in the order of the search.
    ///
    /// - Parameter range: only of these.
    private func sequences(in range: ClosedRange<Int64>, newestFirst: Bool, limit: Int, offset: Int, _ database: GRDB.Database) throws -> [Int64] {
        let order = newestFirst ? "DESC" : "ASC"
        let (sql, arguments) = filter.text != nil ? try words(range, order) : isRestricted ? ones(range, order) : all(range, order)
        return try Int64.fetchAll(database, sql: sql + " LIMIT ? OFFSET ?", arguments: arguments + [limit, offset])
    }

    private var times: (sql: String, arguments: StatementArguments) {
        guard bounds != certain else { return ("", []) }
        let times: StatementArguments = [filter.from?.milliseconds ?? .min, filter.to?.milliseconds ?? .max]
        guard let certain else { return (" AND at BETWEEN ? AND ?", times) }
        // In this order: a number stands in every index, a time only in the row.
        return (" AND (sequence BETWEEN ? AND ? OR at BETWEEN ? AND ?)", [certain.lowerBound, certain.upperBound] + times)
    }

    private func all(_ range: ClosedRange<Int64>, _ order: String) -> (String, StatementArguments) {
        (
            "SELECT sequence FROM record WHERE sequence BETWEEN ? AND ?\(times.sql) ORDER BY sequence \(order)",
            [range.lowerBound, range.upperBound] + times.arguments
        )
    }

    /// One search for every outcome, each in the order of its index, and the best of all. Without a limit of its own each is merged into the others
    /// row by row, and no more rows are read than the page needs; with one SQLite sorts all of them first.
    private func ones(_ range: ClosedRange<Int64>, _ order: String) -> (String, StatementArguments) {
        let one = "SELECT sequence FROM record INDEXED BY \(index) WHERE sequence BETWEEN ? AND ?\(named) AND outcome = ?\(times.sql)"
        let arguments = outcomes.reduce(StatementArguments()) { all, outcome in
            all + [range.lowerBound, range.upperBound] + values + [outcome] + times.arguments
        }
        return (outcomes.map { _ in one }.joined(separator: " UNION ALL ") + " ORDER BY sequence \(order)", arguments)
    }

    private func words(_ range: ClosedRange<Int64>, _ order: String) throws -> (String, StatementArguments) {
        guard let match = match(filter.text ?? "") else { return ("SELECT sequence FROM record WHERE 0", []) }
        let found = "word MATCH ? AND word.rowid BETWEEN ? AND ?"
        let arguments: StatementArguments = [match, range.lowerBound, range.upperBound]
        guard isMoreThanWords else { return ("SELECT rowid FROM word WHERE \(found) ORDER BY rowid \(order)", arguments) }
        return (
            """
            SELECT record.sequence FROM word CROSS JOIN record ON record.sequence = word.rowid
            WHERE \(found) AND \(equalities)\(times.sql) ORDER BY word.rowid \(order)
            """, arguments + values + times.arguments
        )
    }

    /// How many there are of each kind at any time.
    static func totals(_ filter: AuditFilter, _ database: GRDB.Database) throws
        -> [(event: String, user: String, outcome: AuditEvent.Outcome, events: Int64)]
    {
        let selection = try AuditSelection(filter, database)
        let sql = """
            SELECT event, user, outcome, events FROM total WHERE \(selection.equalities) UNION ALL
            SELECT event, user, outcome, count(*) FROM record NOT INDEXED WHERE sequence > ? AND \(selection.equalities)
            GROUP BY event, user, outcome
            """
        let arguments = selection.values + [try AnswerTables.last(database)] + selection.values
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map {
            ($0[0], $0[1], AuditEvent.Outcome(rawValue: $0[2]) ?? .failure, $0[3])
        }
    }
}
