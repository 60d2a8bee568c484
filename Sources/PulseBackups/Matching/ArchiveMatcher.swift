import PulseCore

/// Finds the guest of each archive, with proof.
///
/// First the places that one cluster alone writes to: there the number and the type decide. Then the others, where a number is not enough: those
/// of several clusters, and those that no storage leads to, such as the copies of a sync job.
struct ArchiveMatcher {
    let directory: GuestDirectory
    let listings: [PlaceIndex]
    let located: [LocatedListings]
    let tasks: [SourceSlug: TaskIndex]
    var matched: MatchedArchives
    /// How many entries of each guest the first round has proven; they come first and are in order.
    private var proven: [Int] = []

    init(_ directory: GuestDirectory, _ listings: [PlaceIndex], _ located: [LocatedListings], _ tasks: [SourceSlug: TaskIndex]) {
        (self.directory, self.listings, self.located, self.tasks) = (directory, listings, located, tasks)
        matched = MatchedArchives(entries: Array(repeating: [], count: directory.guests.count))
        for index in located.indices where located[index].clusters.count == 1 { takeOwn(index) }
        sortEntries()
        proven = matched.entries.map(\.count)
        for index in located.indices where located[index].clusters.count != 1 { takeShared(index) }
        sortEntries()
        for index in located.indices { takeHosts(index) }
        matched.leftovers.sort { left, right in
            (left.kind.rawValue, left.backupID, left.type.rawValue, left.place) < (
                right.kind.rawValue, right.backupID, right.type.rawValue, right.place
            )
        }
    }

    private mutating func sortEntries() {
        for guest in matched.entries.indices where matched.entries[guest].count > 1 { matched.entries[guest].sort { $0.at < $1.at } }
    }

    /// The groups of a location, over all of its listings.
    private func keys(of location: Int) -> Set<GroupKey> {
        located[location].listings.reduce(into: []) { $0.formUnion(listings[$1].groups.keys) }
    }

    private mutating func takeOwn(_ location: Int) {
        let clusters = located[location].clusters
        for key in keys(of: location) {
            guard let guest = directory.candidates(key, in: clusters).first else {
                leave(
                    key, at: location, kind: directory.areKnown(clusters) ? .orphan : .undecided,
                    candidates: directory.candidatesOfOtherType(key, clusters))
                continue
            }
            for listing in located[location].listings {
                guard let range = listings[listing].groups[key] else { continue }
                for entry in listings[listing].entries[range] where !isOfFormer(guest, entry.at) {
                    matched.entries[guest].append(MatchedEntry(entry, listing: listing, location: location, proof: .storage))
                }
            }
            leaveFormer(key, at: location, [guest])
        }
    }

    private mutating func takeShared(_ location: Int) {
        let clusters = located[location].clusters.isEmpty ? nil : located[location].clusters
        for key in keys(of: location) {
            let candidates = directory.candidates(key, in: clusters)
            guard !candidates.isEmpty else {
                leave(
                    key, at: location, kind: directory.areKnown(clusters) ? .orphan : .undecided,
                    candidates: directory.candidatesOfOtherType(key, clusters))
                continue
            }
            let search = ProofSearch(
                candidates: candidates.map { ($0, matched.entries[$0].prefix(proven[$0]).map(\.at)) }, directory: directory, tasks: tasks,
                isOnlyCluster: clusters == nil && directory.clusters.count == 1)
            takeShared(key, at: location, candidates, search)
        }
    }

    private mutating func takeShared(_ key: GroupKey, at location: Int, _ candidates: [Int], _ search: ProofSearch) {
        var unproven: [(listing: Int, entry: PlaceIndex.Entry)] = []
        var search = search
        for listing in located[location].listings {
            guard let range = listings[listing].groups[key] else { continue }
            for entry in listings[listing].entries[range] where !candidates.allSatisfy({ isOfFormer($0, entry.at) }) {
                let found = search.find(listings[listing].archives[Int(entry.index)])
                guard let found, !isOfFormer(found.guest, entry.at) else { unproven.append((listing, entry)); continue }
                matched.entries[found.guest].append(MatchedEntry(entry, listing: listing, location: location, proof: found.proof))
            }
        }
        leaveFormer(key, at: location, candidates)
        guard !unproven.isEmpty else { return }
        let distinct = Set(unproven.map(\.entry.at))
        for guest in candidates {
            let own = distinct.filter { !isOfFormer(guest, $0) }
            guard let newest = own.max() else { continue }
            let before = matched.ambiguous[guest] ?? (0, .min)
            matched.ambiguous[guest] = (before.count + own.count, max(before.newest, newest))
        }
        leave(key, at: location, kind: .ambiguous, candidates: candidates, only: distinct)
    }

    private mutating func takeHosts(_ location: Int) {
        var names: Set<String> = []
        for listing in located[location].listings { names.formUnion(listings[listing].hosts.keys) }
        for name in names {
            let archives = located[location].listings.flatMap { listing in
                (listings[listing].hosts[name] ?? []).map { listings[listing].archives[$0] }
            }
            matched.leftovers.append(leftover(archives, kind: .host, id: name, at: location, candidates: []))
        }
    }

    mutating func leave(_ key: GroupKey, at location: Int, kind: LeftoverBackups.Kind, candidates: [Int], only times: Set<Int64>? = nil) {
        let archives = located[location].listings.flatMap { listing -> [BackupArchive] in
            guard let range = listings[listing].groups[key] else { return [] }
            let entries = listings[listing].entries[range].filter { times?.contains($0.at) ?? true }
            return entries.map { listings[listing].archives[Int($0.index)] }
        }
        guard !archives.isEmpty else { return }
        matched.leftovers.append(leftover(archives, kind: kind, id: String(key.vmid), at: location, candidates: candidates))
    }

    private func leftover(_ archives: [BackupArchive], kind: LeftoverBackups.Kind, id: String, at location: Int, candidates: [Int]) -> LeftoverBackups
    {
        // Two listings of one place tell the same archive twice.
        var sizes: [Timestamp: Int64] = [:]
        for archive in archives { sizes[archive.at] = max(sizes[archive.at] ?? 0, archive.size ?? 0) }
        let newest = archives.max { $0.at < $1.at }
        let named = located[location].listings.first.map { listings[$0].place } ?? located[location].places[0]
        return LeftoverBackups(
            kind: kind, type: newest?.type ?? .host, backupID: id, place: named, places: located[location].places, count: sizes.count,
            bytes: sizes.values.reduce(0) { $0.addingReportingOverflow($1).partialValue }, newest: newest?.at ?? Timestamp(milliseconds: 0),
            note: newest?.note, candidates: candidates.map { directory.guests[$0].resource.id })
    }
}

extension GuestDirectory {
    /// Guests that use the number for the other type now.
    fileprivate func candidatesOfOtherType(_ key: GroupKey, _ clusters: Set<SourceSlug>?) -> [Int] {
        candidates(GroupKey(type: key.type == .container ? .machine : .container, vmid: key.vmid), in: clusters)
    }
}
