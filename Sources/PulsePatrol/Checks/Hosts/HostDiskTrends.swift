import PulseCore

extension Check {
    static let hostSmartTrend = Check(
        "HOST-DISK-SMART-TREND", key: "host-disk-smart-trend", "A disk gets worse", .reliability, on: [.host],
        needs: [.facts] + DiskGrowth.flash.counters.map { .parts($0.metric, hours: CounterGrowth.hours) },
        page: CheckPage(
            why: DiskGrowth.sectorsMatter,
            decides: DiskGrowth.sectorWords, advice: "Make sure that its data is backed up, and replace the disk."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        try DiskGrowth.each(look) { name, disk in
            let rule = disk.isRotational == true ? DiskGrowth.turning : .flash
            return try rule.raised(look, name, disk, advice: HostDiskRule.replace(look, disk))
        }
    }

    static let hostLinkErrors = Check(
        "HOST-DISK-CRC", key: "host-disk-crc-errors", "Transfers to a disk are damaged", .reliability, on: [.host],
        needs: [.facts, .parts(.linkErrors, hours: CounterGrowth.hours)],
        page: CheckPage(
            why: "Damaged transfers are sent again: the disk seems slow, is reset, and may drop out of its array. The cable is to blame more often "
                + "than the disk.", decides: DiskGrowth.linkWords, advice: "Replace the cable, or use another port or slot."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        try DiskGrowth.each(look) { name, disk in
            guard disk.linkErrors != nil else { return nil }
            return try DiskGrowth.link.raised(
                look, name, disk,
                advice: "Replace the cable of /dev/\(disk.device) in \(look.name) or seat it anew; else try another port or slot.")
        }
    }
}

extension DiskGrowth {
    /// Of each disk of a machine by itself, under the name that its series have.
    fileprivate static func each(_ look: Look, _ judge: (String, HostDisk) throws -> Raised?) throws -> Answer {
        _ = try look.host(\.disks, "disks")
        let disks = try look.host().namedDisks.filter { $0.disk.bus != "virtual" && $0.disk.answer != .unsupported }
        return try .each(of: disks, named: \.name) { name, disk in
            guard disk.answer == .answered || disk.answer == .standby else { throw NotEvaluable("\(disk.device) could not be asked for SMART.") }
            return try judge(name, disk)
        }
    }

    fileprivate func raised(_ look: Look, _ name: String, _ disk: HostDisk, advice: String) throws -> Raised? {
        let found = try found(look, part: name, disk.counts.mapValues { Double($0) })
        return raised(look, found, part: name, label: "\(HostDiskRule.name(disk)) of \(look.name)", advice: advice)
    }
}
