import PulseCore

/// What became of a call beside the main flight.
enum PMGOutcome: Sendable, Equatable {
    case answered
    /// The role doesn't allow it.
    case forbidden
    /// This version doesn't know it.
    case unsupported
    case failed
}

/// Decides which call beside the main flight comes next. One at a time.
struct PMGCallPlan: Sendable {
    private struct Entry: Sendable {
        var due: Timestamp
        var failures = 0
    }

    static let forbiddenPause = Duration.seconds(900)
    static let unsupportedPause = Duration.seconds(12 * 3600)
    static let firstRetry = Duration.seconds(30)
    static let longestRetry = Duration.seconds(900)

    private var entries: [PMGCall: Entry] = [:]
    /// Nodes that could be reached a moment ago: the others are not asked.
    private var reachable: Set<String> = []
    private(set) var underWay: PMGCall?

    /// What there is to be asked about. New things are due at once.
    mutating func update(nodes: Set<String>, reachable: Set<String>, at now: Timestamp) {
        self.reachable = reachable
        for call in PMGCall.ofGateway + nodes.flatMap({ PMGCall.of(node: $0) }) where entries[call] == nil { entries[call] = Entry(due: now) }
        for call in entries.keys { if let node = call.node, !nodes.contains(node) { entries[call] = nil } }
    }

    /// Due at once, unless it has failed and is waiting.
    mutating func want(_ call: PMGCall, at now: Timestamp) {
        guard let entry = entries[call], entry.failures == 0 else { return }
        entries[call]?.due = min(entry.due, now)
    }

    mutating func next(at now: Timestamp) -> PMGCall? {
        guard underWay == nil else { return nil }
        let due = entries.filter { call, entry in entry.due <= now && (call.node.map(reachable.contains) ?? true) }
        underWay = due.min { Self.order($0) < Self.order($1) }?.key
        return underWay
    }

    private static func order(_ entry: (key: PMGCall, value: Entry)) -> (Int, Timestamp, String, String) {
        (entry.key.rank, entry.value.due, entry.key.node ?? "", entry.key.path(at: Timestamp(seconds: 0)))
    }

    mutating func finished(_ call: PMGCall, _ outcome: PMGOutcome, at now: Timestamp) {
        if underWay == call { underWay = nil }
        // Gone meanwhile: the node.
        guard var entry = entries[call] else { return }
        entry.failures = outcome == .failed ? entry.failures + 1 : 0
        entry.due = now + pause(call, outcome, entry.failures)
        entries[call] = entry
    }

    /// The call came to no end, for a reason that is not its own.
    mutating func abandoned(_ call: PMGCall) {
        if underWay == call { underWay = nil }
    }

    private func pause(_ call: PMGCall, _ outcome: PMGOutcome, _ failures: Int) -> Duration {
        switch outcome {
        case .answered: call.period
        case .forbidden: max(call.period, Self.forbiddenPause)
        case .unsupported: max(call.period, Self.unsupportedPause)
        case .failed: min(Self.firstRetry * (1 << min(failures - 1, 6)), Self.longestRetry)
        }
    }
}
