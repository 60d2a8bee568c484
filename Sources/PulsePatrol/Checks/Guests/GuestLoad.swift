import PulseCore

extension CheckCatalogue {
    static let guests: [Check] = [
        .guestProcessors, .guestMemory, .guestFilesystem, .guestFillsUp, .guestFailing, .guestPaused, .guestLocked, .guestAgentMissing,
        .guestAgentSilent, .guestSnapshotOld, .guestSnapshotMany, .guestSnapshotMemory, .guestSnapshotLeftover,
        .guestWaits, .guestUnusedDisk,
    ]
}

extension Check {
    private static let processors = SustainedRule(metric: .cpu, hours: 12, watch: 0.90, warning: 0.97)
    private static let memory = SustainedRule(metric: .memoryUsed, hours: 6, watch: 0.90, warning: 0.95)

    static let guestProcessors = Check(
        "PVE-GUEST-CPU", key: "guest-cpu-pegged", "Guest uses all its processors for hours", .performance, on: [.guest], needs: processors.needs,
        page: CheckPage(
            why: "A process may hang in a loop, or the guest has fewer processors than it needs.",
            decides: processors.words + " Not while a backup, a migration or another task holds a lock on it.",
            advice: "Look at `top` inside the guest; give it more processors only when the work is wanted."),
        role: CausalRole(symptoms: [.slow])
    ) { look in
        guard let facts = try look.runningGuest(), facts.lock == nil, let stay = try processors.judge(look) else { return .clear }
        return stay.raised(
            "Uses all its processors for hours",
            "\(look.name) has used at least \(Words.percent(stay.least)) of its processors for \(processors.hours) hours.",
            "Look at `top` inside \(look.name) for a process that hangs, or give it more processors.")
    }

    static let guestMemory = Check(
        "PVE-GUEST-MEMORY", key: "high-memory", "Guest's memory is nearly used up for hours", .performance, on: [.guest],
        needs: memory.needs + [.current(.memoryTotal)],
        page: CheckPage(
            why: "When its memory runs out, a process inside is ended.",
            decides: memory.words
                + " Only where the figure is that of the guest without its page cache: that is so of containers. Of virtual machines "
                + "Proxmox VE counts the page cache as used, or knows the host's side only, and nothing is found from that.",
            advice: "Give it more memory, or find what takes it (`ps aux --sort -rss`).")
    ) { look in
        guard try look.runningGuest() != nil else { return .clear }
        guard case .measured? = look.resource.metrics[.memoryUsed]?.quality else {
            throw NotEvaluable("How much memory it uses without its page cache is not known.")
        }
        guard let stay = try memory.judge(look, of: look.current(.memoryTotal)) else { return .clear }
        return stay.raised(
            "Memory nearly used up", "\(look.name) has used at least \(Words.percent(stay.least)) of its memory for \(memory.hours) hours.",
            "Give \(look.name) more memory, or find what takes it with `ps aux --sort -rss`.")
    }
}
