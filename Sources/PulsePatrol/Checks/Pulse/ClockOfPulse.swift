import PulseCore

extension Look {
    /// For what is late by the clock of Pulse.
    ///
    /// - Returns: a sentence where too few clocks are known to tell whose is wrong.
    @discardableResult
    func trustClockOfPulse() throws -> String {
        let clocks = estate.clocks
        guard !clocks.blamePulse else {
            throw NotEvaluable("\(clocks.off.count) of \(clocks.known.count) known clocks differ the same way, so Pulse's own clock may be wrong.")
        }
        return clocks.known.count < 3 ? " Pulse knows too few clocks to tell whether this one or its own is wrong." : ""
    }
}

extension Check {
    static let pulseClock = Check(
        "PULSE-CLOCK", key: "pulse-clock-skew", "Pulse's own clock is wrong", .reliability, on: [.host], needs: [.ledger("clock")],
        page: CheckPage(
            why: "Ages of backups, of tasks and of what was last heard are reckoned by it, and none of them can be judged.",
            decides: "Warning on the machine of Pulse when two or more of the clocks that Pulse knows, and more than half of them, differ by more "
                + "than \(Words.duration(KnownClocks.limit)) from it the same way. The clocks of those servers are not evaluable meanwhile.",
            advice: "`timedatectl` on the machine of Pulse shows whether a time server is followed.")
    ) { look in
        guard look.source?.kind == .thisHost else { return .clear }
        let clocks = look.estate.clocks
        guard !clocks.known.isEmpty else { return .hidden("No server has told its clock.") }
        guard clocks.blamePulse else { return .clear }
        let amount = "\(Words.duration(clocks.ahead)) \(clocks.ahead > .zero ? "behind" : "ahead of")"
        let count = "\(clocks.off.count) of \(clocks.known.count)"
        return .raised(
            Raised(
                .warning, "Pulse's own clock is wrong", description: "The clock of \(look.name) is \(amount) \(count) clocks that Pulse knows.",
                recommendation: "Run `timedatectl` on \(look.name), and `systemctl restart chrony` when it follows no time server.",
                evidence: "\(count) clocks of servers differ the same way, by \(Words.duration(clocks.ahead)).",
                items: [.fact(look.id, "clock", amount), .limit("warning", Words.duration(KnownClocks.limit), value: KnownClocks.limit.asSeconds)]))
    }
}
