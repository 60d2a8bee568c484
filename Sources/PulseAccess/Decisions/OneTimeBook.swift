package import PulseCore

/// Questions that are out and may be answered once: challenges for passkeys, sign-ins that are under way at a provider.
///
/// Pure: it is told what time it is. Entries run out; an owner (an address, a user) has few, because whoever asks again and again must not push out
/// the others'; and all together are bounded, the oldest going first. Kept in memory: a restart forgets them, and people try again.
package struct OneTimeBook<Value: Sendable>: Sendable {
    package static var mostPerOwner: Int { 20 }
    package static var most: Int { 10_000 }

    private struct Entry {
        let value: Value
        let owner: String
        let runsOutAt: Timestamp
    }

    private let lifetime: Duration
    private var entries: [String: Entry] = [:]
    /// Ids by owner, oldest first.
    private var owners: [String: [String]] = [:]

    package init(lifetime: Duration) {
        self.lifetime = lifetime
    }

    package var count: Int { entries.count }

    package mutating func keep(_ value: Value, id: String, owner: String, at now: Timestamp) {
        if let mine = owners[owner], mine.count >= Self.mostPerOwner { remove(mine[0]) }
        if entries.count >= Self.most { makeRoom(at: now) }
        entries[id] = Entry(value: value, owner: owner, runsOutAt: now + lifetime)
        owners[owner, default: []].append(id)
    }

    /// The value, once; nil when it is unknown, taken or has run out.
    package mutating func take(_ id: String, at now: Timestamp) -> Value? {
        guard let entry = remove(id), entry.runsOutAt > now else { return nil }
        return entry.value
    }

    /// The value, which stays.
    package func look(at id: String, at now: Timestamp) -> Value? { entries[id].flatMap { $0.runsOutAt > now ? $0.value : nil } }

    @discardableResult
    private mutating func remove(_ id: String) -> Entry? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        owners[entry.owner]?.removeAll { $0 == id }
        if owners[entry.owner]?.isEmpty == true { owners[entry.owner] = nil }
        return entry
    }

    private mutating func makeRoom(at now: Timestamp) {
        for id in entries.filter({ $0.value.runsOutAt <= now }).keys { remove(id) }
        guard entries.count >= Self.most, let oldest = entries.min(by: { $0.value.runsOutAt < $1.value.runsOutAt }) else { return }
        remove(oldest.key)
    }
}
