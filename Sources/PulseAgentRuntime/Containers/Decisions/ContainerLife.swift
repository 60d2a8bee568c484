import PulseCore

/// What events told of one container's ends and starts.
struct ContainerLife: Sendable, Equatable {
    /// How it ended last.
    struct End: Sendable, Equatable {
        var exitCode: Int?
        var wasOutOfMemory: Bool
        /// Nil when nobody asked for it as far as the engine tells, and the engine does not tell everything.
        var wasStoppedByHand: Bool?
    }

    /// Signals that ask a program to read its settings again or the like, and not to end: HUP, USR1, USR2, WINCH.
    private static let harmless: Set<String> = ["1", "10", "12", "28", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "HUP", "USR1", "USR2", "WINCH"]
    /// A container has this long to end after it was asked to.
    private static let patience = Duration.seconds(600)
    /// `stop` is told after the end that it caused.
    private static let afterthought = Duration.seconds(30)

    private(set) var end: End?
    private(set) var restarts = RestartCounter()
    private var endedAt: Timestamp?
    private var askedToEndAt: Timestamp?
    private var sawOutOfMemory = false

    private let tellsStops: Bool

    /// - Parameter tellsStops: whether the engine tells of everything that it was asked to end, as Docker does and Podman does not.
    init(tellsStops: Bool = true) {
        self.tellsStops = tellsStops
    }

    /// - Parameter now: the moment of an event that does not tell its own.
    mutating func event(_ event: EngineEvent, at now: Timestamp) {
        let moment = event.at ?? now
        switch event.action {
        case "kill" where !Self.harmless.contains(event.signal ?? ""): askedToEndAt = moment
        case "stop": stopped(at: moment)
        case "oom": sawOutOfMemory = true
        case "die", "died": died(exitCode: event.exitCode, at: moment)
        case "start": started(at: moment)
        default: break
        }
    }

    mutating func readRestartCount(_ count: Int, at now: Timestamp) { restarts.read(count, at: now) }

    private mutating func died(exitCode: Int?, at moment: Timestamp) {
        let byHand = askedToEndAt.map { moment.since($0) <= Self.patience && moment >= $0 } ?? false
        end = End(exitCode: exitCode, wasOutOfMemory: sawOutOfMemory, wasStoppedByHand: byHand || tellsStops ? byHand : nil)
        endedAt = moment
        askedToEndAt = nil
        sawOutOfMemory = false
    }

    private mutating func stopped(at moment: Timestamp) {
        guard let endedAt, moment.since(endedAt) <= Self.afterthought else {
            // Podman tells of it before the end.
            askedToEndAt = moment
            return
        }
        end?.wasStoppedByHand = true
    }

    private mutating func started(at moment: Timestamp) {
        if end?.wasStoppedByHand == false, endedAt != nil { restarts.startedAgain(at: moment) }
        endedAt = nil
        askedToEndAt = nil
    }
}
