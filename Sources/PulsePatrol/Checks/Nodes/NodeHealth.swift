import PulseCore

extension Check {
    static let nodeRootFill = Check(
        "PVE-NODE-ROOT-FILL", key: "node-root-fill", "Node's root disk is nearly full or fills up", .capacity, on: [.node],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours)],
        page: CheckPage(
            why: "Without space on its root disk a node can't write logs, settings and the state of its guests; logins and updates fail.",
            decides: FillRule.storage.words + " Not in maintenance mode.",
            advice:
                "`du -xh / --max-depth=3 | sort -h | tail` shows what takes the space: often `/var/lib/vz`, `/var/log` or old kernels (`apt "
                + "autoremove`)."
        ),
        role: CausalRole(explains: [Explanation(.jobFails, .placed, from: .critical), Explanation(.full, .named)], symptoms: [.full])
    ) { look in
        guard let facts = try look.node() else { return .clear }
        return try FillRule.storage.judge(
            look, noun: "Root disk",
            advice:
                "Run `du -xh / --max-depth=3 | sort -h | tail` on \(look.name) and delete what is not needed; `apt autoremove` takes old kernels "
                + "away.", on: Ground(look: look).rootPool(of: facts.name))
    }

    private static let mostAhead = KnownClocks.limit
    private static let farAhead = Duration.seconds(300)

    static let nodeClock = Check(
        "PVE-NODE-CLOCK", key: "node-clock-skew", "Node's clock is wrong", .reliability, on: [.node], needs: [.ledger("clock")],
        page: CheckPage(
            why: "Cluster, tickets, certificates and the ages of backups need clocks that agree.",
            decides: "Warning when the node's clock differs from the one of Pulse by more than \(Words.duration(mostAhead)), critical by more than "
                + "\(Words.duration(farAhead)), after the time that the question took is taken off. \(KnownClocks.words) Not in maintenance mode.",
            advice: "`chronyc tracking` and `timedatectl` show whether a time server is followed; `systemctl restart chrony` makes it try again.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let skew: ClockSkew = try look.told(look.ledger(of: facts.name).clock, "Clocks")
        let off = skew.leastOff
        guard off > mostAhead else { return .clear }
        let doubt = try look.trustClockOfPulse()
        let (amount, way) = (Words.duration(skew.ahead), skew.ahead > .zero ? "ahead of" : "behind")
        return .raised(
            Raised(
                off > farAhead ? .critical : .warning, "Clock is wrong",
                description: "The clock of \(look.name) is \(amount) \(way) the one of Pulse.\(doubt)",
                recommendation: "Run `chronyc tracking` on \(look.name), and `systemctl restart chrony` when it follows no time server.",
                evidence: "\(amount) \(way) the clock of Pulse, known to \(Words.short(skew.uncertainty.asSeconds, places: 2)) s.",
                items: [.record(look.id, "clock", facts.name, "\(amount) \(way)"), .limit("warning", Words.duration(mostAhead))]))
    }

    private static let central: Set<String> = [
        "pve-cluster", "corosync", "pvedaemon", "pveproxy", "pvestatd", "pve-ha-lrm", "pve-ha-crm", "pvescheduler",
    ]

    static let nodeServices = Check(
        "PVE-NODE-SERVICE", key: "node-service-failed", "A service of the node has failed", .reliability, on: [.node], needs: [.ledger("services")],
        page: CheckPage(
            why: "Without its services a node can't be managed, tells no figures, runs no backups or leaves the cluster.",
            decides: "For each service that Proxmox VE lists and that is enabled: warning when systemd says that it failed. Warning too when one of "
                + "\(central.sorted().joined(separator: ", ")) is enabled and not active; corosync only in a cluster. Not for what is disabled, "
                + "masked or not installed. Not in maintenance mode.",
            advice: "`systemctl status <service>` and `journalctl -u <service> -b` say why; `systemctl restart <service>` tries again.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let services: [ServiceRecord] = try look.told(look.ledger(of: facts.name).services, "Services")
        return Answer(raised: services.filter { $0.isWanted && $0.isBroken(central, isCluster: look.cluster != nil) }.map { $0.raised(look) })
    }
}

extension ServiceRecord {
    fileprivate var isWanted: Bool { unitState == "enabled" }

    fileprivate func isBroken(_ central: Set<String>, isCluster: Bool) -> Bool {
        if activeState == "failed" || state == "failed" { return true }
        guard central.contains(name), name != "corosync" || isCluster else { return false }
        return activeState == "inactive"
    }

    fileprivate func raised(_ look: Look) -> Raised {
        let words = (activeState == state ? [state] : [activeState, state]).compactMap { $0 }.joined(separator: ", ")
        return Raised(
            instance: name, .warning, "Service \(name) does not run",
            description: "\(name) on \(look.name) is enabled and \(activeState == "failed" || state == "failed" ? "has failed" : "is not active").",
            recommendation: "Read `journalctl -u \(name) -b` on \(look.name), then `systemctl restart \(name)`.",
            evidence: "systemd says \(words).", items: [.record(look.id, "service", name, words)])
    }
}
