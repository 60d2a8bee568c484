import PulseCore

/// Restarts of the last hour, from how often containers have restarted in all. Pods that never did take no room.
///
/// Pure: it is told the counts of a moment. Of the time before the first look only so much is known: all restarts of a pod that is younger than an
/// hour, and one of a pod whose container ended within it.
struct RestartLedger: Sendable {
    static let span = Duration.seconds(3600)
    /// Pods with restarts.
    private static let limit = 20_000

    private struct Entry: Sendable {
        var count: Int
        /// By minute, so that there are no more than an hour has.
        var recent: [(minute: Int64, restarts: Int)]
        var look: UInt32

        mutating func merge() {
            guard recent.count > 1, recent[recent.count - 2].minute == recent[recent.count - 1].minute else { return }
            recent[recent.count - 2].restarts += recent.removeLast().restarts
        }
    }

    private var entries: [ObjectName: Entry] = [:]
    private var looks: UInt32 = 0

    mutating func begin() { looks &+= 1 }

    /// The restarts of the pod's last hour.
    mutating func observe(_ name: ObjectName, count: Int, createdAt: Timestamp?, lastEndedAt: Timestamp?, at now: Timestamp) -> Int {
        guard count > 0 else {
            entries[name] = nil
            return 0
        }
        var entry = entries[name] ?? Entry(count: before(count, createdAt, lastEndedAt, now), recent: [], look: looks)
        // Lower than before: another pod of the same name, whose restarts are all new.
        let new = count >= entry.count ? count - entry.count : count
        let minute = now.milliseconds / 60_000
        if new > 0 { entry.recent.append((minute, new)) }
        entry.recent.removeAll { $0.minute <= minute - 60 }
        entry.merge()
        (entry.count, entry.look) = (count, looks)
        if entries[name] != nil || entries.count < Self.limit { entries[name] = entry }
        return entry.recent.reduce(0) { $0 + $1.restarts }
    }

    /// Forgets pods that were not looked at since ``begin()``.
    mutating func end() {
        let look = looks
        guard entries.contains(where: { $0.value.look != look }) else { return }
        entries = entries.filter { $0.value.look == look }
    }

    /// The restarts of a pod that is seen with some for the first time, which are older than an hour.
    private func before(_ count: Int, _ createdAt: Timestamp?, _ lastEndedAt: Timestamp?, _ now: Timestamp) -> Int {
        if looks > 1 { return 0 }
        if let createdAt, createdAt > now - Self.span { return 0 }
        if let lastEndedAt, lastEndedAt > now - Self.span { return count - 1 }
        return count
    }
}
