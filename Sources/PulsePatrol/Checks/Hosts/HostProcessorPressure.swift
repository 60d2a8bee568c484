import PulseCore

/// Tasks that wait for a processor while the processors are not all busy.
///
/// PSI counts the time in which at least one task waits: with a few dozen tasks that is a tenth of the time on a machine at half load, and all of it on one
/// that is full. So only what is near the whole time, for hours, says something, and of a machine that is full another check speaks.
struct ProcessorPressureRule: Sendable {
    static let stay = HoursAbove(metric: .processorPressure, hours: 6, watch: 0.80, warning: 0.95)
    static let needs = stay.needs + HoursAbove.hostCPU.needs

    static func judge(_ look: Look) throws -> Answer {
        _ = try look.host()
        guard let found = try stay.stay(look) else { return .clear }
        let isFull = ((try? HoursAbove.hostCPU.stay(look)) ?? nil) != nil
        return isFull ? .clear : .raised(raised(look, found))
    }

    private static func raised(_ look: Look, _ found: HoursAbove.Stay) -> Raised {
        let mean = Words.percent(found.mean)
        return Raised(
            found.severity == .warning ? .watch : .info, "Tasks wait for processors",
            description: "In \(mean) of the last \(stay.hours) hours some task of \(look.name) waited for a processor, though they are not all busy.",
            recommendation: "Look with `systemd-cgtop` and `cat /sys/fs/cgroup/*/cpu.pressure` on \(look.name) who waits, and at limits and "
                + "pinning of processors; one task that waits may be no matter to you.",
            evidence: "Every hour of the last \(stay.hours) was at \(Words.percent(found.least)) or more; now it is \(Words.percent(found.now)).",
            items: stay.evidence(found, look))
    }
}

extension Check {
    static let hostCPUPressure = Check(
        "HOST-CPU-PRESSURE", key: "host-cpu-pressure", "Tasks wait for processors", .performance, on: [.host], needs: ProcessorPressureRule.needs,
        page: CheckPage(
            why: "Work waits that could be done: a limit, a pinning or one crowded processor holds it up.",
            decides: "Info when in every one of \(ProcessorPressureRule.stay.hours) hours in a row some task waited for a processor (PSI) in "
                + "\(Words.percent(ProcessorPressureRule.stay.watch)) of the time or more, watch from "
                + "\(Words.percent(ProcessorPressureRule.stay.warning)). Less is normal on a machine that does something. Not when HOST-CPU-SUSTAINED finds "
                + "the processors busy: then waiting is what follows. " + LastingLimit.words,
            advice: "Look who waits, and at limits and pinning."),
        role: CausalRole(explains: [Explanation(.slow, .placed)], symptoms: [.slow]), decide: ProcessorPressureRule.judge)
}
