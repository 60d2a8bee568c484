import PulseCore

/// What is wrong with the software arrays of a machine, one finding an array.
struct ArrayRule: Sendable {
    /// `check` reads everything on a schedule and is no repair.
    static let repairs: Set<String> = ["recovery", "resync", "reshape", "repair"]

    static func each(_ look: Look, _ judge: (SoftwareArray) -> Raised?) throws -> Answer {
        Answer(raised: try look.host(\.arrays, "arrays").compactMap(judge))
    }

    static func isRepaired(_ array: SoftwareArray) -> Bool { array.action.map(repairs.contains) ?? false }

    static func isInactive(_ array: SoftwareArray) -> Bool { array.state.lowercased() == "inactive" }

    static func isDegraded(_ array: SoftwareArray) -> Bool { array.isDegraded == true || array.state.lowercased().contains("degraded") }

    static func members(_ array: SoftwareArray) -> String {
        "\(array.devicesActive.map(String.init) ?? "?") of \(array.devicesWanted.map(String.init) ?? "?") members active"
    }

    static func lost(_ array: SoftwareArray) -> String {
        let bad = array.members.filter { $0.state == "faulty" && !$0.device.isEmpty }.map(\.device)
        return bad.isEmpty ? "" : " Faulty: \(Words.list(bad))."
    }

    /// The keys of the disks that it may have lost: those marked faulty, or all of an array that lists the lost one as it was.
    static func suspects(_ look: Look, _ array: SoftwareArray) -> Set<String> {
        let faulty = array.members.filter { $0.state == "faulty" }
        guard !faulty.isEmpty || array.members.count >= (array.devicesWanted ?? 0) else { return [] }
        let members = (faulty.isEmpty ? array.members : faulty).map(\.device)
        let disks = (try? look.host(\.disks, "disks")) ?? []
        return Set(disks.filter { members.contains(where: BlockDevice($0.device).holds) }.map(HostDiskRule.key))
    }

    /// Of an array that has lost a disk.
    static func raised(
        _ severity: FindingSeverity, _ title: String, description: String, recommendation: String, evidence: String, _ look: Look,
        _ array: SoftwareArray
    ) -> Raised {
        var raised = Raised(
            instance: array.device, severity, title, description: description, recommendation: recommendation, evidence: evidence,
            items: [item(look, array)])
        raised.restsOn = suspects(look, array)
        return raised
    }

    static func item(_ look: Look, _ array: SoftwareArray) -> Evidence {
        .fact(look.id, "array \(array.device)", "\(array.level ?? "array"), \(array.state), \(members(array))")
    }
}

extension Check {
    static let hostRaidDegraded = Check(
        "HOST-RAID-DEGRADED", key: "raid-degraded", "RAID is degraded", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "The next disk that fails takes the data of the array with it.",
            decides: "Critical when an array of the kernel has fewer active members than it wants and nothing is being rebuilt.",
            advice: "Replace the failed disk and add the new one (`mdadm --manage /dev/md0 --add /dev/sdX1`)."),
        role: CausalRole(explains: [Explanation(.slow, .placed)], symptoms: [.weakened])
    ) { look in
        try ArrayRule.each(look) { array in
            guard ArrayRule.isDegraded(array), !ArrayRule.isInactive(array), !ArrayRule.isRepaired(array) else { return nil }
            return ArrayRule.raised(
                .critical, "RAID is degraded",
                description: "\(array.device) of \(look.name) runs with \(ArrayRule.members(array)).\(ArrayRule.lost(array))",
                recommendation: "Look at `mdadm --detail /dev/\(array.device)`, replace the disk and add the new one with `mdadm --manage "
                    + "/dev/\(array.device) --add`; check backups first.",
                evidence: "\(array.device): \(ArrayRule.members(array)), state \(array.state).", look, array)
        }
    }

    static let hostRaidFailedMember = Check(
        "HOST-RAID-MEMBER-FAILED", key: "raid-failed-devices", "RAID has a failed member", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "A failed member that a spare has taken the place of is still a broken disk, and the spare is used up.",
            decides: "Warning when an array that is not degraded has members that are marked faulty.",
            advice: "Take the member out with `mdadm --manage … --remove` and replace the disk."), role: CausalRole(symptoms: [.weakened])
    ) { look in
        try ArrayRule.each(look) { array in
            guard let failed = array.devicesFailed, failed > 0, !ArrayRule.isInactive(array) else { return nil }
            guard !ArrayRule.isDegraded(array) else { return nil }
            return ArrayRule.raised(
                .warning, "RAID has a failed member",
                description: "\(Words.count(failed, "member")) of \(array.device) on \(look.name) failed.\(ArrayRule.lost(array))",
                recommendation:
                    "Remove the member from /dev/\(array.device) with `mdadm --manage /dev/\(array.device) --remove failed`, replace the disk "
                    + "and add a new spare.",
                evidence: "\(array.device): \(failed) failed, \(ArrayRule.members(array)).", look, array)
        }
    }

    static let hostRaidInactive = Check(
        "HOST-RAID-INACTIVE", key: "raid-inactive", "RAID is inactive", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Nothing on an inactive array can be read or written.", decides: "Critical when the kernel lists an array as inactive.",
            advice: "Find out which members are missing and assemble it (`mdadm --assemble --scan`)."),
        role: CausalRole(explains: [Explanation(.writesFail, .placed), Explanation(.unavailable, .placed)])
    ) { look in
        try ArrayRule.each(look) { array in
            guard ArrayRule.isInactive(array) else { return nil }
            return Raised(
                instance: array.device, .critical, "RAID is inactive", description: "\(array.device) of \(look.name) is not running.",
                recommendation: "Look at `mdadm --examine` of its members and `cat /proc/mdstat`, then try `mdadm --assemble --scan`.",
                evidence: "\(array.device): state \(array.state), \(Words.count(array.members.count, "member")) listed.",
                items: [ArrayRule.item(look, array)])
        }
    }

    static let hostRaidRebuilding = Check(
        "HOST-RAID-REBUILDING", key: "raid-rebuilding", "RAID is being rebuilt", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Until a rebuild is done the array is slower, and may not survive another failure.",
            decides: "Warning while a degraded array is rebuilt, watch while one that is complete is synchronised. The regular check is no finding.",
            advice: "Leave it in peace until it is done, and keep backups at hand."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        try ArrayRule.each(look) { array in
            guard ArrayRule.isRepaired(array), !ArrayRule.isInactive(array), let action = array.action else { return nil }
            let isDegraded = ArrayRule.isDegraded(array)
            let done = array.progress.map { ", \(Words.percent($0)) done" } ?? ""
            return Raised(
                instance: array.device, isDegraded ? .warning : .watch, "RAID is being rebuilt",
                description: "\(array.device) of \(look.name) is in \(action)\(done)\(isDegraded ? "; until then it is not redundant" : "").",
                recommendation: "Wait until `cat /proc/mdstat` shows that it is done, and avoid heavy work on \(look.name) until then.",
                evidence: "\(array.device): \(action)\(done), \(ArrayRule.members(array)).", items: [ArrayRule.item(look, array)])
        }
    }
}
