import GRDB
import PulseCore
import PulseStorage

extension AuditLog {
    /// The key that signed the newest event; nil in an empty log.
    package func newestKeyID() throws -> String? {
        try database.read { try String.fetchOne($0, sql: "SELECT key FROM record ORDER BY sequence DESC LIMIT 1") }
    }

    /// - Parameter id: as ``AuditRecord/id``.
    package func record(id: String) async throws -> AuditRecord? {
        guard let sequence = RecordIdentifier.sequence(of: id) else { return nil }
        let record = try await database.readAside { try RecordTable.one(sequence, $0) }
        return record?.id == id.lowercased() ? record : nil
    }

    /// Reads page and total of the same moment.
    package func page(_ filter: AuditFilter, _ request: AuditPageRequest) async throws -> AuditPage {
        if filter.text != nil { await bringUpWords() }
        return try await database.readAside { database in
            let selection = try AuditSelection(filter, database)
            guard let bounds = selection.bounds, selection.total > 0 || filter.text != nil else {
                return AuditPage(records: [], total: 0, isTotalAtLeast: false, older: nil, newer: nil)
            }
            let found = try selection.find(in: bounds, request, database)
            let records = try found.sequences.compactMap { try RecordTable.one($0, database) }
            return AuditPage(
                records: records, total: selection.total, isTotalAtLeast: selection.isTotalAtLeast,
                older: found.hasOlder ? records.last?.sequence : nil, newer: found.hasNewer ? records.first?.sequence : nil)
        }
    }

    /// Words are found where they are known. On a file that cannot be written that is all there is.
    private func bringUpWords() async {
        guard (try? await database.readAside(AnswerTables.isBehind)) == true else { return }
        try? await database.writeAside { try AnswerTables.bringUp($0.database) }
    }

    /// How many events of each kind and user there are, without the text of a filter.
    package func counts(_ filter: AuditFilter) async throws -> AuditCounts {
        var counts = AuditCounts()
        var place = AuditPageRequest.Place.offset(0)
        guard filter.from == nil, filter.to == nil, filter.text == nil else {
            while true {
                let page = try await page(filter, AuditPageRequest(place, limit: AuditCounts.portion))
                for record in page.records { counts.add(record.event, record.user, record.outcome, 1) }
                guard let older = page.older else { return counts }
                place = .before(older)
            }
        }
        let rows = try await database.readAside { try AuditSelection.totals(filter, $0) }
        for row in rows { counts.add(row.event, row.user, row.outcome, row.events) }
        return counts
    }

    /// Events in the log now.
    package func state() async throws -> AuditState {
        try await database.readAside { database in
            let head = try HeadTable.read(database)
            let ends = try RecordTable.ends(database)
            return AuditState(
                first: ends?.first, last: ends?.last, headHash: head?.hash, checkpoint: try CheckpointTable.newest(1, database).first)
        }
    }
}

/// Where a log begins and ends.
package struct AuditState: Sendable {
    package let first: Int64?
    package let last: Int64?
    package let headHash: Hash256?
    package let checkpoint: Checkpoint?

    package var events: Int64 { first.flatMap { first in last.map { $0 - first + 1 } } ?? 0 }
}

/// Events by kind and by user.
package struct AuditCounts: Sendable, Equatable {
    static let portion = 1000

    package private(set) var total: Int64 = 0
    package private(set) var successes: Int64 = 0
    package private(set) var byEvent: [String: Int64] = [:]
    package private(set) var byUser: [String: Int64] = [:]

    mutating func add(_ event: String, _ user: String, _ outcome: AuditEvent.Outcome, _ events: Int64) {
        total += events
        if outcome == .success || outcome == .intent { successes += events }
        byEvent[event, default: 0] += events
        byUser[user, default: 0] += events
    }
}
