package import PulseCore

/// Makes boards one after the other, and keeps what the next one can use: the order of every listing that has not changed, and when a guest
/// was first seen.
package struct BoardBuilder: Sendable {
    package let limits: BackupLimits
    private var indices: [SourceSlug: [BackupPlace: PlaceIndex]] = [:]
    /// Guests that appeared after the first board; one that was there from the beginning has no time, because nobody knows it.
    private var firstSeen: [ResourceID: Timestamp?]?

    package init(limits: BackupLimits = BackupLimits()) {
        self.limits = limits
    }

    package mutating func board(_ fleet: Fleet, _ ledger: Ledger, at now: Timestamp) -> BackupBoard {
        let directory = GuestDirectory(fleet)
        note(directory, at: now)
        let listings = reindex(ledger)
        let table = LocationTable(fleet, ledger, listings: listings, limits: limits, at: now)
        let tasks = directory.clusters.keys.reduce(into: [:]) { $0[$1] = TaskIndex(ledger.sources[$1]) }
        let matcher = ArchiveMatcher(directory, listings, table.located, tasks)
        let clusters = directory.clusters.keys.reduce(into: [:]) { found, slug in
            found[slug] = ClusterBackups(
                slug, fleet: fleet, ledger: ledger, table: table, listings: listings, tasks: tasks[slug] ?? TaskIndex(nil), limits: limits, at: now)
        }
        let maintenance = Self.maintenance(fleet)
        var rows: [GuestBackups] = []
        var failures: [ResourceID: [FailedTask]] = [:]
        for (index, guest) in directory.guests.enumerated() {
            guard let cluster = clusters[guest.resource.source] else { continue }
            rows.append(
                cluster.row(
                    guest, GuestPoints(matcher.matched.entries[index], listings), ambiguous: matcher.matched.ambiguous[index],
                    former: matcher.matched.former[index] ?? 0, firstSeen: firstSeen?[guest.resource.id] ?? nil, maintenance: maintenance))
            let failed = cluster.failures(of: guest.facts.vmid)
            if !failed.isEmpty { failures[guest.resource.id] = failed }
        }
        return BackupBoard(
            at: now, guests: rows, leftovers: matcher.matched.leftovers, datastores: care(fleet, ledger, listings, now),
            behind: table.datastores, entries: matcher.matched.entries, listings: listings, failures: failures)
    }

    private mutating func note(_ directory: GuestDirectory, at now: Timestamp) {
        let ids = directory.guests.map(\.resource.id)
        // Until the first guests are there, nothing is known to be new.
        guard let known = firstSeen else {
            if !ids.isEmpty { firstSeen = Dictionary(ids.map { ($0, nil) }) { first, _ in first } }
            return
        }
        firstSeen = Dictionary(ids.map { ($0, known[$0] ?? .some(now)) }) { first, _ in first }
    }

    private mutating func reindex(_ ledger: Ledger) -> [PlaceIndex] {
        var fresh: [SourceSlug: [BackupPlace: PlaceIndex]] = [:]
        var listings: [PlaceIndex] = []
        for (source, said) in ledger.sources.sorted(by: { $0.key < $1.key }) {
            for (place, told) in said.archives.sorted(by: { $0.key < $1.key }) {
                let former = indices[source]?[place]
                let index = former?.isCurrent(told) == true ? former?.retold(told) : PlaceIndex(source: source, place: place, told: told)
                guard let index else { continue }
                fresh[source, default: [:]][place] = index
                listings.append(index)
            }
        }
        indices = fresh
        return listings
    }

    private static func maintenance(_ fleet: Fleet) -> [ResourceID: String] {
        fleet.resources.values.reduce(into: [:]) { found, resource in
            // Reading goes on while it is read-only.
            if case .datastore(let facts) = resource.facts, let word = facts.maintenance, !word.hasPrefix("read-only") { found[resource.id] = word }
        }
    }

    private func care(_ fleet: Fleet, _ ledger: Ledger, _ listings: [PlaceIndex], _ now: Timestamp) -> [DatastoreCare] {
        let byStore = Dictionary(grouping: listings, by: \.place.resource)
        return fleet.sorted([.datastore]).compactMap { resource in
            guard case .datastore(let facts) = resource.facts else { return nil }
            return DatastoreJudge.care(
                resource, facts, ledger: ledger.sources[resource.source], listings: byStore[resource.id] ?? [], limits: limits, at: now)
        }
    }
}
