import PulseCore

/// The archives of one guest, read from the newest down as far as a verdict needs.
struct GuestPoints {
    private let entries: [MatchedEntry]
    private let listings: [PlaceIndex]

    init(_ entries: [MatchedEntry], _ listings: [PlaceIndex]) {
        (self.entries, self.listings) = (entries, listings)
    }

    private(set) lazy var total = count()

    /// Moments, and the bytes of each copy once.
    private func count() -> (points: Int, bytes: Int64) {
        var (points, bytes, start) = (0, Int64(0), 0)
        while start < entries.count {
            let end = self.end(of: start)
            points += 1
            bytes = bytes.addingReportingOverflow(copyBytes(start..<end)).partialValue
            start = end
        }
        return (points, bytes)
    }

    private func end(of start: Int) -> Int {
        var end = start + 1
        while end < entries.count, entries[end].at == entries[start].at { end += 1 }
        return end
    }

    private func size(_ entry: MatchedEntry) -> Int64 { listings[Int(entry.listing)].sizes[Int(entry.index)] }

    /// The largest that is listed in each location; without a list of them, because this is done for every restore point there is.
    private func copyBytes(_ range: Range<Int>) -> Int64 {
        var sum: Int64 = 0
        for index in range where !range.prefix(while: { $0 < index }).contains(where: { entries[$0].location == entries[index].location }) {
            var largest: Int64 = 0
            for other in index..<range.upperBound where entries[other].location == entries[index].location {
                largest = max(largest, size(entries[other]))
            }
            sum = sum.addingReportingOverflow(largest).partialValue
        }
        return sum
    }

    func archive(_ entry: MatchedEntry) -> BackupArchive { listings[Int(entry.listing)].archives[Int(entry.index)] }

    /// The newest restore point of which a condition holds.
    func newest(where condition: (RestorePoint) -> Bool) -> RestorePoint? {
        var end = entries.count
        while end > 0 {
            let moment = self.moment(endingAt: end)
            let point = self.point(moment)
            if condition(point) { return point }
            end = moment.lowerBound
        }
        return nil
    }

    var entryCount: Int { entries.count }

    /// All entries of the moment whose last one is before `end`.
    func moment(endingAt end: Int) -> Range<Int> {
        var start = end - 1
        while start > 0, entries[start - 1].at == entries[end - 1].at { start -= 1 }
        return start..<end
    }

    func at(_ moment: Range<Int>) -> Timestamp { Timestamp(milliseconds: entries[moment.lowerBound].at) }

    /// What verification says in each location of a moment; a failure is believed from any listing. Without those that were never completed.
    func states(_ moment: Range<Int>) -> [Int16: Verification?] {
        entries[moment].reduce(into: [:]) { states, entry in
            guard size(entry) > 0 else { return }
            let former = states[entry.location] ?? nil
            states.updateValue(former == .failed ? .failed : archive(entry).verification ?? former, forKey: entry.location)
        }
    }

    /// What lies in one location of a moment.
    func copy(in location: Int16, _ moment: Range<Int>) -> BackupCopy? {
        let places = places(of: location)
        return point(moment).copies.first { $0.places.contains(where: places.contains) }
    }

    /// All listings of a location.
    func places(of location: Int16) -> Set<BackupPlace> {
        Set(Set(entries.lazy.filter { $0.location == location }.map(\.listing)).map { listings[Int($0)].place })
    }

    /// All of them, oldest first.
    func all() -> [RestorePoint] {
        var points: [RestorePoint] = []
        var start = 0
        while start < entries.count {
            let end = self.end(of: start)
            points.append(point(start..<end))
            start = end
        }
        return points
    }

    private func point(_ range: Range<Int>) -> RestorePoint {
        var byLocation: [(location: Int16, copy: BackupCopy)] = []
        for entry in entries[range].sorted(by: { $0.listing < $1.listing }) {
            let place = listings[Int(entry.listing)].place
            let copy = BackupCopy(archive: archive(entry), places: [place], proof: BackupProof.allCases[Int(entry.proof)])
            if let known = byLocation.firstIndex(where: { $0.location == entry.location }) {
                byLocation[known].copy = byLocation[known].copy.merged(with: copy)
            } else {
                byLocation.append((entry.location, copy))
            }
        }
        return RestorePoint(at: Timestamp(milliseconds: entries[range.lowerBound].at), copies: byLocation.map(\.copy))
    }
}

extension BackupCopy {
    /// The same archive in another listing. A datastore knows more than the storage that repeats it; a failure is believed from either.
    fileprivate func merged(with other: BackupCopy) -> BackupCopy {
        let (first, second) = places[0].resource.kind == .datastore ? (self, other) : (other, self)
        var archive = first.archive
        archive.size = archive.size ?? second.archive.size
        archive.note = archive.note ?? second.archive.note
        archive.owner = archive.owner ?? second.archive.owner
        archive.volume = archive.volume ?? second.archive.volume
        archive.isProtected = archive.isProtected ?? second.archive.isProtected
        archive.isEncrypted = archive.isEncrypted ?? second.archive.isEncrypted
        archive.verification =
            [archive.verification, second.archive.verification].contains(.failed) ? .failed : archive.verification ?? second.archive.verification
        // A server that lists a snapshot twice has one place for both.
        let more = second.places.filter { !first.places.contains($0) }
        return BackupCopy(archive: archive, places: first.places + more, proof: proof)
    }
}
