package import PulseCore

/// What happened to backups on one day (UTC).
package struct BackupDay: Hashable, Sendable {
    /// The day's first moment.
    package let start: Timestamp
    /// Restore points that are good.
    package internal(set) var good = 0
    /// Restore points that are incomplete or failed verification.
    package internal(set) var bad = 0
    /// Guests whose backup task failed.
    package internal(set) var failures = 0
    /// Of the restore points, each counted once.
    package internal(set) var bytes: Int64 = 0
}

extension BackupBoard {
    /// The longest span that is answered.
    package static let longestCalendar = Duration.seconds(400 * 86_400)

    /// One entry for each day of the span, of the guests that `isChosen` lets through.
    package func calendar(from start: Timestamp, to end: Timestamp, where isChosen: (GuestBackups) -> Bool) -> [BackupDay] {
        let day: Int64 = 86_400_000
        let first = start.milliseconds.flooringDivision(by: day).quotient
        let last = min((end.milliseconds - 1).flooringDivision(by: day).quotient, first + Self.longestCalendar.wholeMilliseconds / day)
        guard first <= last else { return [] }
        var days = (first...last).map { BackupDay(start: Timestamp(milliseconds: $0 * day)) }
        let (from, to) = (Timestamp(milliseconds: first * day), Timestamp(milliseconds: (last + 1) * day))
        forEachPoint(from: from, to: to, where: isChosen) { at, isGood, size in
            let index = Int(at.milliseconds.flooringDivision(by: day).quotient - first)
            if isGood { days[index].good += 1 } else { days[index].bad += 1 }
            days[index].bytes = days[index].bytes.addingReportingOverflow(size).partialValue
        }
        for guest in guests where isChosen(guest) {
            for failure in failures(of: guest.id) where failure.task.startedAt >= from && failure.task.startedAt < to {
                days[Int(failure.task.startedAt.milliseconds.flooringDivision(by: day).quotient - first)].failures += 1
            }
        }
        return days
    }
}
