import PulseCore

/// The resource manager on a node.
private enum LocalManager {
    /// So long after its node it is sure to be up and has said so.
    static let start = Duration.seconds(180)
}

extension Check {
    static let haManager = Check(
        "PVE-HA-MANAGER", key: "ha-manager-dead", "High availability has no manager", .reliability, on: [.cluster],
        needs: [.ledger("high availability")],
        page: CheckPage(
            why: "Without a manager no guest is started elsewhere when its node fails.",
            decides:
                "Warning when guests are under high availability and its manager is missing, or has not said anything for so long that Proxmox VE "
                + "calls "
                + "it dead. Not without such guests, and not without quorum.",
            advice: "`ha-manager status` and `journalctl -u pve-ha-crm` on the nodes; `systemctl restart pve-ha-crm`.")
    ) { look in
        guard case .cluster(let facts) = look.resource.facts, facts.quorate != false else { return .clear }
        guard let state = try look.highAvailability(), state.isQuorate != false, !state.managed.isEmpty else { return .clear }
        let isDead = state.managerStatus?.contains("dead") ?? false
        guard state.manager == nil || isDead else { return .clear }
        let words = state.manager.map { "The manager on \($0) has been silent for too long" } ?? "There is no manager"
        return .raised(
            Raised(
                .warning, "High availability has no manager",
                description: "\(words); \(Words.count(state.managed.count, "guest")) of \(look.name) would not be started elsewhere.",
                recommendation: "Run `ha-manager status` in \(look.name) and restart `pve-ha-crm` on the node of the manager.",
                evidence: "\(words): \(state.managerStatus ?? "nothing is reported").",
                items: [.record(look.id, "ha manager", state.manager ?? "", state.managerStatus ?? "none")]))
    }

    static let haNodeAgent = Check(
        "PVE-HA-LRM", key: "ha-lrm-stale", "High availability does not answer on a node", .reliability, on: [.node],
        needs: [.ledger("high availability")],
        page: CheckPage(
            why: "Nobody starts or stops the HA guests of this node, and its watchdog may reset it.",
            decides:
                "Warning when the node is online and Proxmox VE calls the resource manager on it (LRM) dead. Not without guests under high "
                + "availability, not in maintenance mode, and not by what was said before the node had been back for "
                + "\(Words.duration(LocalManager.start)).",
            advice: "`systemctl status pve-ha-lrm` and `journalctl -u pve-ha-lrm -b`.")
    ) { look in
        guard let facts = try look.node(), let state = try look.highAvailability(), !state.managed.isEmpty else { return .clear }
        guard let word = state.nodes[facts.name], word.contains("dead") else { return .clear }
        if let since = look.resource.state.since, let told = look.ledger?.highAvailability.at, told < since + LocalManager.start {
            throw NotEvaluable("High availability was last asked before the node was back.")
        }
        return .raised(
            Raised(
                .warning, "High availability does not answer here",
                description: "The local resource manager of \(look.name) has been silent for too long, though the node is online.",
                recommendation: "Run `systemctl restart pve-ha-lrm` on \(look.name) after reading `journalctl -u pve-ha-lrm -b`.",
                evidence: "Reported as \(word).", items: [.record(look.id, "lrm", facts.name, word)]))
    }

    private static let troubled: [String: FindingSeverity] = ["error": .warning, "fence": .critical, "recovery": .critical]

    static let haResource = Check(
        "PVE-HA-RESOURCE", key: "ha-resource-error", "Guest is in trouble with high availability", .reliability, on: [.guest],
        needs: [.ledger("high availability")],
        page: CheckPage(
            why: "In `error` high availability has given up on a guest; in `fence` and `recovery` its node has failed.",
            decides: troubled.sorted { $0.key < $1.key }.map { "\($0.value.rawValue) in state `\($0.key)`" }.joined(separator: ", ")
                + ". Not in other states, and not while its node is in maintenance mode.",
            advice: "Find out why (`ha-manager status`, the guest's tasks), then set it to disabled and to started again."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard case .guest(let facts) = look.resource.facts, let resource = try look.haResource(facts), let state = resource.state else {
            return .clear
        }
        guard let severity = troubled[state], !look.isInMaintenance(resource.node ?? facts.node) else { return .clear }
        return .raised(
            Raised(
                severity, "High availability: \(state)",
                description: "\(look.name) (\(resource.id)) is in state \(state)\(resource.node.map { " on \($0)" } ?? "").",
                recommendation: state == "error"
                    ? "Mend the cause, then `ha-manager set \(resource.id) --state disabled` and `--state started`."
                    : "Look at the node it ran on; `ha-manager status` shows where it goes.",
                evidence: "State \(state), wanted \(resource.requestedState ?? "unknown").",
                items: [.record(look.id, "ha resource", resource.id, state)]))
    }

    private static let patience = Duration.seconds(600)

    static let haGuestDown = Check(
        "PVE-GUEST-HA-DOWN", key: "guest-ha-down", "Guest is stopped though it shall run", .reliability, on: [.guest],
        needs: [.facts, .ledger("high availability")],
        page: CheckPage(
            why: "High availability is told to keep it running, and it does not run.",
            decides:
                "Critical when a guest that high availability shall keep started has been stopped for more than \(Words.duration(patience)). Not "
                + "in state "
                + "`error`, `fence` or `recovery`, which have a finding of their own, and not while its node is in maintenance mode.",
            advice: "`ha-manager status`, then the guest's last tasks."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard let facts = try look.guest(), look.resource.state.status == .stopped, facts.lock == nil else { return .clear }
        guard let resource = try look.haResource(facts), resource.requestedState == "started", troubled[resource.state ?? ""] == nil else {
            return .clear
        }
        guard let stopped = look.age(of: look.resource.state) else { return .hidden("Since when it is stopped is not known.") }
        guard stopped > patience, !look.isInMaintenance(facts.node) else { return .clear }
        return .raised(
            Raised(
                .critical, "Stopped though it shall run",
                description: "\(look.name) has been stopped for \(Words.duration(stopped)), and high availability shall keep it started.",
                recommendation: "Run `ha-manager status` and read the last tasks of \(look.name).",
                evidence: "Stopped since \(look.resource.state.since.map(Words.minute) ?? ""), state \(resource.state ?? "unknown").",
                items: [
                    .fact(look.id, "status", "stopped", at: look.resource.state.since),
                    .record(look.id, "ha resource", resource.id, "wanted started"),
                ]))
    }
}

extension HighAvailability {
    /// Those that it takes care of.
    var managed: [HAResource] { resources.filter { !["ignored", "disabled", "ignore"].contains($0.state ?? $0.requestedState ?? "") } }
}

extension Look {
    /// Nil where there is none to speak of.
    func highAvailability() throws -> HighAvailability? {
        guard source?.kind == .proxmoxVE, cluster != nil else { return nil }
        return try told(ledger?.highAvailability, "States of high availability", within: .seconds(1800))
    }

    func haResource(_ facts: GuestFacts) throws -> HAResource? {
        let id = "\(facts.type == .qemu ? "vm" : "ct"):\(facts.vmid)"
        return try highAvailability()?.resources.first { $0.id == id }
    }

    func isInMaintenance(_ node: String) -> Bool {
        if case .node(let facts)? = estate.fleet.resources[.node(resource.source, node)]?.facts, facts.haState == "maintenance" { return true }
        return ledger?.highAvailability.value?.nodes[node]?.contains("maintenance") ?? false
    }
}
