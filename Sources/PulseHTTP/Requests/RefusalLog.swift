package import PulseCore

/// Decides which refusals are worth an entry of the audit trail: the first of a kind, and once a minute while it goes on, with how many there
/// were since the last entry.
///
/// Pure, and bounded: when more kinds are going on than it keeps, the oldest is forgotten, and so written again when it comes back.
package struct RefusalLog: Sendable {
    package static let quiet = Duration.seconds(60)
    package static let mostKinds = 1000

    private struct Kind {
        var written: Timestamp
        var unwritten = 0
    }

    private var kinds: [String: Kind] = [:]

    package init() {}

    /// How many refusals the entry stands for; nil when none is due.
    package mutating func refused(_ kind: String, at now: Timestamp) -> Int? {
        guard var known = kinds[kind] else {
            if kinds.count >= Self.mostKinds, let oldest = kinds.min(by: { $0.value.written < $1.value.written }) { kinds[oldest.key] = nil }
            kinds[kind] = Kind(written: now)
            return 1
        }
        defer { kinds[kind] = known }
        known.unwritten += 1
        guard now.since(known.written) >= Self.quiet else { return nil }
        let count = known.unwritten
        known = Kind(written: now)
        return count
    }
}
