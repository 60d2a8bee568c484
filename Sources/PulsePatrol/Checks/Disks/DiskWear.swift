import PulseCore

private enum WearLimits {
    static let level = LevelRule(watch: 0.80, warning: 0.90, critical: 1.0)
    static let hours = 60 * 24
    static let needed = 14 * 24
    static let soon = Duration.seconds(90 * 86_400)
    static let least = 0.03
}

extension Check {
    static let diskWear = Check(
        "PVE-DISK-WEAR", key: "disk-wear", "A solid-state disk is worn", .capacity, on: [.disk], needs: [.current(.wear)],
        page: CheckPage(
            why: "Beyond what the maker promised a disk may refuse to write.",
            decides: "Of the life that is promised: " + WearLimits.level.limits + " used. Not of virtual disks.",
            advice: "Order a replacement; move what writes most to other disks.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        let wear = try look.current(.wear)
        guard let severity = WearLimits.level.severity(wear) else { return .clear }
        return .raised(
            facts.raised(
                look, severity, severity == .critical ? "Worn out" : "Worn", "has used \(Words.percent(wear)) of its life.",
                "Order a replacement for \(facts.device) of \(facts.node).", "wear", Words.percent(wear)))
    }

    static let diskWearTrend = Check(
        "PVE-DISK-WEAR-TREND", key: "disk-wear-trend", "A solid-state disk wears out soon", .capacity, on: [.disk],
        needs: [.current(.wear), .history(.wear, hours: WearLimits.hours)],
        page: CheckPage(
            why: "Something writes far more than the disk was made for.",
            decides:
                "Warning when its wear has risen by at least \(Words.percent(WearLimits.least)) within \(WearLimits.hours / 24) days "
                + "(at least \(WearLimits.needed / 24) days of "
                + "history) and "
                + "at that pace reaches 100 % within \(Words.duration(WearLimits.soon)). Not when most of that came in one of the halves, "
                + "not when it is worn "
                + "out already, and not of virtual disks.",
            advice: "Find what writes (`iotop -ao`), and order a replacement.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        let wear = try look.current(.wear)
        guard wear < 1 else { return .clear }
        let past = try look.history(.wear, hours: WearLimits.hours, atLeast: WearLimits.needed)
        let trend = WearTrend(past, wear, at: look.now, rise: WearLimits.least)
        guard let end = trend?.end, end.since(look.now) <= WearLimits.soon else { return .clear }
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
        // A jump (a firmware that counts anew, a disk that was changed) is no pace: both halves of the time have to share in the rise.
        let middle = past.hours[past.hours.count / 2].average
        guard min(middle - first.average, now - middle) >= (now - first.average) / 4 else { return nil }
        end = moment + .seconds(Int64(left))
    }
}
