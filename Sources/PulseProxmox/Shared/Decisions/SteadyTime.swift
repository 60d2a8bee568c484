import PulseCore

/// The time by which a plan decides what is due: the clock's, but it goes on where that is set back.
///
/// A machine that started with a wrong clock is set right by hours, and what was due at its old time would not be asked until then.
/// What is observed keeps the clock's time.
struct SteadyTime: Sendable {
    /// Moments that are a little older come all the time: of a flight that began before a shorter call was answered.
    static let tolerance = Duration.seconds(120)

    private var latest: Timestamp?
    private var ahead = Duration.zero

    mutating func callAsFunction(_ now: Timestamp) -> Timestamp {
        let time = now + ahead
        guard let before = latest, before > time else {
            latest = time
            return time
        }
        guard before.since(time) > Self.tolerance else { return time }
        ahead += before.since(time)
        return before
    }
}
