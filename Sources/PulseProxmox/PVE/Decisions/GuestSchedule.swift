import PulseCore

/// When one guest's calls are due, and how long its agent is to be left alone.
struct GuestSchedule: Sendable {
    var node = ""
    var isContainer = false
    var isRunning = false
    /// Which update last named it.
    var round = 0
    var agentEnabled = false
    var due = DueTimes()
    var hasAnswered: Set<DetailCall.Kind> = []
    private(set) var quietUntil: Timestamp?
    private var silences = 0

    /// Forgets what was due, and how the agent behaved: it has moved, started or stopped.
    mutating func clear() {
        due = DueTimes()
        hasAnswered = []
        quietUntil = nil
        silences = 0
    }

    mutating func agentAnswered(_ outcome: DetailOutcome, at now: Timestamp) {
        switch outcome {
        case .answered:
            silences = 0
            quietUntil = nil
        case .agentSilent:
            let pause = min(DetailPlan.firstSilentPause * (1 << min(silences, 8)), DetailPlan.longestSilentPause)
            silences += 1
            quietUntil = now + pause
        case .agentOff: quietUntil = now + DetailPlan.agentOffPause
        case .forbidden: quietUntil = now + DetailPlan.forbiddenPause
        case .unsupported, .nodeUnreachable, .failed: break
        }
    }
}

/// A moment for each kind of call, without a dictionary: there are tens of thousands of these.
struct DueTimes: Sendable {
    private var status: Timestamp?
    private var filesystems: Timestamp?
    private var interfaces: Timestamp?
    private var os: Timestamp?

    subscript(kind: DetailCall.Kind) -> Timestamp? {
        get {
            switch kind {
            case .guestStatus, .nodeStatus: status
            case .filesystems, .nodeStorage: filesystems
            case .agentInterfaces, .containerInterfaces: interfaces
            case .osInfo: os
            }
        }
        set {
            switch kind {
            case .guestStatus, .nodeStatus: status = newValue
            case .filesystems, .nodeStorage: filesystems = newValue
            case .agentInterfaces, .containerInterfaces: interfaces = newValue
            case .osInfo: os = newValue
            }
        }
    }
}

/// So many calls per second, with room for a second's worth at once.
struct TokenBucket: Sendable {
    var rate = 1.0
    private var tokens = 1.0
    private var filledAt: Timestamp?

    /// Longer pauses than this are not made up for.
    private static let mostSeconds = 10.0

    mutating func refill(at now: Timestamp) {
        let passed = filledAt.map { max(0, now.since($0).asSeconds) } ?? Self.mostSeconds
        filledAt = now
        tokens = min(tokens + passed * rate, rate * Self.mostSeconds)
    }

    var hasToken: Bool { tokens >= 1 }

    /// Also when there is none: calls about nodes are few and come first, and what they take is missing afterwards.
    mutating func takeAnyway() {
        tokens -= 1
    }
}
