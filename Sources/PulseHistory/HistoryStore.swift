package import PulseCore
import PulseStorage
import Synchronization

/// History in one SQLite file, `metrics.db`: ticks go into the tail, the tail into chunks, chunks from tier to tier.
///
/// Invariants: a tick is kept whole or not at all; a moment of a series is in one tier; nothing is deleted before what replaces it stands in
/// the same transaction.
package final class HistoryStore: HistoryWriter, Sendable {
    /// What readers look at; held for microseconds.
    struct Shared {
        var registry = SeriesRegistry()
        var tail = TailIndex()
        var damaged: [SeriesReading.Damage] = []
    }

    /// What one writer at a time works with.
    struct Writing {
        var tail = TailWriter()
        var blocks: [Block] = []
        /// Ids of the tail are given here, so that none comes twice after rows went.
        var nextRow: Int64 = 1
        var trimmedTo: Int64 = 0
        /// Batches that could not be stored yet, oldest first.
        var waiting = WaitingBatches()
        var health = HistoryHealth()
        var isLoaded = false
    }

    let database: Database
    let retention: HistoryRetention
    let shared = Mutex(Shared())
    let writing = Mutex(Writing())

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

    /// Readers may come before the first tick.
    func loaded() throws {
        try writing.withLock { try load(&$0) }
    }

    /// Reads which series there are and where the tail is; once, before the first use.
    func load(_ writing: inout Writing) throws {
        guard !writing.isLoaded else { return }
        let contents = try database.read { try HistoryContents($0) }
        writing.blocks = contents.blocks
        writing.nextRow = contents.nextRow
        writing.health.quarantined = contents.quarantined
        shared.withLock { shared in
            shared.registry = SeriesRegistry(rows: contents.series, groups: contents.groups)
            shared.tail = contents.tail
        }
        writing.isLoaded = true
    }

    private func flush(_ writing: inout Writing, at now: Timestamp) throws {
        let gate = SampleGate(now: now.seconds, oldest: now.seconds - retention.hour)
        let (accepted, refused) = gate.sort(writing.waiting.samples)
        guard !accepted.isEmpty else { return writing.waiting.clear(refused, &writing.health) }
        let (placed, additions) = place(accepted)
        do {
            let rows = writing.tail.rows(for: placed, period: now.seconds / Tier.raw.chunkSpan)
            let first = writing.nextRow
            try database.write { transaction in
                for addition in additions { try store(addition, transaction.database) }
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
            takeBack(additions)
            throw error
        }
    }

    private func place(_ samples: [Sample]) -> (placed: [PlacedSample], additions: [SeriesRegistry.Addition]) {
        shared.withLock { shared in
            var placed: [PlacedSample] = []
            var additions: [SeriesRegistry.Addition] = []
            placed.reserveCapacity(samples.count)
            for sample in samples {
                if shared.registry[sample.key] == nil { additions.append(shared.registry.add(sample.key)) }
                guard let entry = shared.registry[sample.key] else { continue }
                let quanta = Quantiser.standard(entry.precision).quanta(sample.value)
                placed.append(PlacedSample(series: entry.series, at: sample.at.seconds, quanta: quanta))
            }
            return (placed, additions)
        }
    }

    private func store(_ addition: SeriesRegistry.Addition, _ database: SQLConnection) throws {
        if let group = addition.newGroup { try SeriesTable.insert(group: group.id, source: group.source, database) }
        try SeriesTable.insert(addition.row, database)
    }

    /// New groups that could not be stored are taken again by nobody: their numbers stay unused.
    private func takeBack(_ additions: [SeriesRegistry.Addition]) {
        guard !additions.isEmpty else { return }
        shared.withLock { shared in
            for addition in additions { shared.registry.remove(addition.row.key) }
            shared.registry.forgetOpenGroups(of: additions.compactMap(\.newGroup?.source))
        }
    }
}
