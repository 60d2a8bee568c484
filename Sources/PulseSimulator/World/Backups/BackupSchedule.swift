/// When a job runs, in the two forms of systemd's calendar events that people use most. All times are UTC.
enum BackupSchedule: Sendable, Equatable {
    /// Minutes after midnight.
    case daily(minute: Int)
    /// Days after Thursday (the first of January 1970 was one), and minutes after midnight.
    case weekly(day: Int, minute: Int)
    case hourly(minute: Int)

    private static let names = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]

    /// As it is written in a configuration: `02:00`, `sat 03:30`, `*:15`.
    var text: String {
        switch self {
        case .daily(let minute): BackupSchedule.clock(minute)
        case .weekly(let day, let minute): BackupSchedule.names[day] + " " + BackupSchedule.clock(minute)
        case .hourly(let minute): "*:\(minute < 10 ? "0" : "")\(minute)"
        }
    }

    /// The first time after a second.
    func next(after t: Int) -> Int {
        let (period, offset) = rhythm
        return ((t - offset) / period + 1) * period + offset
    }

    /// The last time at or before a second.
    func last(before t: Int) -> Int { next(after: t) - rhythm.period }

    private var rhythm: (period: Int, offset: Int) {
        switch self {
        case .daily(let minute): (86_400, minute * 60)
        case .weekly(let day, let minute): (7 * 86_400, day * 86_400 + minute * 60)
        case .hourly(let minute): (3_600, minute * 60)
        }
    }

    private static func clock(_ minute: Int) -> String {
        "\(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
    }
}
