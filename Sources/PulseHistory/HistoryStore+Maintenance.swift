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
            writing.health.isOverBudget = retention.largestFile.map { size.used > $0 } ?? false
            let period = MaintenancePlan.openPeriod(at: now.seconds)
            let (finished, oldest) = shared.withLock { shared in
                (shared.tail.groups.keys.sorted().first { shared.tail.finished($0, before: period) > 0 }, shared.tail.oldest)
            }
            let needed = oldest ?? writing.nextRow
            let plan = MaintenancePlan(retention: retention)
            let work = plan.next(
                at: now.seconds, finished: finished, untrimmed: needed > writing.trimmedTo + 1, blocks: writing.blocks, used: size.used,
                free: size.free)
            switch work {
            case .nothing: return false
            case .seal(let group): try seal(group, &writing, period: period)
            case .trim:
                try database.write { try TailTable.delete(before: needed, $0.database) }
                writing.trimmedTo = needed - 1
            case .condense(let group, let tier, let end): try condense(group, tier, before: end, &writing, at: now)
            case .shrink: try database.shrink(by: 4 << 20)
            }
            return true
        }
    }

    /// - Returns: whether there was a damaged chunk to set aside.
    private func setAside(_ writing: inout HistoryWriting, at now: Timestamp) throws -> Bool {
        let damaged = shared.withLock { shared in
            defer { shared.damaged = [] }
            return shared.damaged
        }
        guard !damaged.isEmpty else { return false }
        writing.health.quarantined = try database.write { transaction in
            for damage in damaged { try ChunkTable.quarantine(damage.chunk, damage.place, damage.reason, at: now, transaction.database) }
            return try ChunkTable.quarantined(transaction.database)
        }
        return true
    }

    private func seal(_ group: Int64, _ writing: inout HistoryWriting, period: Int64) throws {
        let (places, registry) = shared.withLock { index in
            (Array((index.tail.groups[group] ?? []).prefix(index.tail.finished(group, before: period))), index.registry)
        }
        let precisions = registry.precisions(of: group)
        writing.blocks += try database.write { transaction in
            var sealing = Sealing(transaction.database, group: group, precisions: precisions)
            return try sealing.run(places)
        }
        shared.withLock { $0.tail.remove(first: places.count, group: group) }
    }

    private func condense(_ group: Int64, _ tier: Tier, before end: Int64, _ writing: inout HistoryWriting, at now: Timestamp) throws {
        let blocks = writing.blocks.filter { $0.group == group && $0.tier == tier && $0.start < end }
        let fresh = shared.withLock { $0.tail.groups[group] ?? [] }
        let (added, quarantined, forgotten) = try database.write { transaction in
            var condensing = Condensing(transaction.database, group: group, tier: tier)
            let added = try condensing.run(blocks, at: now)
            let forgotten = tier == .hour ? try Forgetting(database: transaction.database, group: group).run(fresh) : []
            return (added, try ChunkTable.quarantined(transaction.database), forgotten)
        }
        shared.withLock { shared in for key in forgotten { shared.registry.remove(key) } }
        let gone = Set(blocks.map(\.id))
        writing.blocks = writing.blocks.filter { !gone.contains($0.id) } + added
        writing.health.quarantined = quarantined
    }
}
