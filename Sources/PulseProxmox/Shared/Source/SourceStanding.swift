import PulseCore

/// How the last flight that asked anybody ended.
enum SourceStanding: Sendable, Equatable {
    case answered
    case unreachable(Problem)
    case refused(Problem)
}
