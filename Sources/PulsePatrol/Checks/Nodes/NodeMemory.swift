import PulseCore

extension Check {
    private static let memory = SustainedRule(metric: .memoryUsed, hours: 6, watch: 0.90, warning: 0.95)

    static let nodeMemory = Check(
        "PVE-NODE-MEMORY", key: "high-memory", "Node's memory is nearly used up for hours", .performance, on: [.node],
        needs: memory.needs + [.current(.memoryTotal)],
        page: CheckPage(
            why: "When memory runs out the kernel ends a process, mostly the largest guest.",
            decides: memory.words + " The figure is total minus available, as Proxmox VE gives it. " + ZFSMemory.words
                + " Not in maintenance mode.",
            advice: "Move a guest away, lower what guests may take, or add memory."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let view = try ZFSMemory(look: look).ofNode(facts.name)
        guard let stay = try memory.judge(view, of: view.current(.memoryTotal)) else { return .clear }
        return stay.raised(
            "Memory nearly used up", "\(look.name) has used at least \(Words.percent(stay.least)) of its memory for \(memory.hours) hours.",
            "Move a guest off \(look.name), or lower the memory of guests that do not need theirs.")
    }

    static let nodeSwap = Check(
        "PVE-NODE-SWAP", key: "node-swap", "Node swaps while memory is short", .performance, on: [.node],
        needs: SwapRule.needs,
        page: CheckPage(
            why: "A node that moves memory to disk and back makes every guest slow, and the next step is the end of a process.",
            decides: SwapRule.words, advice: "Move a guest away or add memory; `smem -s swap` shows who lies in swap."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        guard let facts = try look.node(), let rule = try SwapRule(look, facts.name) else { return .clear }
        return rule.answer(look)
    }
}

/// Swap that is full of things nobody needs is no trouble. It is when memory is short too and the processors wait for disks.
struct SwapRule: Sendable {
    static let hours = 6
    static let swap = 0.5
    static let memory = 0.85
    static let waiting = 0.1
    static let needs: [Need] = [
        .current(.swapTotal), .current(.memoryTotal), .history(.swapUsed, hours: hours), .history(.memoryUsed, hours: hours),
        .history(.ioWait, hours: hours),
    ]
    static let words =
        "Warning when in every one of the last \(hours) hours at least \(Words.percent(swap)) of swap and \(Words.percent(memory)) of memory were "
        + "used, "
        + "and processors waited for disks for \(Words.percent(waiting)) of the time on average. Swap alone is never found. " + ZFSMemory.words
        + " Not in maintenance mode."

    private let swap: Double
    private let memory: Double
    private let waiting: Double

    /// Nil when it does not swap.
    init?(_ look: Look, _ node: String) throws {
        guard try look.current(.swapTotal) > 0, try look.share(.swapUsed, of: .swapTotal) >= Self.swap else { return nil }
        swap = try Self.least(.swapUsed, of: .swapTotal, look)
        memory = try Self.least(.memoryUsed, of: .memoryTotal, try ZFSMemory(look: look).ofNode(node))
        let waits = try look.history(.ioWait, hours: Self.hours, atLeast: Self.hours - 1).averages
        waiting = waits.reduce(0, +) / Double(max(1, waits.count))
        guard swap >= Self.swap, memory >= Self.memory, waiting >= Self.waiting else { return nil }
    }

    private static func least(_ metric: Metric, of total: Metric, _ look: Look) throws -> Double {
        let whole = try look.current(total)
        guard whole > 0 else { throw NotEvaluable("Its size is not known.") }
        return (try look.history(metric, hours: hours, atLeast: hours - 1).averages.min() ?? 0) / whole
    }

    func answer(_ look: Look) -> Answer {
        .raised(
            Raised(
                .warning, "Swaps while memory is short",
                description:
                    "\(look.name) has had at least \(Words.percent(swap)) of swap and \(Words.percent(memory)) of memory in use for \(Self.hours) "
                    + "hours, while its processors waited for disks for \(Words.percent(waiting)) of the time.",
                recommendation: "Move a guest off \(look.name) or lower the memory of its guests.",
                evidence: "Swap \(Words.percent(swap)), memory \(Words.percent(memory)), waiting \(Words.percent(waiting)).",
                items: [
                    .series(
                        look.id, .swapUsed, from: look.now - .seconds(Self.hours * 3600), to: look.now, marks: [],
                        text: "at least \(Words.percent(swap)) in each of \(Self.hours) hours"),
                    .series(
                        look.id, .ioWait, from: look.now - .seconds(Self.hours * 3600), to: look.now,
                        marks: [Evidence.Mark("average", waiting)], text: "\(Words.percent(waiting)) on average"),
                ]))
    }
}
