package import PulseCore
import PulseStorage
import Synchronization

/// Carries records out of a store and into one.
package struct HistoryTransfer: Sendable {
    private let store: HistoryStore

    package init(_ store: HistoryStore) { self.store = store }

    /// All series there are, ordered.
    package func allKeys() throws -> [SeriesKey] {
        try store.loaded()
        let registry = store.shared.withLock { $0.registry }
        return registry.resources.flatMap { registry.keys(of: $0) }.sorted()
    }

    /// All that is kept of some series from `from` to `to`, not included: by series in the order of the keys, of each by tier and time.
    package func records(of keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [HistoryRecord] {
        try store.loaded()
        let (wanted, wishes) = store.shared.withLock { $0.wanted(keys, from: from.seconds) }
        return try await store.database.readAside { database in
            var reading = SeriesReading(database, wishes: wishes)
            return try wanted.compactMap { $0 }.flatMap { try $0.records(from: from.seconds, to: to.seconds, &reading) }
        }
    }

    /// Brings records in where nothing is known yet; what is there stays. All or none.
    ///
    /// - Throws: when the disk does not take them.
    package func insert(_ records: [HistoryRecord], at now: Timestamp) throws -> HistoryImport {
        try store.writing.withLock { writing in
            try store.load(&writing)
            var outcome = HistoryImport()
            let gate = SampleGate(store.retention, at: now)
            let kept = records.filter { gate.accepts($0.start) }
            outcome.refused = records.count - kept.count
            let fresh = try unknown(kept)
            outcome.present = kept.count - fresh.count
            outcome.added = fresh.count
            if !fresh.isEmpty { try keep(fresh, &writing) }
            return outcome
        }
    }

    private func unknown(_ records: [HistoryRecord]) throws -> [HistoryRecord] {
        guard let from = records.map(\.start).min(), let to = records.map(\.start).max() else { return [] }
        let keys = Array(Set(records.map(\.key)))
        // An hour around, because a record may lie within a coarser one that begins before it, or hold finer ones that end after it began.
        let (first, last) = (RollUp.floor(from.seconds, to: Tier.hour.span), to.seconds + Tier.hour.span)
        let (wanted, wishes) = store.shared.withLock { $0.wanted(keys, from: first) }
        var known = try store.database.read { database in
            var reading = SeriesReading(database, wishes: wishes)
            var known: [SeriesKey: KnownTimes] = [:]
            for series in wanted.compactMap({ $0 }) {
                for record in try series.records(from: first, to: last, &reading) {
                    _ = known[series.key, default: KnownTimes()].note(record.start.seconds, record.tier)
                }
            }
            return known
        }
        return records.filter { known[$0.key, default: KnownTimes()].note($0.start.seconds, $0.tier) }
    }

    private func keep(_ records: [HistoryRecord], _ writing: inout HistoryWriting) throws {
        let (drafts, additions) = store.shared.withLock { index in
            var additions: [SeriesRegistry.Addition] = []
            for key in Set(records.map(\.key)).sorted() where index.registry[key] == nil { additions.append(index.registry.add(key)) }
            return (ImportDrafts(records, index.registry), additions)
        }
        do {
            writing.blocks += try store.database.write { transaction in
                for addition in additions { try SeriesTable.insert(addition, transaction.database) }
                return try drafts.insert(transaction.database)
            }
        } catch {
            store.shared.withLock { $0.takeBack(additions) }
            throw error
        }
    }
}

extension StoredSeries {
    /// All that lies from `from` to `to`, not included, seconds.
    fileprivate func records(from: Int64, to: Int64, _ reading: inout SeriesReading) throws -> [HistoryRecord] {
        let quantiser = Quantiser.standard(entry.precision)
        var records: [HistoryRecord] = []
        for tier in [Tier.hour, .minute] {
            let parts = try reading.summaries(entry.series, tier, from: from, to: to)
            // Late data of a period stands in a chunk of its own.
            let summaries = parts.count > 1 ? RollUp.records(of: parts.flatMap { $0 }, tier: tier, entry.precision) : parts.first ?? []
            for record in summaries where record.start >= from && record.start < to {
                let values = HistoryPoint.Values(
                    least: quantiser.value(record.least), average: quantiser.value(record.average), greatest: quantiser.value(record.greatest),
                    count: record.count)
                try? records.append(HistoryRecord(key, tier, Timestamp(seconds: record.start), values))
            }
        }
        let samples = try reading.samples(entry.series, from: from, to: to)
        for (at, quanta) in zip(samples.times, samples.quanta) where at >= from && at < to {
            let value = quantiser.value(quanta)
            let values = HistoryPoint.Values(least: value, average: value, greatest: value, count: 1)
            try? records.append(HistoryRecord(key, .raw, Timestamp(seconds: at), values))
        }
        return records
    }
}
