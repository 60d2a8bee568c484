import PulseCore

/// What became of a call beside the main flight.
enum PBSOutcome: Sendable, Equatable {
    case answered
    /// A privilege is missing.
    case forbidden
    /// This version doesn't know it.
    case unsupported
    case failed
}

/// Decides which call beside the main flight comes next. One at a time: with the main flight that makes two for the server, and a listing
/// that takes minutes holds up nothing but its like.
struct PBSCallPlan: Sendable {
    private struct Entry: Sendable {
        var due: Timestamp
        var failures = 0
        /// It was wanted while it was under way, so what it brings may be old already.
        var isWantedAgain = false
    }

    static let forbiddenPause = Duration.seconds(900)
    static let unsupportedPause = Duration.seconds(12 * 3600)
    static let firstRetry = Duration.seconds(30)
    static let longestRetry = Duration.seconds(900)
    /// A call that is set off by what happens on the server is not made more often than this.
    static let shortestPeriod = Duration.seconds(30)

    private static let standing: [PBSCall] = [
        .tasks, .datastores, .verifyJobs, .collections, .syncJobs, .pruneJobs, .tapeJobs, .tapeMedia, .tapeDrives, .tapeChangers, .services,
        .certificates, .updates, .versions, .subscription, .traffic, .clock, .pools, .disks,
    ]

    private var entries: [PBSCall: Entry] = [:]
    private(set) var underWay: PBSCall?

    init() {}

    /// The server answers, with these datastores.
    mutating func update(stores: Set<String>, at now: Timestamp) {
        for call in Self.standing + stores.map({ PBSCall.namespaces(store: $0) }) where entries[call] == nil { entries[call] = Entry(due: now) }
        drop { call in call.store.map { !stores.contains($0) } ?? false }
    }

    mutating func update(namespaces: Set<String>, of store: String, at now: Timestamp) {
        for namespace in namespaces { add(.groups(PBSPlace(store: store, namespace: namespace)), at: now) }
        drop { call in call.place.map { $0.store == store && !namespaces.contains($0.namespace) } ?? false }
    }

    /// Of disks and pools only those that are there.
    mutating func update(each calls: Set<PBSCall>, among isOne: (PBSCall) -> Bool, at now: Timestamp) {
        for call in calls { add(call, at: now) }
        drop { isOne($0) && !calls.contains($0) }
    }

    mutating func drop(where isGone: (PBSCall) -> Bool) {
        for call in entries.keys where isGone(call) { entries[call] = nil }
    }

    /// Due at once, unless it has failed and is waiting.
    mutating func want(_ call: PBSCall, at now: Timestamp) {
        if underWay == call {
            entries[call]?.isWantedAgain = true
        } else if entries[call]?.failures ?? 0 == 0 {
            entries[call] = Entry(due: min(entries[call]?.due ?? now, now))
        }
    }

    mutating func carryOut(_ effects: Set<PBSTaskWatch.Effect>, at now: Timestamp) {
        for effect in effects {
            switch effect {
            case .groups(let place): want(.groups(place), at: now)
            case .group(let place, let group): want(.group(place, group), at: now)
            case .snapshots(let place): want(.snapshots(place), at: now)
            }
        }
    }

    private mutating func add(_ call: PBSCall, at now: Timestamp) {
        if entries[call] == nil { entries[call] = Entry(due: now) }
    }

    mutating func next(at now: Timestamp) -> PBSCall? {
        guard underWay == nil else { return nil }
        let due = entries.filter { $0.value.due <= now }
        underWay = due.min { ($0.key.rank, $0.value.due, $0.key.path) < ($1.key.rank, $1.value.due, $1.key.path) }?.key
        return underWay
    }

    mutating func finished(_ call: PBSCall, _ outcome: PBSOutcome, at now: Timestamp) {
        if underWay == call { underWay = nil }
        // Gone meanwhile: the datastore, or the namespace.
        guard var entry = entries[call] else { return }
        entry.failures = outcome == .failed ? entry.failures + 1 : 0
        guard let pause = pause(call, outcome, entry) else {
            entries[call] = nil
            return
        }
        entry.due = now + (entry.isWantedAgain && outcome == .answered ? min(pause, Self.shortestPeriod) : pause)
        entry.isWantedAgain = false
        entries[call] = entry
    }

    /// The call came to no end, for a reason that is not its own.
    mutating func abandoned(_ call: PBSCall) {
        if underWay == call { underWay = nil }
    }

    private func pause(_ call: PBSCall, _ outcome: PBSOutcome, _ entry: Entry) -> Duration? {
        switch outcome {
        case .answered: entry.isWantedAgain ? Self.shortestPeriod : call.period
        case .forbidden: call.period.map { max($0, Self.forbiddenPause) }
        case .unsupported: call.period.map { max($0, Self.unsupportedPause) }
        case .failed: min(Self.firstRetry * (1 << min(entry.failures - 1, 6)), Self.longestRetry)
        }
    }
}
