import PulseCore

extension Check {
    private static let processors = SustainedRule(metric: .cpu, hours: 6, watch: 0.85, warning: 0.95)
    private static let waiting = SustainedRule(metric: .ioWait, hours: 6, watch: 0.15, warning: 0.30)
    private static let queue = SustainedRule(metric: .load1, hours: 6, watch: 1.5, warning: 3)
    private static let slowsGuests = CausalRole(explains: [Explanation(.slow, .placed)])

    static let nodeProcessors = Check(
        "PVE-NODE-CPU", key: "high-cpu", "Node's processors are busy for hours", .performance, on: [.node], needs: processors.needs,
        page: CheckPage(
            why: "Guests get less processor time than they ask for, and nothing is left when another node fails.",
            decides: processors.words + " Not in maintenance mode.",
            advice: "Find the busiest guests in the guest list, move one to another node, or limit it (`qm set <vmid> --cpulimit`)."),
        role: slowsGuests
    ) { look in
        guard try look.node() != nil, let stay = try processors.judge(look) else { return .clear }
        return stay.raised(
            "Processors busy for hours",
            "\(look.name) has used at least \(Words.percent(stay.least)) of its processors for \(processors.hours) hours.",
            "Sort the guests of \(look.name) by processor time; move the busiest away or limit it.")
    }

    static let nodeWaiting = Check(
        "PVE-NODE-IOWAIT", key: "node-io-wait", "Node waits for its storage for hours", .performance, on: [.node], needs: waiting.needs,
        page: CheckPage(
            why: "Everything that writes or reads on this node is slow.", decides: waiting.words + " Not in maintenance mode.",
            advice: "`iostat -x 5` names the slow device, `iotop` who uses it. Look at SMART of that disk and at running scrubs and backups."),
        role: CausalRole(explains: [Explanation(.slow, .placed)], symptoms: [.waits])
    ) { look in
        guard try look.node() != nil, let stay = try waiting.judge(look) else { return .clear }
        return stay.raised(
            "Waits for storage",
            "The processors of \(look.name) have waited for storage for at least \(Words.percent(stay.least)) of the last "
                + "\(waiting.hours) hours.", "Run `iostat -x 5` on \(look.name) to find the slow device, and `iotop` to find who uses it.")
    }

    static let nodeLoad = Check(
        "PVE-NODE-LOAD", key: "node-load", "More wants to run than the node has processors for", .performance, on: [.node],
        needs: queue.needs + [.facts],
        page: CheckPage(
            why: "A queue for processors or disks that lasts for hours makes all guests slow.",
            decides: "The load over one minute, as a share of the processor threads. " + queue.words + " Not in maintenance mode.",
            advice: "`top` and `ps -eo state,pid,cmd | grep '^[RD]'` show who waits: R for processors, D for disks."),
        role: slowsGuests
    ) { look in
        guard let facts = try look.node() else { return .clear }
        guard let threads = facts.processors.threads, threads > 0 else { throw NotEvaluable("How many processors it has is not known.") }
        guard let stay = try queue.judge(look, of: Double(threads)) else { return .clear }
        let load = Words.short(stay.least * Double(threads), places: 1)
        return stay.raised(
            "Load above its processors for hours",
            "The load of \(look.name) has been at least \(load) for \(queue.hours) hours, with \(Words.count(threads, "processor thread")).",
            "Run `ps -eo state,pid,cmd | grep '^[RD]'` on \(look.name): R waits for processors, D for disks.")
    }
}
