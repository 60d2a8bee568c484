import PulseCore

/// A call that is wanted: what, and which node is to be asked.
struct DepthWant: Sendable, Equatable {
    let key: DepthKey
    let node: String

    init(_ key: DepthKey, node: String) {
        (self.key, self.node) = (key, node)
    }
}

/// When one wanted call is due next, and what its last outcomes mean for that.
struct DepthSlot: Sendable {
    /// Why it isn't asked at its usual time.
    enum Bar: Sendable {
        case forbidden
        case unsupported
    }

    static let forbiddenPause = Duration.seconds(3600)
    static let unsupportedPause = Duration.seconds(86_400)
    static let absentPause = Duration.seconds(3600)
    static let firstRetry = Duration.seconds(300)
    static let longestRetry = Duration.seconds(6 * 3600)

    var node: String
    /// Nil while it is under way, and of one that has been asked once and for all.
    private(set) var due: Timestamp?
    /// Which update last named it.
    var round: Int
    private(set) var bar: Bar?
    private var isUnderWay = false
    private var isWantedAgain = false
    private var failures = 0
    private var hasAnswered = false

    init(node: String, round: Int, due: Timestamp) {
        (self.node, self.round, self.due) = (node, round, due)
    }

    mutating func begin() {
        (due, isUnderWay) = (nil, true)
    }

    /// At once, unless nobody may ask it. While it is under way: again afterwards, because the answer may be older than the reason.
    mutating func hurry(at now: Timestamp) {
        guard bar == nil else { return }
        if isUnderWay { isWantedAgain = true } else { due = now }
    }

    mutating func lift(at now: Timestamp) {
        bar = nil
        if !isUnderWay { due = now }
    }

    /// - Parameter phase: 0..<1, the same for the same call.
    mutating func finished(_ outcome: DepthOutcome, period: Duration?, phase: Double, at now: Timestamp) {
        isUnderWay = false
        bar = outcome == .forbidden ? .forbidden : outcome == .unsupported ? .unsupported : nil
        due = pause(outcome, period, phase).map { now + $0 }
        failures = outcome == .failed || outcome == .nodeUnreachable ? failures + 1 : 0
        if isWantedAgain, bar == nil { due = now }
        isWantedAgain = false
    }

    private mutating func pause(_ outcome: DepthOutcome, _ period: Duration?, _ phase: Double) -> Duration? {
        switch outcome {
        case .answered:
            // The second round is brought forward by a share that differs from call to call: what began together spreads out.
            defer { hasAnswered = true }
            return period.map { hasAnswered ? $0 : $0 * (0.5 + 0.5 * phase) }
        case .absent: return max(Self.absentPause, period ?? .zero)
        case .forbidden: return max(Self.forbiddenPause, period ?? .zero)
        case .unsupported: return Self.unsupportedPause
        case .nodeUnreachable, .failed: return min(period ?? Self.longestRetry, Self.firstRetry * (1 << min(failures, 10)))
        }
    }
}
