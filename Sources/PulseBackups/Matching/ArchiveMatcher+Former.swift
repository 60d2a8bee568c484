import PulseCore

/// Archives of guests whose number another one has now.
extension ArchiveMatcher {
    /// It was made before the guest that has the number now.
    func isOfFormer(_ guest: Int, _ at: Int64) -> Bool {
        let (resource, vmid) = (directory.guests[guest].resource, directory.guests[guest].facts.vmid)
        return tasks[resource.source]?.formers.hasArchive(vmid, at: Timestamp(milliseconds: at)) ?? false
    }

    /// What was made before any guest that has the number now is nobody's any more.
    mutating func leaveFormer(_ key: GroupKey, at location: Int, _ candidates: [Int]) {
        var times: Set<Int64> = []
        for listing in located[location].listings {
            guard let range = listings[listing].groups[key] else { continue }
            for entry in listings[listing].entries[range] where candidates.allSatisfy({ isOfFormer($0, entry.at) }) { times.insert(entry.at) }
        }
        guard !times.isEmpty else { return }
        for guest in candidates { matched.former[guest, default: 0] += times.count }
        leave(key, at: location, kind: .orphan, candidates: candidates, only: times)
    }
}
