package import PulseCore
import PulseStorage
import Synchronization

extension HistoryStore {
    /// Does one piece of work, if one is due.
    ///
    /// - Returns: false when there was nothing to do.
    package func maintain(at now: Timestamp) throws -> Bool {
        try writing.withLock { writing in
            try load(&writing)
            if try setAside(&writing, at: now) { return true }
            let size = try database.size()
            let finished = shared.withLock { shared in
                shared.tail.groups.keys.sorted().first { shared.tail.finished($0, before: now.seconds / Tier.raw.chunkSpan) > 0 }
            }
            writing.health.isOverBudget = retention.largestFile.map { size.used > $0 } ?? false
            let plan = MaintenancePlan(retention: retention)
            switch plan.next(at: now.seconds, finished: finished, groups: writing.groups.values, used: size.used, free: size.free) {
            case .nothing: return false
            case .seal(let group): try seal(group, &writing, at: now)
            case .condense(let group, let tier, let end): try condense(group, tier, before: end, &writing)
            case .shrink: try database.shrink(by: 4 << 20)
            }
            return true
        }
    }

    /// - Returns: whether there was a damaged chunk to set aside.
    private func setAside(_ writing: inout Writing, at now: Timestamp) throws -> Bool {
        let damaged = shared.withLock { shared in
            defer { shared.damaged = [] }
            return shared.damaged
        }
        guard !damaged.isEmpty else { return false }
        writing.health.quarantined = try database.write { transaction in
            for damage in damaged { try ChunkTable.quarantine(damage.chunk, damage.reason, at: now, transaction.database) }
            return try ChunkTable.quarantined(transaction.database)
        }
        return true
    }

    private func seal(_ number: Int64, _ writing: inout Writing, at now: Timestamp) throws {
        guard var group = writing.groups[number] else { return }
        let places = shared.withLock { shared in
            (shared.tail.groups[number] ?? []).prefix(shared.tail.finished(number, before: now.seconds / Tier.raw.chunkSpan))
        }
        let precisions = shared.withLock { $0.registry.precisions(of: number) }
        group = try database.write { transaction in
            try Sealing(database: transaction.database, group: group, precisions: precisions).run(Array(places))
        }
        writing.groups[number] = group
        shared.withLock { $0.tail.remove(first: places.count, group: number) }
    }

    private func condense(_ number: Int64, _ tier: Tier, before end: Int64, _ writing: inout Writing) throws {
        guard let group = writing.groups[number] else { return }
        let (after, damaged) = try database.write { transaction in
            var condensing = Condensing(database: transaction.database, group: group, tier: tier, end: end)
            return (try condensing.run(), condensing.damaged)
        }
        writing.groups[number] = after
        shared.withLock { $0.damaged += damaged }
    }
}
