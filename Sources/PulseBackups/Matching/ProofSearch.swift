import PulseCore

/// Looks for what proves that an archive is of one of several guests of the same number.
struct ProofSearch {
    private let candidates: [(guest: Int, name: String, source: SourceSlug, vmid: Int, times: [Int64])]
    private let tasks: [SourceSlug: TaskIndex]
    private let isOnlyCluster: Bool
    /// Comments repeat from one archive to the next.
    private var lastNote: (note: String?, guest: Int?)?

    /// - Parameter candidates: with the times of their archives that are proven already, in order.
    init(candidates: [(guest: Int, times: [Int64])], directory: GuestDirectory, tasks: [SourceSlug: TaskIndex], isOnlyCluster: Bool) {
        self.candidates = candidates.map { candidate in
            let guest = directory.guests[candidate.guest]
            return (candidate.guest, guest.resource.name.lowercased(), guest.resource.source, guest.facts.vmid, candidate.times)
        }
        self.tasks = tasks
        self.isOnlyCluster = isOnlyCluster
    }

    mutating func find(_ archive: BackupArchive) -> (guest: Int, proof: BackupProof)? {
        if let guest = only(where: { Self.contains($0.times, archive.at.milliseconds) }) { return (guest, .copy) }
        if let guest = named(archive.note) { return (guest, .name) }
        if let guest = only(where: { tasks[$0.source]?.worked(on: $0.vmid, at: archive.at) == true }) { return (guest, .task) }
        return isOnlyCluster && candidates.count == 1 ? (candidates[0].guest, .only) : nil
    }

    private mutating func named(_ note: String?) -> Int? {
        if let lastNote, lastNote.note == note { return lastNote.guest }
        let text = note?.lowercased()
        let guest = text.flatMap { text in only { !$0.name.isEmpty && $0.name == text } }
        lastNote = (note, guest)
        return guest
    }

    private func only(where condition: ((guest: Int, name: String, source: SourceSlug, vmid: Int, times: [Int64])) -> Bool) -> Int? {
        var found: Int?
        for candidate in candidates where condition(candidate) {
            guard found == nil else { return nil }
            found = candidate.guest
        }
        return found
    }

    /// A search in ordered times.
    private static func contains(_ times: [Int64], _ wanted: Int64) -> Bool {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < times.count && times[low] == wanted
    }
}
