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
        var groups: [Int64: SeriesTable.Group] = [:]
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

    /// Reads which series there are and where the tail is; once, before the first use.
    func load(_ writing: inout Writing) throws {
        guard !writing.isLoaded else { return }
        let (rows, groups, places) = try database.read { (try SeriesTable.all($0), try SeriesTable.groups($0), try TailTable.index($0)) }
        var tail = TailIndex()
        for (group, place) in places { tail.append(place, group: group) }
        writing.groups = Dictionary(uniqueKeysWithValues: groups.map { ($0.id, $0) })
        shared.withLock { shared in
            shared.registry = SeriesRegistry(rows: rows, groups: groups)
            shared.tail = tail
        }
        writing.isLoaded = true
    }

    /// Readers may come before the first tick.
    func loaded() throws {
        try writing.withLock { try load(&$0) }
    }

    private func flush(_ writing: inout Writing, at now: Timestamp) throws {
        let gate = SampleGate(now: now.seconds, oldest: now.seconds - retention.hour)
        let (accepted, refused) = gate.sort(writing.waiting.samples)
        guard !accepted.isEmpty else { return writing.waiting.clear(refused, &writing.health) }
        let (placed, additions) = place(accepted)
        do {
            let rows = writing.tail.rows(for: placed, period: now.seconds / Tier.raw.chunkSpan)
            let ids = try database.write { transaction in
                for addition in additions { try store(addition, transaction.database) }
                return try rows.map { try TailTable.insert($0, transaction.database) }
            }
            for case let group? in additions.map(\.newGroup) { writing.groups[group.id] = group }
            shared.withLock { shared in
                for (row, id) in zip(rows, ids) {
                    shared.tail.append(.init(id: id, at: row.at, period: row.period, isKey: row.isKey), group: row.group)
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
