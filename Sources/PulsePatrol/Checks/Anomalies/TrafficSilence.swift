import PulseAnalysis
import PulseCore

/// A busy guest that nobody talks to any more.
enum TrafficSilence {
    static let hours = 3
    /// In nearly every hour before there was at least so much, both ways together.
    static let busy = 65_536.0
    static let share = 0.98
    /// Less than this part of the quietest usual hour is silence.
    static let part = 0.02
}

extension Check {
    static let anomalySilence = Check(
        "ANOMALY-NETWORK-SILENT", key: "network-silent", "Traffic of a busy guest has ended", .reliability, on: [.guest],
        needs: [.current(.networkIn), .current(.networkOut), .history(.networkIn, hours: Usual.window), .history(.networkOut, hours: Usual.window)],
        page: CheckPage(
            why: "A guest that runs and that nobody reaches any more looks healthy.",
            decides: "Warning when a guest that runs, and whose traffic was at least \(Words.figure(TrafficSilence.busy, .bytesPerSecond)) in "
                + "\(Words.percent(TrafficSilence.share)) of all hours before the last day, has had less than \(Words.percent(TrafficSilence.part)) of its "
                + "quietest usual hour in each of the last \(TrafficSilence.hours) hours (\(Usual.longer) with less than "
                + "\(Words.duration(Usual.weekSeen)) of history).",
            advice: "Look at the guest's network: address, bridge, firewall, the service itself."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard look.isInRegularUse, look.resource.state.status == .running else { return .clear }
        let now = try look.current(.networkIn) + look.current(.networkOut)
        guard now < TrafficSilence.busy else { return .clear }
        let (incoming, outgoing) = (
            try Usual(look, .networkIn, sustained: TrafficSilence.hours), try Usual(look, .networkOut, sustained: TrafficSilence.hours)
        )
        let outBefore = Dictionary(outgoing.before.map { ($0.start, $0.average) }) { $1 }
        let before = incoming.before.compactMap { hour in outBefore[hour.start].map { hour.average + $0 } }
        guard let quietest = Statistics.quantile(before, 1 - TrafficSilence.share), quietest >= TrafficSilence.busy else { return .clear }
        let recent = incoming.highestRecent + outgoing.highestRecent
        guard recent < quietest * TrafficSilence.part else { return .clear }
        return .raised(silent(look, incoming, recent, quietest))
    }

    private static func silent(_ look: Look, _ incoming: Usual, _ recent: Double, _ quietest: Double) -> Raised {
        let (least, most) = (Words.figure(quietest, .bytesPerSecond), Words.figure(recent, .bytesPerSecond))
        let count = incoming.recent.count
        return Raised(
            .warning, "Traffic has ended",
            description: "\(look.name) runs, but has had no more than \(most) of traffic for \(count) hours; in its quietest hours it was \(least).",
            recommendation: "Look whether \(look.name) is still reachable: its address, its bridge, the firewall, and the service itself.",
            evidence: "At most \(most) in each of the last \(count) hours; quietest usual hour \(least).",
            items: [
                .series(
                    look.id, .networkIn, from: incoming.before.first?.start ?? look.now, to: look.now,
                    marks: [.init("now", incoming.highestRecent), .init("usual", incoming.middle)], text: "\(most), usually at least \(least)")
            ])
    }
}
