import PulseCore

extension Check {
    static let guestFailing = Check(
        "PVE-GUEST-FAILING", key: "guest-failing", "Guest has been halted by an error", .reliability, on: [.guest], needs: [.facts],
        page: CheckPage(
            why: "It is called running and does nothing: the hypervisor halted it, mostly because its disk could not be written.",
            decides: "Critical in the states `io-error`, `internal-error`, `guest-panicked` and `watchdog`.",
            advice: "Look at the space of the storage its disks are on; then `qm resume <vmid>`, or `qm reset <vmid>`."),
        role: CausalRole(symptoms: [.unavailable, .writesFail])
    ) { look in
        guard try look.guest() != nil, look.resource.state.status == .failing else { return .clear }
        return .raised(
            Raised(
                .critical, "Halted by an error",
                description: "The hypervisor has halted \(look.name) because of an error\(look.age(of: look.resource.state).forWords).",
                recommendation: "Look at the space of the storage that \(look.name) is on, then resume or reset it.",
                evidence: "Status failing since \(look.resource.state.since.map(Words.minute) ?? "before Pulse was started").",
                items: [.fact(look.id, "status", "failing", at: look.resource.state.since)]))
    }

    private static let paused = Duration.seconds(3600)

    static let guestPaused = Check(
        "PVE-GUEST-PAUSED", key: "guest-paused", "Guest is paused", .reliability, on: [.guest], needs: [.facts],
        page: CheckPage(
            why: "A paused guest answers nobody, and is easily forgotten: it is still called running in many lists.",
            decides:
                "Watch when it has been paused for more than \(Words.duration(paused)). Not while a lock is on it (backup, migration, snapshot).",
            advice: "`qm resume <vmid>`, or shut it down."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard let facts = try look.guest(), look.resource.state.status == .paused, facts.lock == nil else { return .clear }
        guard let age = look.age(of: look.resource.state) else { return .hidden("Since when it is paused is not known.") }
        guard age > paused else { return .clear }
        return .raised(
            Raised(
                .watch, "Paused", description: "\(look.name) has been paused for \(Words.duration(age)).",
                recommendation: "Run `qm resume \(facts.vmid)`, or shut \(look.name) down.",
                evidence: "Paused since \(look.resource.state.since.map(Words.minute) ?? "").",
                items: [.fact(look.id, "status", "paused", at: look.resource.state.since)]))
    }

    private static let locks: Set<String> = [
        "backup", "migrate", "snapshot", "snapshot-delete", "rollback", "clone", "create", "disk", "mounted", "fstrim",
    ]

    static let guestLocked = Check(
        "PVE-GUEST-LOCK", key: "guest-lock-stuck", "A lock is left on a guest", .reliability, on: [.guest], needs: [.facts, .ledger("tasks")],
        page: CheckPage(
            why: "While it is locked a guest can't be started, backed up, moved or changed.",
            decides: "Warning when it is locked (\(locks.sorted().joined(separator: ", "))) and on no node of its cluster a task of this guest or a "
                + "backup runs, has begun or has ended within \(Words.duration(GuestFacts.lockPatience)). Needs tasks of all nodes that reach back so far. Not for "
                + "hibernated "
                + "guests (lock `suspended`).",
            advice: "When it is certain that nothing works on it: `qm unlock <vmid>` or `pct unlock <vmid>`.")
    ) { look in
        guard let facts = try look.guest(), let lock = facts.lock, locks.contains(lock) else { return .clear }
        guard try !look.isWorkedOn(facts.vmid, within: GuestFacts.lockPatience) else { return .clear }
        let command = "\(facts.type == .qemu ? "qm" : "pct") unlock \(facts.vmid)"
        return .raised(
            Raised(
                .warning, "Lock left behind",
                description: "\(look.name) is locked (\(lock)) and no task has worked on it for \(Words.duration(GuestFacts.lockPatience)).",
                recommendation: "When nothing works on \(look.name) any more, run `\(command)`.",
                evidence: "Lock \(lock), no task of it in the last \(Words.duration(GuestFacts.lockPatience)).", items: [.fact(look.id, "lock", lock)]
            ))
    }

    private static let settled = Duration.seconds(3600)

    static let guestAgentMissing = Check(
        "PVE-GUEST-AGENT-OFF", key: "guest-agent-off", "Virtual machine has no guest agent", .general, on: [.guest], needs: [.facts],
        page: CheckPage(
            why:
                "Without the agent Pulse does not know how full its file systems are, and backups of a running machine are only as if it had been "
                + "switched off.",
            decides: "Info of a virtual machine that has run for \(Words.duration(settled)) and whose agent is not enabled.",
            advice: "Install qemu-guest-agent inside, then `qm set <vmid> --agent enabled=1`, and stop and start it once.")
    ) { look in
        guard let facts = try look.agentKnown(), facts.agent == .notConfigured, look.hasSettled(facts, settled) else { return .clear }
        return .raised(
            Raised(
                .info, "No guest agent", description: "\(look.name) has no guest agent enabled.",
                recommendation: "Install qemu-guest-agent in \(look.name), run `qm set \(facts.vmid) --agent enabled=1`, and stop and start it once.",
                evidence: "The agent is not configured.", items: [.fact(look.id, "agent", "not configured")]))
    }

    static let guestAgentSilent = Check(
        "PVE-GUEST-AGENT-SILENT", key: "guest-agent-silent", "Guest agent does not answer", .general, on: [.guest], needs: [.facts],
        page: CheckPage(
            why: "The agent is enabled and silent: file systems are not frozen for backups, and shutdowns wait for nothing.",
            decides:
                "Watch of a virtual machine that has run for \(Words.duration(settled)), when its enabled agent does not answer. Not while a lock "
                + "is on it.",
            advice: "`systemctl status qemu-guest-agent` inside the guest; take the agent out of its options when it has none.")
    ) { look in
        guard let facts = try look.agentKnown(), facts.agent == .silent, facts.lock == nil else { return .clear }
        guard look.hasSettled(facts, settled) else { return .hidden("It has not run for \(Words.duration(settled)) yet.") }
        return .raised(
            Raised(
                .watch, "Guest agent silent", description: "The guest agent of \(look.name) is enabled and does not answer.",
                recommendation: "Start qemu-guest-agent in \(look.name), or run `qm set \(facts.vmid) --agent enabled=0`.",
                evidence: "The agent does not answer.", items: [.fact(look.id, "agent", "does not answer")]))
    }
}

extension Look {
    fileprivate func hasSettled(_ facts: GuestFacts, _ patience: Duration) -> Bool { facts.startedAt.map { now.since($0) > patience } ?? false }

