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

/// So many calls in any ten seconds.
struct CallWindow: Sendable {
    static let length = Duration.seconds(10)

    var limit = 1.0
    private var begun: [(at: Timestamp, count: Int)] = []

    /// How many more may begin now.
    mutating func room(at now: Timestamp) -> Int {
        begun.removeAll { now.since($0.at) >= Self.length || $0.at > now }
        return max(0, Int(limit) - begun.reduce(0) { $0 + $1.count })
    }

    /// Also when there is no room: calls about nodes are few and come first, and what they take is missing afterwards.
    mutating func took(_ count: Int, at now: Timestamp) {
        if count > 0 { begun.append((now, count)) }
    }
}
