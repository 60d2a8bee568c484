import PulseCore

extension Check {
    static let hostSilenceLimit = Duration.seconds(600)

    static let hostOffline = Check(
        "HOST-OFFLINE", key: "host-offline", "Host does not report", .reliability, on: [.host], needs: [.facts, .sources],
        page: CheckPage(
            why: "A machine whose agent is silent may be down, and nobody would be told of its disks, its arrays and its containers.",
            decides:
                "Critical when the agent of a host was not heard for \(Words.duration(hostSilenceLimit)). Not right after a start of Pulse, when "
                + "agents still have their time, and not of an agent that was revoked.",
            advice: "Check that the machine is up and that the service `pulse-agent` runs."),
        role: CausalRole(
            explains: [
                Explanation(.unavailable, .placed), Explanation(.unseen, .placed), Explanation(.unseen, .source),
                Explanation(.unavailable, .source),
            ], symptoms: [.unavailable, .unseen])
    ) { look in
        guard look.source?.kind == .agent else { return .clear }
        switch (look.resource.state.status, look.source?.condition) {
        case (.offline, _), (.unknown, .unreachable?): break
        case (.unknown, _): return .hidden("Its agent has not reported since Pulse was started, or is refused.")
        default: return .clear
        }
        let heard = look.source?.lastAnswerAt ?? look.resource.lastSeen
        guard look.now.since(heard) >= hostSilenceLimit else { return .hidden("It was not heard for \(Words.duration(look.now.since(heard))).") }
        return .raised(
            Raised(
                .critical, "Host does not report", description: "\(look.name) was not heard for \(Words.duration(look.now.since(heard))).",
                recommendation:
                    "Check that \(look.name) is up and on the network, then run `systemctl status pulse-agent` and `pulse-agent doctor` on it.",
                evidence: "Last heard \(Words.minute(heard)).", items: [.fact(look.id, "last report", Words.minute(heard), at: heard)]
            ).at(.state(since: heard)))
    }
}
