import PulseCore

extension Check {
    private static let level = LevelRule(watch: 0.80, warning: 0.90, critical: 1.0)

    static let diskWear = Check(
        "PVE-DISK-WEAR", key: "disk-wear", "A solid-state disk is worn", .capacity, on: [.disk], needs: [.current(.wear)],
        page: CheckPage(
            why: "Beyond what the maker promised a disk may refuse to write.",
            decides: "Of the life that is promised: " + level.words + " Not of virtual disks.",
            advice: "Order a replacement; move what writes most to other disks.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        let wear = try look.current(.wear)
        guard let severity = level.severity(wear) else { return .clear }
        return .raised(
            facts.raised(
                look, severity, severity == .critical ? "Worn out" : "Worn", "has used \(Words.percent(wear)) of its life.",
                "Order a replacement for \(facts.device) of \(facts.node).", "wear", Words.percent(wear)))
    }

    private static let hours = 60 * 24
    private static let needed = 14 * 24
    private static let soon = Duration.seconds(90 * 86_400)
    private static let least = 0.03

    static let diskWearTrend = Check(
        "PVE-DISK-WEAR-TREND", key: "disk-wear-trend", "A solid-state disk wears out soon", .capacity, on: [.disk],
        needs: [.current(.wear), .history(.wear, hours: hours)],
        page: CheckPage(
            why: "Something writes far more than the disk was made for.",
            decides:
                "Warning when its wear has risen by at least \(Words.percent(least)) within \(hours / 24) days (at least \(needed / 24) days of "
                + "history) and "
                + "at that pace reaches 100 % within \(Words.duration(soon)). Not when it is worn out already, and not of virtual disks.",
            advice: "Find what writes (`iotop -ao`), and order a replacement.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        let wear = try look.current(.wear)
        guard wear < 1 else { return .clear }
        let past = try look.history(.wear, hours: hours, atLeast: needed)
        guard let end = WearTrend(past, wear, at: look.now, rise: least)?.end, end.since(look.now) <= soon else { return .clear }
        var raised = facts.raised(
            look, .warning, "Wears out soon", "is worn to \(Words.percent(wear)) and will be worn out around \(Words.day(end)).",
            "Find what writes with `iotop -ao` on \(facts.node), and order a replacement for \(facts.device).", "wear", Words.percent(wear))
        raised.items.append(
            .series(
                look.id, .wear, from: past.hours[0].start, to: look.now,
                marks: [Evidence.Mark("now", wear, at: look.now), Evidence.Mark("worn out", 1, at: end)], text: "\(Words.percent(wear)) now"))
        return .raised(raised)
    }
}

/// The straight line of a value that only grows, in steps of one per cent.
private struct WearTrend {
    let end: Timestamp

    init?(_ past: HourlySeries, _ now: Double, at moment: Timestamp, rise: Double) {
        guard let first = past.hours.first, now - first.average >= rise else { return nil }
        let span = moment.since(first.start).asSeconds
        guard span >= 13 * 86_400 else { return nil }
        let left = (1 - now) / (now - first.average) * span
        end = moment + .seconds(Int64(left))
    }
}
