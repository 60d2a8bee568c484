import PulseCore

/// What is known of images at their registries, kept over restarts of the agent, and when to ask again.
///
/// Pure: it is told what was found and what time it is.
package struct ImageUpdateMemory: Hashable, Sendable, Codable {
    private static let trust = Duration.seconds(6 * 3600)
    private static let trustOfProblems = Duration.seconds(15 * 60)
    /// Images that are remembered.
    static let most = 2_000
    /// Asked for at once.
    static let round = 4

    struct Entry: Hashable, Sendable, Codable {
        var update: ImageUpdate
        var askAgainAt: Timestamp
    }

    private(set) var entries: [String: Entry] = [:]
    /// Registries that are left alone, with until when.
    private var pauses: [String: Timestamp] = [:]

    package init() {}

    /// What to ask for now.
    func due(_ subjects: [UpdateSubject], at now: Timestamp) -> [UpdateSubject] {
        let waiting = subjects.filter { subject in
            guard mayAsk(subject, at: now) else { return false }
            return entries[subject.key].map { $0.askAgainAt <= now || $0.askAgainAt > now + Self.trust * 2 } ?? true
        }
        func order(_ subject: UpdateSubject) -> (Int64, String) { (entries[subject.key]?.askAgainAt.milliseconds ?? 0, subject.key) }
        return Array(waiting.sorted { order($0) < order($1) }.prefix(Self.round))
    }

    /// Makes everything due, whatever it was trusted for. A registry that is left alone stays left alone.
    mutating func askAnew(at now: Timestamp) {
        for key in entries.keys { entries[key]?.askAgainAt = now }
    }

    /// False for what no registry can tell of, and while its registry is left alone.
    func mayAsk(_ subject: UpdateSubject, at now: Timestamp) -> Bool {
        guard let reference = subject.reference else { return false }
        return pauses[reference.host].map { $0 <= now || $0 > now + .seconds(2 * 86_400) } ?? true
    }

    /// Takes in what was found.
    mutating func found(_ finding: UpdateFinding, of subject: UpdateSubject, at now: Timestamp) {
        var update = finding.update
        update.checkedAt = now
        let before = entries[subject.key]?.update
        // What waits has waited since it was first seen, also when something newer comes or the registry cannot be asked for a while.
        switch update.verdict {
        case .newDigest, .newTag: update.firstSeenAt = before?.firstSeenAt ?? now
        case .unknown: Self.keep(before, in: &update)
        case .current, .notTracked: break
        }
        let trust = finding.update.verdict == .unknown ? Self.trustOfProblems : Self.trust
        makeRoom(for: subject.key)
        entries[subject.key] = Entry(update: update, askAgainAt: now + Self.spread(trust, by: subject.key))
        if let pause = finding.pause, let host = subject.reference?.host { pauses[host] = now + pause }
    }

    /// What is said of an image.
    func update(of subject: UpdateSubject) -> ImageUpdate? {
        subject.reference == nil ? ImageUpdate(.notTracked) : entries[subject.key]?.update
    }

    private static func keep(_ before: ImageUpdate?, in update: inout ImageUpdate) {
        guard let before, before.verdict == .newDigest || before.verdict == .newTag || before.firstSeenAt != nil else { return }
        update.verdict = before.verdict
        update.latestDigest = before.latestDigest
        update.latestTag = before.latestTag
        update.firstSeenAt = before.firstSeenAt
    }

    private mutating func makeRoom(for key: String) {
        pauses = pauses.count > 256 ? [:] : pauses
        guard entries[key] == nil, entries.count >= Self.most else { return }
        if let oldest = entries.min(by: { $0.value.askAgainAt < $1.value.askAgainAt }) { entries[oldest.key] = nil }
    }

    /// A tenth earlier to a tenth later, the same for a name every time, so that what was first asked at once is not asked at once for ever.
    private static func spread(_ time: Duration, by name: String) -> Duration {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return time * (0.9 + Double(hash % 1_000) / 5_000)
    }
}
