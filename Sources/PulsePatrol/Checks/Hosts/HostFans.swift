import PulseAnalysis
import PulseCore

/// A fan that stands still, or turns at half of its usual speed or less, and never did before.
struct FanRule: Sendable {
    static let hours = 30 * 24
    /// So many hours before it changed have to be known.
    static let needed = 72
    static let slow = 0.5
    /// Whole hours in which it has to stand, and in which it has to be slow.
    static let stillFor = 2
    static let slowFor = 6
    /// What came near to it in more of the hours before than this is its habit: many fans stop when there is nothing to cool.
    static let habit = 0.02

    let fan: FanReading
    let usual: Double
    /// The slowest that it was before, but for single hours.
    let slowest: Double
    let since: Timestamp
    let isStill: Bool

    /// Nil when it turns as it does.
    ///
    /// - Throws: ``NotEvaluable`` when nobody knows how it used to turn.
    init?(_ fan: FanReading, _ look: Look) throws {
        let hours = try look.history(.fanSpeed, part: fan.label, hours: Self.hours, atLeast: Self.needed).hours
        guard let usual = Statistics.median(hours.map(\.average)), usual > 0 else {
            if fan.turns > 0 { return nil }
            throw NotEvaluable("It has stood still for most of its history.")
        }
        let run = Array(hours.reversed().prefix { $0.greatest <= usual * Self.slow })
        guard let begin = run.last?.start else { return nil }
        slowest = try Self.slowest(hours.dropLast(run.count))
        isStill = fan.turns == 0 && run.prefix { $0.greatest == 0 }.count >= Self.stillFor
        let isSlow = Double(fan.turns) <= usual * Self.slow && run.count >= Self.slowFor
        guard isStill || isSlow, slowest > usual * (Self.slow + 0.1) else { return nil }
        (self.fan, self.usual, since) = (fan, usual, begin)
    }

    private static func slowest(_ before: ArraySlice<HourlySeries.Hour>) throws -> Double {
        guard before.count >= needed, let slowest = Statistics.quantile(before.map(\.least), habit) else {
            throw NotEvaluable("How fast it turned before is not known long enough.")
        }
        return slowest
    }

    func raised(_ look: Look) -> Raised {
        let (now, before) = ("\(fan.turns) turns a minute", "\(Words.short(usual, places: 0)) turns a minute")
        let what = isStill ? "has stood still" : "has turned at \(now) or so"
        return Raised(
            instance: fan.label, isStill ? .warning : .watch, isStill ? "Fan has stopped" : "Fan turns much slower than usual",
            description: "The fan \(fan.label.printable()) of \(look.name) \(what) since \(Words.minute(since)); \(before) are usual.",
            recommendation: "Look whether the fan of \(look.name) is blocked, worn out or unplugged, and at the temperatures until it is mended.",
            evidence: "Now \(now), usual \(before), never slower than \(Words.short(slowest, places: 0)) before.",
            items: [
                .series(
                    look.id, .fanSpeed, part: fan.label, from: look.now - .hours(Self.hours), to: look.now,
                    marks: [.init("now", Double(fan.turns), at: look.now), .init("usual", usual), .init("slowest before", slowest)], text: now)
            ])
    }
}

extension Check {
    static let hostFan = Check(
        "HOST-FAN", key: "fan-stopped", "Fan has stopped or turns much slower than usual", .reliability, on: [.host],
        needs: [.facts, .parts(.fanSpeed, hours: FanRule.hours)],
        page: CheckPage(
            why: "What a fan no longer cools gets hot, slow, and old.",
            decides: "Warning when a fan that always turned has stood still for \(FanRule.stillFor) hours, watch when it has turned at "
                + "\(Words.percent(FanRule.slow)) of its usual speed (the median of up to \(FanRule.hours / 24) days) or less for \(FanRule.slowFor). Not of "
                + "fans that stop or slow down so far when there is little to cool: that is, which did so in more than "
                + "\(Words.percent(FanRule.habit)) of the hours before. It needs \(FanRule.needed) hours of history before.",
            advice: "Look at the fan: dust, cable, bearing."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        try .each(of: look.host(\.fans, "fans"), named: \.label) { try FanRule($0, look)?.raised(look) }
    }
}
