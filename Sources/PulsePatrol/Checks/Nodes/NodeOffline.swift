import PulseCore

extension Check {
    /// Silence of a source is not here: then nobody knows whether the node is down.
    static let nodeOffline = Check(
        "PVE-NODE-OFFLINE", key: "node-offline", "Node is offline", .reliability, on: [.node], needs: [.facts],
        page: CheckPage(
            why: "Everything on a node that is down is down with it, unless high availability moves it.",
            decides:
                "Critical when the other nodes of its cluster say that it is offline. Not when the whole source does not answer: then nobody knows. "
                + "A node in HA maintenance that is off is found too: acknowledge or snooze it while somebody works on it.",
            advice: "Look at the node's console and power. When it comes back by itself, read the journal of the boot before (`journalctl -b -1`)."),
        role: CausalRole(explains: [
            Explanation(.unavailable, .placed), Explanation(.unseen, .placed), Explanation(.jobFails, .placed), Explanation(.slow, .placed),
            Explanation(.weakened, .named), Explanation(.jobFails, .named),
        ])
    ) { look in
        if look.resource.state.status == .unknown { return .hidden("Nobody can say whether it is up.") }
        guard look.resource.state.status == .offline else { return .clear }
        let since = look.resource.state.since
        let ago = since.map { " for \(Words.duration(look.now.since($0)))" } ?? ""
        return .raised(
            Raised(
                .critical, "Node is offline", description: "\(look.name) has been offline\(ago), say the other nodes of its cluster.",
                recommendation: "Check power and console of \(look.name); if it does not come back, start its guests elsewhere.",
                evidence: "Status offline since \(since.map(Words.minute) ?? "before Pulse was started").",
                items: [.fact(look.id, "status", "offline", at: since)]
            ).at(.state(since: since)))
    }
}