    /// A machine that runs, once it was asked how its agent is: that takes some minutes after a start of Pulse.
    fileprivate func agentKnown() throws -> GuestFacts? {
        guard case .guest(let machine) = resource.facts, machine.type == .qemu, let facts = try guest()?.inside(self) else { return nil }
        if facts.agent == .notAskedYet { throw NotEvaluable("How its agent is was not read yet.") }
        if facts.agent == .forbidden { throw NotEvaluable("Pulse may not ask its agent.") }
        return facts
    }

    /// A task of the guest, or a backup that may be of it, runs or has run not long ago.
    func isWorkedOn(_ vmid: Int, within: Duration) throws -> Bool {
        let from = now - within
        let nodes = ledger?.nodes.sorted { $0.key < $1.key } ?? []
        let lists: [[TaskRecord]] = try nodes.map { try told($0.value.tasks, "Tasks of \($0.key)", within: .seconds(1800)) }
        let all = lists.joined()
        guard all.contains(where: { $0.startedAt < from }) else { throw NotEvaluable("No task from before is listed.") }
        return all.contains { task in
            guard task.subject == "\(vmid)" || task.type == "vzdump" || task.subject == nil else { return false }
            return task.outcome == .running || task.startedAt >= from || task.endedAt.map { $0 >= from } ?? false
        }
    }
}

extension GuestFacts {
    /// A lock without a task of its guest for so long was left behind.
    static let lockPatience = Duration.seconds(3600)
}
