package import PulseCore
import PulseStorage
import Synchronization

/// History in one SQLite file, `metrics.db`: ticks go into the tail, the tail into chunks, chunks from tier to tier.
///
/// Invariants: a tick is kept whole or not at all; a moment of a series is in one tier; nothing is deleted before what replaces it stands in
/// the same transaction.
package final class HistoryStore: HistoryWriter, Sendable {
    let database: Database
    let retention: HistoryRetention
    let shared = Mutex(HistoryIndex())
    let writing = Mutex(HistoryWriting())

    package static let fileName = "metrics.db"

    /// - Throws: `StorageError` when the file is damaged, newer than this program, or not writable. It is left as it was.
    package init(path: String, retention: HistoryRetention = .standard) throws {
        database = try Database(path: path, migrations: HistorySchema.migrations, profile: .history)
        self.retention = retention
    }

    package func close() throws { try database.close() }

    /// - Throws: when the disk does not take them. They wait, and are stored by the first call that succeeds.
    package func append(_ samples: [Sample], at now: Timestamp) throws {
        try writing.withLock { writing in
            writing.waiting.add(samples)
            do {
                try load(&writing)
                try flush(&writing, at: now)
                writing.health.succeeded(at: now)
            } catch {
                writing.tail.forget()
                writing.health.failed(error, at: now)
                throw error
            }
        }
    }

    /// Readers may come before the first tick. Later ones must not wait for whoever is writing.
    func loaded() throws {
        guard !shared.withLock({ $0.isLoaded }) else { return }
        try writing.withLock { try load(&$0) }
    }

    /// Reads which series there are and where the tail is; once, before the first use.
    func load(_ writing: inout HistoryWriting) throws {
        guard !writing.isLoaded else { return }
        let contents = try database.read { try HistoryContents($0) }
        writing.blocks = contents.blocks
        writing.nextRow = contents.nextRow
        writing.health.quarantined = contents.quarantined
        shared.withLock { shared in
            shared.registry = SeriesRegistry(rows: contents.series, groups: contents.groups)
            shared.tail = contents.tail
            shared.isLoaded = true
        }
        writing.isLoaded = true
    }

    private func flush(_ writing: inout HistoryWriting, at now: Timestamp) throws {
        let (accepted, refused) = SampleGate(retention, at: now).sort(writing.waiting.samples)
        guard !accepted.isEmpty else { return writing.waiting.clear(refused, &writing.health) }
        let (placed, additions) = shared.withLock { $0.place(accepted) }
        do {
            let rows = writing.tail.rows(for: placed, period: now.seconds / Tier.raw.chunkSpan)
            let first = writing.nextRow
            try database.write { transaction in
                for addition in additions { try SeriesTable.insert(addition, transaction.database) }
                for (offset, row) in rows.enumerated() { try TailTable.insert(row, id: first + Int64(offset), transaction.database) }
            }
            writing.nextRow += Int64(rows.count)
            shared.withLock { shared in
                for (offset, row) in rows.enumerated() {
                    let place = TailIndex.Place(id: first + Int64(offset), at: row.at, period: row.period, isKey: row.isKey)
                    shared.tail.append(place, group: row.group)
                }
            }
            writing.health.samples += placed.count
            writing.waiting.clear(refused, &writing.health)
        } catch {
            shared.withLock { $0.takeBack(additions) }
            throw error
        }
    }
}
