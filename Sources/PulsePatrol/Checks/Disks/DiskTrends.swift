import PulseCore

extension Check {
    static let diskSmartTrend = Check(
        "PVE-DISK-SMART-TREND", key: "disk-smart-trend", "A disk gets worse", .reliability, on: [.disk],
        needs: [.facts] + DiskGrowth.flash.counters.map { .history($0.metric, hours: CounterGrowth.hours) },
        page: CheckPage(
            why: DiskGrowth.sectorsMatter,
            decides: DiskGrowth.sectorWords, advice: "Make sure that backups are good, and replace the disk."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        let rule = facts.type == "hdd" ? DiskGrowth.turning : .flash
        let serial = facts.serial ?? "unknown"
        return try rule.answer(look, facts, advice: "Check the backups, and replace \(facts.device) of \(facts.node) (serial \(serial)).")
    }

    static let diskLinkErrors = Check(
        "PVE-DISK-CRC", key: "disk-crc-errors", "Transfers to a disk are damaged", .reliability, on: [.disk],
        needs: [.facts, .history(.linkErrors, hours: CounterGrowth.hours)],
        page: CheckPage(
            why: "Damaged transfers are sent again: the disk seems slow, is reset, and may drop out of its pool. The cable is to blame more often "
                + "than the disk.", decides: DiskGrowth.linkWords, advice: "Replace the cable, or use another port or slot."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        guard facts.type != "nvme" else { return .clear }
        guard facts.attributes != nil else { return .hidden("The attributes of SMART were not read.") }
        guard look.resource.metrics[.linkErrors] != nil else { return .clear }
        return try DiskGrowth.link.answer(
            look, facts, advice: "Replace the cable of \(facts.device) in \(facts.node) or seat it anew; else try another port or slot.")
    }
}

extension DiskGrowth {
    /// Of a disk that is a resource.
    fileprivate func answer(_ look: Look, _ facts: DiskFacts, advice: String) throws -> Answer {
        let told = counters.map(\.metric).filter { look.resource.metrics[$0] != nil }
        let counts = try told.reduce(into: [:]) { $0[$1] = try look.current($1) }
        let label = "\(facts.device) (\((facts.model ?? "unknown model").printable(limit: 60))) on \(facts.node)"
        return Answer(raised: [raised(look, try found(look, part: "", counts), part: "", label: label, advice: advice)].compactMap(\.self))
    }
}
