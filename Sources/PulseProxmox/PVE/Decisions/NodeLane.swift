import HeapModule
import PulseCore

/// A guest's call with the moment it is due.
struct LaneEntry: Comparable, Sendable {
    let due: Timestamp
    let vmid: Int
    let kind: DetailCall.Kind

    static func < (left: LaneEntry, right: LaneEntry) -> Bool {
        left.due == right.due ? left.vmid < right.vmid : left.due < right.due
    }
}

/// How long a node has answered nothing. Only one that the cluster counts as online is asked, so of another there is nothing to say.
struct NodeSilence: Sendable {
    /// A hiccup is no silence.
    static let limit = Duration.seconds(120)

    private var since: Timestamp?

    mutating func missed(at now: Timestamp) { since = since ?? now }

    func isLong(at now: Timestamp) -> Bool { since.map { now.since($0) >= Self.limit } ?? false }
}

/// The calls that go to one node: what is due, what is under way, and whether it answers at all.
struct NodeLane: Sendable {
    /// What a guest's schedule says about an entry.
    enum Verdict {
        case use
        /// The guest has moved, stopped, or been scheduled anew.
        case drop
        case postpone(until: Timestamp)
    }

    private(set) var isOnline = false
    private var due = DueTimes()
    private var quick = Heap<LaneEntry>()
    private var slow = Heap<LaneEntry>()
    private var quickInFlight = 0
    private var slowInFlight = 0
    private var breaker = Breaker()
    private(set) var silence = NodeSilence()

    var inFlight: Int { quickInFlight + slowInFlight }

    mutating func cameBack(at now: Timestamp) {
        isOnline = true
        (breaker, silence) = (Breaker(), NodeSilence())
        due[.nodeStatus] = now
        due[.nodeStorage] = now
    }

    mutating func wentAway() {
        isOnline = false
        due = DueTimes()
        quick = Heap()
        slow = Heap()
    }

    mutating func push(_ entry: LaneEntry) {
        guard isOnline else { return }
        if entry.kind.maySit { slow.insert(entry) } else { quick.insert(entry) }
    }

    /// Calls about the node itself that are due and have found no place yet.
    func waitingNodeCalls(at now: Timestamp) -> Int {
        guard isOnline else { return 0 }
        return [DetailCall.Kind.nodeStatus, .nodeStorage].count { kind in due[kind].map { $0 <= now } ?? false }
    }

    mutating func takeNodeCall(at now: Timestamp) -> DetailCall.Kind? {
        for kind in [DetailCall.Kind.nodeStatus, .nodeStorage] {
            guard isOnline, let moment = due[kind], moment <= now, hasRoom(for: kind), breaker.admits(at: now) else { continue }
            due[kind] = nil
            count(kind, 1)
            return kind
        }
        return nil
    }

    /// The entry that is due longest and has room; entries that no longer hold are thrown away on the way.
    mutating func next(at now: Timestamp, _ verdict: (LaneEntry) -> Verdict) -> LaneEntry? {
        guard isOnline, breaker.state == .closed else { return nil }
        let first = hasRoom(for: .guestStatus) ? Self.top(of: &quick, now, verdict) : nil
        let second = hasRoom(for: .filesystems) ? Self.top(of: &slow, now, verdict) : nil
        return [first, second].compactMap { $0 }.min()
    }

    private static func top(of heap: inout Heap<LaneEntry>, _ now: Timestamp, _ verdict: (LaneEntry) -> Verdict) -> LaneEntry? {
        while let entry = heap.min, entry.due <= now {
            switch verdict(entry) {
            case .use: return entry
            case .drop: heap.removeMin()
            case .postpone(let until): heap.replaceMin(with: LaneEntry(due: until, vmid: entry.vmid, kind: entry.kind))
            }
        }
        return nil
    }

    /// Takes the entry that `next` gave.
    mutating func begin(_ entry: LaneEntry, at now: Timestamp) -> Bool {
        let taken = entry.kind.maySit ? slow.popMin() : quick.popMin()
        guard taken == entry else { return false }
        count(entry.kind, 1)
        return true
    }

    mutating func finished(_ kind: DetailCall.Kind, _ outcome: DetailOutcome, at now: Timestamp) {
        count(kind, -1)
        heard(outcome, at: now)
        guard kind.isAboutNode, isOnline else { return }
        due[kind] = now + (outcome == .forbidden ? DetailPlan.forbiddenPause : kind.period)
        if outcome == .nodeUnreachable, case .open(let until) = breaker.state { due[kind] = until }
    }

    // MARK: Places for calls that are planned elsewhere

    /// Gives one of the node's places away, if there is one and the node answers.
    mutating func lend(maySit: Bool) -> Bool {
        guard isOnline, breaker.state == .closed, hasRoom(maySit: maySit) else { return false }
        count(maySit: maySit, 1)
        return true
    }

    mutating func returned(maySit: Bool, _ outcome: DetailOutcome, at now: Timestamp) {
        count(maySit: maySit, -1)
        heard(outcome, at: now)
    }

    private mutating func heard(_ outcome: DetailOutcome, at now: Timestamp) {
        switch outcome {
        // Without jitter: the nodes' pauses begin at different moments anyway.
        case .nodeUnreachable:
            breaker.failed(at: now, jitter: 0)
            silence.missed(at: now)
        // A call that failed for a reason of its own says nothing about the node; a half-open breaker must not stay so.
        case .answered, .agentOff, .agentSilent, .forbidden, .unsupported, .failed:
            breaker.succeeded()
            silence = NodeSilence()
        }
    }

    private func hasRoom(for kind: DetailCall.Kind) -> Bool { hasRoom(maySit: kind.maySit) }

    private func hasRoom(maySit: Bool) -> Bool { inFlight < DetailPlan.mostInFlightPerNode && (!maySit || slowInFlight == 0) }

    private mutating func count(_ kind: DetailCall.Kind, _ change: Int) { count(maySit: kind.maySit, change) }

    private mutating func count(maySit: Bool, _ change: Int) {
        if maySit { slowInFlight += change } else { quickInFlight += change }
    }
}
