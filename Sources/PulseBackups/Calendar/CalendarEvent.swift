package import PulseCore

/// When a job runs, in the calendar events of Proxmox: `mon..fri 02:30`, `*/15`, `sat *-1..7 15:00`, `daily`.
///
/// The form is that of the appendix "Calendar Events" of the guide to Proxmox VE. Times are those of a clock that is `offset` ahead of UTC,
/// because a node reckons in its own zone; a change to summer time between two runs is not known here.
package struct CalendarEvent: Hashable, Sendable {
    var weekdays = CalendarField.any
    var years = CalendarField.any
    var months = CalendarField.any
    var days = CalendarField.any
    var hours = CalendarField([0])
    var minutes = CalendarField([0])
    var seconds = CalendarField([0])
    /// `02:30 UTC`: the offset does not count.
    var isUTC = false

    init() {}

    /// As far as a run is looked for: February 29 may be eight years away.
    private static let horizon: Int64 = 366 * 9

    /// The first run after a moment; nil when there is none within nine years, as of a year that has passed.
    package func next(after moment: Timestamp, offset: Duration) -> Timestamp? {
        let clock = LocalClock(offset: isUTC ? .zero : offset)
        let (day, second) = clock.parts(of: moment)
        for candidate in day...(day + Self.horizon) where includes(day: candidate) {
            if let found = firstSecond(after: candidate == day ? second : -1) { return clock.moment(day: candidate, second: found) }
        }
        return nil
    }

    /// The last run at or before a moment; nil when there was none for nine years.
    package func previous(upTo moment: Timestamp, offset: Duration) -> Timestamp? {
        let clock = LocalClock(offset: isUTC ? .zero : offset)
        let (day, second) = clock.parts(of: moment)
        for candidate in stride(from: day, through: day - Self.horizon, by: -1) where includes(day: candidate) {
            if let found = lastSecond(upTo: candidate == day ? second : 86_399) { return clock.moment(day: candidate, second: found) }
        }
        return nil
    }

    private func includes(day: Int64) -> Bool {
        // 1970-01-01 was a Thursday; Monday is 0.
        guard weekdays.isAny || weekdays.contains(Int((day + 3).flooringDivision(by: 7).remainder)) else { return false }
        guard !(years.isAny && months.isAny && days.isAny) else { return true }
        let date = CivilDate(daysSinceEpoch: day)
        return years.contains(Int(date.year)) && months.contains(Int(date.month)) && days.contains(Int(date.day))
    }

    private func firstSecond(after limit: Int64) -> Int64? {
        for hour in hours.values(within: 0...23) where Int64(hour) * 3600 + 3599 > limit {
            for minute in minutes.values(within: 0...59) where Int64(hour * 60 + minute) * 60 + 59 > limit {
                for second in seconds.values(within: 0...59) {
                    let found = Int64((hour * 60 + minute) * 60 + second)
                    if found > limit { return found }
                }
            }
        }
        return nil
    }

    private func lastSecond(upTo limit: Int64) -> Int64? {
        for hour in hours.values(within: 0...23).reversed() where Int64(hour) * 3600 <= limit {
            for minute in minutes.values(within: 0...59).reversed() where Int64(hour * 60 + minute) * 60 <= limit {
                for second in seconds.values(within: 0...59).reversed() {
                    let found = Int64((hour * 60 + minute) * 60 + second)
                    if found <= limit { return found }
                }
            }
        }
        return nil
    }
}

/// Days and seconds of a clock that is ahead of UTC by a fixed time.
private struct LocalClock {
    let ahead: Int64

    init(offset: Duration) {
        ahead = offset.wholeMilliseconds / 1000
    }

    func parts(of moment: Timestamp) -> (day: Int64, second: Int64) {
        let local = moment.milliseconds.flooringDivision(by: 1000).quotient + ahead
        let (day, second) = local.flooringDivision(by: 86_400)
        return (day, second)
    }

    func moment(day: Int64, second: Int64) -> Timestamp { Timestamp(seconds: day * 86_400 + second - ahead) }
}
