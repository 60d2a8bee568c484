import PulseAnalysis
import PulseCore

/// Requests that take much longer than they did in the week before, for hours.
struct LatencyRule: Sendable {
    static let recent = 6
    static let week = 7 * 24
    static let factor = 4.0
    /// Seconds.
    static let watch = 0.05
    static let warning = 0.2

    /// Each disk of which history tells; the mean of all where none of them is slow.
    static func judge(_ look: Look) throws -> Answer {
        let facts = try look.host()
        let disks = (facts.disks ?? []).filter { $0.bus != "virtual" }.map(\.device)
        let slow = disks.compactMap { try? raised(look, disk: $0) }
        guard slow.isEmpty else { return Answer(raised: slow) }
        return Answer(raised: [try raised(look, disk: "")].compactMap(\.self))
    }

    private static func raised(_ look: Look, disk: String) throws -> Raised? {
        let series = try look.history(.diskLatency, part: disk, hours: week, atLeast: 48)
        let now = try disk.isEmpty ? look.current(.diskLatency) : series.averages.last ?? 0
        let begin = look.now - .hours(recent)
        let (late, before) = (series.since(begin).averages, series.before(begin).averages)
        guard late.count >= recent - 2, let least = late.min(), let usual = Statistics.median(before) else {
            throw NotEvaluable("There is too little history of its disks.")
        }
        guard now >= watch, least >= watch, least >= factor * usual else { return nil }
        return raised(look, disk, now, least, usual)
    }

    private static func raised(_ look: Look, _ disk: String, _ now: Double, _ least: Double, _ usual: Double) -> Raised {
        let text = Words.figure(least, .seconds)
        return Raised(
            instance: disk, least >= warning ? .warning : .watch, "\(disk.isEmpty ? "Disks are" : "Disk is") much slower than usual",
            description: "Requests to \(disk.isEmpty ? "the disks" : "/dev/\(disk)") of \(look.name) have taken \(text) or more in every one of the "
                + "last \(recent) hours; \(Words.figure(usual, .seconds)) is usual.",
            recommendation: "Look with `iostat -x 5` which disk it is and with `smartctl -a` how it is; look with `iotop -ao` for who is busy.",
            evidence: "Lowest hour \(text), median of the week before \(Words.figure(usual, .seconds)).",
            items: [
                .series(
                    look.id, .diskLatency, part: disk, from: look.now - .hours(week), to: look.now,
                    marks: [Evidence.Mark("now", now, at: look.now), Evidence.Mark("lowest hour", least), Evidence.Mark("median", usual)],
                    text: text),
                .limit("watch", Words.figure(watch, .seconds), value: watch),
            ])
    }
}

/// Heat of the processor, by the hour: many are built to touch their limit for moments.
struct ProcessorHeatRule: Sendable {
    static let hours = 3
    static let warning = 85.0
    static let critical = 95.0

    static func judge(_ look: Look) throws -> Answer {
        let now = try look.current(.temperature)
        guard now > warning else { return .clear }
        let series = try look.history(.temperature, hours: hours, atLeast: hours - 1)
        guard let least = series.averages.min(), least > warning else { return .clear }
        return .raised(
            Raised(
                least > critical ? .critical : .warning, "Processor is hot",
                description: "The processor of \(look.name) is at \(Words.figure(now, .celsius)) and was above \(Words.figure(warning, .celsius)) "
                    + "in each of the last \(hours) hours.",
                recommendation: "Check the fans, the filters and the heat sink of \(look.name), and what keeps it busy.",
                evidence: "Coolest hour \(Words.figure(least, .celsius)), now \(Words.figure(now, .celsius)).",
                items: [
                    .series(
                        look.id, .temperature, from: look.now - .hours(hours), to: look.now,
                        marks: [Evidence.Mark("now", now, at: look.now), Evidence.Mark("coolest hour", least)], text: Words.figure(now, .celsius)),
                    .limit("warning", Words.figure(warning, .celsius), value: warning),
                ]))
    }
}

extension Check {
    static let hostLatency = Check(
        "HOST-DISK-LATENCY", key: "host-disk-latency", "Disks are much slower than usual", .performance, on: [.host],
        needs: [.current(.diskLatency), .history(.diskLatency, hours: LatencyRule.week), .parts(.diskLatency, hours: LatencyRule.week)],
        page: CheckPage(
            why: "A disk that gets slow is often one that begins to fail.",
            decides:
                "Of each disk that SMART tells of, else of all together: watch when every one of the last \(LatencyRule.recent) hours had requests of \(Words.figure(LatencyRule.watch, .seconds)) or more "
                + "on average and of \(Words.short(LatencyRule.factor, places: 0)) times the median of the week before; warning from "
                + "\(Words.figure(LatencyRule.warning, .seconds)).",
            advice: "Find the disk and look at its SMART."),
        role: CausalRole(explains: [Explanation(.slow, .placed)]), decide: LatencyRule.judge)

    static let hostHeat = Check(
        "HOST-CPU-TEMPERATURE", key: "high-temp", "Processor is hot", .reliability, on: [.host],
        needs: [.current(.temperature), .history(.temperature, hours: ProcessorHeatRule.hours)],
        page: CheckPage(
            why: "Heat slows processors down and ages everything round them.",
            decides: "Warning when it is above \(Words.figure(ProcessorHeatRule.warning, .celsius)) and was so on average in each of the last "
                + "\(ProcessorHeatRule.hours) hours, critical above \(Words.figure(ProcessorHeatRule.critical, .celsius)). Moments at the limit "
                + "are no finding.",
            advice: "Check the cooling."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        _ = try look.host()
        return try ProcessorHeatRule.judge(look)
    }
}
