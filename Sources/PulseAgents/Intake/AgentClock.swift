import PulseCore

/// How far an agent's clock is off, and what that makes of its times.
///
/// Pure. The offset is this server's time at receipt less the agent's at sending, so the way there counts as well; up to five seconds it is left alone,
/// and beyond that all times of the batch are moved by it.
struct AgentClock: Equatable, Sendable {
    static let tolerance = Duration.seconds(5)
    /// From here on a person should know.
    static let absurd = Duration.seconds(300)

    /// Positive when the agent is behind. Nil before the first batch.
    private(set) var offset: Duration?

    mutating func heard(sentAt: Timestamp, at now: Timestamp) { offset = now.since(sentAt) }

    /// When something was measured, by this server's clock. Nothing is measured after it was sent.
    func moment(of measuredAt: Timestamp, sentAt: Timestamp) -> Timestamp {
        let measured = min(measuredAt, sentAt)
        guard let offset, Self.size(offset) > Self.tolerance else { return measured }
        return measured + offset
    }

    func problem(of name: String) -> Problem? {
        guard let offset, Self.size(offset) > Self.absurd else { return nil }
        let (size, side) = (Self.words(Self.size(offset)), offset > .zero ? "behind" : "ahead")
        return Problem(
            code: "clock_wrong", sentence: "The clock of \(name) is \(size) \(side); its times are corrected by that.",
            nextStep: "Let the machine follow a time server: 'timedatectl set-ntp true'.")
    }

    private static func size(_ offset: Duration) -> Duration { offset < .zero ? .zero - offset : offset }

    private static func words(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        switch seconds {
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) days"
        }
    }
}
