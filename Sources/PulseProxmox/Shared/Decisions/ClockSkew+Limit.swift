import PulseCore

extension ClockSkew {
    /// What machines may differ without anybody having to look.
    static let tolerance = Duration.seconds(30)

    /// Off by more than the time the question took could explain.
    var isOff: Bool { magnitude > uncertainty + Self.tolerance }

    var magnitude: Duration { ahead < .zero ? .zero - ahead : ahead }
}

extension Problem {
    /// One, or none where all clocks are right as far as they are known.
    static func clocksOff(of nodes: Set<String>, in ledger: SourceLedger) -> [Problem] {
        let off = nodes.filter { ledger.nodes[$0]?.clock.value?.isOff ?? false }.sorted()
        guard !off.isEmpty else { return [] }
        let names = off.joined(separator: ", ").printable(limit: 120)
        return [
            Problem(
                code: "clock_off", sentence: "The clock of \(names) differs from the one of Pulse by more than half a minute.",
                nextStep: "Look at `timedatectl` on both machines; chrony should run. Tickets fail when clocks differ by more than five minutes.")
        ]
    }
}
