import PulseCore

extension Check {
    private static let waiting = HoursAbove(metric: .ioPressure, hours: 3, watch: 0.50, warning: 0.80)

    static let guestWaits = Check(
        "PVE-GUEST-IO-PRESSURE", key: "guest-io-pressure", "Guest waits for its disks for hours", .performance, on: [.guest], needs: waiting.needs,
        page: CheckPage(
            why: "What runs in it stands still as long: the storage is too slow, overloaded or gone.",
            decides: waiting.words
                + " It is the share of time in which something of the guest waited for its disks (PSI of its control group). Proxmox VE tells it of "
                + "virtual machines since version 9; of containers Pulse doesn't ask. Not while a lock is on it (backup, migration, snapshot); and "
                + "when a task of it or a backup ran in those hours, nobody can tell.",
            advice: "Look at the storage its disks are on; where that has a finding of its own, it is named as the cause."),
        role: CausalRole(symptoms: [.slow, .waits])
    ) { look in
        guard let facts = try look.runningGuest(), facts.type == .qemu, facts.lock == nil else { return .clear }
        let places = facts.storages.sorted()
        let place = places.isEmpty ? "the storage that the disks of \(look.name) are on" : Words.list(places)
        let answer = try waiting.answer(
            look, title: "Waits for its disks for hours", what: "\(look.name) waited for its disks",
            advice: "Look at \(place): its latency, a scrub or rebuild that runs there, and who else writes to it (`iostat -x 5` on \(facts.node)).")
        // Looked at last: it takes all tasks of the cluster.
        guard try answer.raised.isEmpty || !look.isWorkedOn(facts.vmid, within: .seconds(waiting.hours * 3600)) else {
            throw NotEvaluable("A task of it or a backup ran in these hours.")
        }
        return answer
    }

    static let guestUnusedDisk = Check(
        "PVE-GUEST-DISK-UNUSED", key: "guest-unused-disk", "Guest has disks that nothing uses", .capacity, on: [.guest], needs: [.facts],
        page: CheckPage(
            why: "A disk that was detached or moved stays where it was and takes its room, often for years; and it is deleted with the guest.",
            decides: "Info when the configuration of a guest lists unused disks (`unused0` …). Not while a lock is on it (a disk is being moved).",
            advice: "Look what is on it, then remove it under Hardware or Resources, or attach it again.")
    ) { look in
        guard let facts = try look.guest(), facts.lock == nil else { return .clear }
        guard let disks = facts.disks else { return .hidden("Its configuration is not known: it is read every six hours, and that needs VM.Audit.") }
        let unused = disks.filter(\.isUnused)
        guard !unused.isEmpty else { return .clear }
        let volumes = Words.list(unused.map(\.volume))
        return .raised(
            Raised(
                .info, unused.count == 1 ? "A disk that nothing uses" : "\(unused.count) disks that nothing uses",
                description: "\(look.name) still owns \(volumes), which nothing uses and which takes its room.",
                recommendation: "See what is on it; then remove it from \(look.name), or attach it again.",
                evidence: "\(Words.list(unused.map(\.name))) in its configuration: \(volumes).",
                items: unused.prefix(8).map { .fact(look.id, $0.name, $0.volume) }))
    }
}
