import PulseCore

/// How hot a kind of disk may be, and when a limit was reached: by hours, as a disk warms up with each copy. It holds until an hour is clearly below.
struct HeatRule: Sendable {
    static let hours = HeldLimit.patience
    static let least = 3
    /// Degrees below a limit at which it ends: by the average of an hour, and of the single figure of now, which jumps more.
    static let margin = 3.0
    static let marginNow = 6.0
    private static let window = 26
    private static let limits: [String: (watch: Double, warning: Double)] = ["hdd": (52, 58), "nvme": (75, 82)]
    private static let other = (watch: 65.0, warning: 72.0)
    static let words =
        "Watch from \(Words.short(other.watch, places: 0)) °C, warning from \(Words.short(other.warning, places: 0)) °C; spinning disks from "
        + "52 and 58 °C, NVMe from 75 and 82 °C, in at least \(least) hours of \(window). Each ends when an hour's average is "
        + "\(Words.short(margin, places: 0)) °C below it or the figure now \(Words.short(marginNow, places: 0)) °C, or after "
        + "\(HeldLimit.patience / 24) days without so many hours. Not of virtual disks."

    let watch: Double
    let warning: Double

    init(_ type: String?) { (watch, warning) = Self.limits[type ?? ""] ?? Self.other }

    static func holds(_ limit: Double, _ past: [HourlySeries.Hour], _ now: Double) -> Bool {
        var (hot, holds) = ([Timestamp](), false)
        for hour in past {
            hot.removeAll { hour.start.since($0) >= .hours(window) }
            if hour.average >= limit { hot.append(hour.start) }
            holds = (hour.average >= limit && hot.count >= least) || (holds && hour.average >= limit - margin)
        }
        return holds && now >= limit - marginNow
    }
}
