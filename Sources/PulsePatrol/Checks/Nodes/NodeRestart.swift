import PulseCore

extension CheckCatalogue {
    static let nodes: [Check] = [
        .nodeOffline, .nodeProcessors, .nodeWaiting, .nodeLoad, .nodeMemory, .nodeSwap, .nodeRootFill, .nodeClock, .nodeServices, .nodeUncleanRestart,
        .nodeOvercommitted,
    ]
}

extension Check {
    private static let recent = Duration.seconds(86_400)
    private static let before = Duration.seconds(2 * 3600)

    static let nodeUncleanRestart = Check(
        "PVE-NODE-UNCLEAN-RESTART", key: "node-unclean-restart", "Node started again without having been shut down", .reliability, on: [.node],
        needs: [.facts, .ledger("tasks")],
        page: CheckPage(
            why: "A node that starts anew by itself lost power, crashed, or was reset by its watchdog; it may do so again.",
            decides:
                "Warning for \(Words.duration(recent)) after a start before which, in \(Words.duration(before)), no task `stopall` is listed: every "
                + "clean shutdown of Proxmox VE leaves one. Only when older tasks of the node are listed, so that it could be seen. Not in "
                + "maintenance mode.",
            advice: "`journalctl -b -1 -e` shows the last words before the restart; look for kernel errors, power and, with HA, for the watchdog.")
    ) { look in
        guard let facts = try look.node(), let started = facts.startedAt, look.now.since(started) < recent else { return .clear }
        let tasks: [TaskRecord] = try look.told(look.ledger(of: facts.name).tasks, "Tasks")
        guard tasks.contains(where: { $0.startedAt < started - before }) else { throw NotEvaluable("No task from before its start is listed.") }
        let isClean = tasks.contains { $0.type == "stopall" && $0.startedAt >= started - before && $0.startedAt <= started + .seconds(600) }
        guard !isClean else { return .clear }
        return .raised(
            Raised(
                .warning, "Started again without a shutdown",
                description: "\(look.name) started at \(Words.minute(started)), and no shutdown is among its tasks before that.",
                recommendation: "Read `journalctl -b -1 -e` on \(look.name); check power, kernel errors and, with high availability, the watchdog.",
                evidence: "Started \(Words.minute(started)); no task `stopall` in the \(Words.duration(before)) before.",
                items: [.fact(look.id, "startedAt", Words.minute(started), at: started)]))
    }

    private static let full = 1.0
    private static let far = 1.25

    static let nodeOvercommitted = Check(
        "PVE-NODE-OVERCOMMIT", key: "node-memory-overcommit", "Running machines may take more memory than the node has", .capacity, on: [.node],
        needs: [.current(.memoryTotal), .facts],
        page: CheckPage(
            why: "When all of them use what they were promised, the kernel ends one.",
            decides: "Info when the memory of all running virtual machines of a node is more than \(Words.percent(full)) of the node's, watch from "
                + "\(Words.percent(far)). Containers are left out: theirs is a limit and not a promise. Not in maintenance mode.",
            advice: "Lower the memory of machines that do not use theirs, or move one to another node.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let total = try look.current(.memoryTotal)
        let machines = look.runningMachines(on: facts.name)
        let promised = machines.compactMap { $0.metrics[.memoryTotal]?.value }.reduce(0, +)
        guard total > 0, promised / total > full else { return .clear }
        return .raised(
            Raised(
                promised / total > far ? .watch : .info, "More memory promised than there is",
                description: "\(Words.count(machines.count, "running machine")) on \(look.name) may take \(Words.bytes(promised)) of its "
                    + "\(Words.bytes(total)) of memory.",
                recommendation: "Lower the memory of machines on \(look.name) that do not use theirs, or move one away.",
                evidence: "Promised \(Words.bytes(promised)) of \(Words.bytes(total)) (\(Words.percent(promised / total))).",
                items: [.measurement(look.id, .memoryTotal, total, at: look.now), .fact(look.id, "promised memory", Words.bytes(promised))]))
    }
}

extension Look {
    fileprivate func runningMachines(on node: String) -> [Resource] {
        estate.fleet.resources.values.filter { resource in
            guard case .guest(let guest) = resource.facts, resource.source == self.resource.source else { return false }
            return guest.node == node && guest.type == .qemu && resource.state.status == .running
        }
    }
}
