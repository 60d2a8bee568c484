import PulseCore

extension Check {
    static let hostDiskFailed = Check(
        "HOST-DISK-FAILED", key: "smart-failed", "Disk says that it fails", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "A disk that fails its own test is likely to die within days.",
            decides: "Critical when SMART's overall verdict of a physical disk is failed. A missing verdict is no failure.",
            advice: "Back up, and replace the disk."), role: CausalRole(explains: [Explanation(.weakened, .itself)])
    ) { look in
        try HostDiskRule.each(look) { disk in
            guard disk.passed == false else { return nil }
            return HostDiskRule.raised(
                .critical, "Disk says that it fails", look, disk, what: "failed its own health test", name: "SMART verdict", value: "failed",
                advice: HostDiskRule.replace(look, disk))
        }
    }

    static let hostDiskPending = Check(
        "HOST-DISK-PENDING", key: "smart-pending-sectors", "Disk has sectors that it cannot read", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "What stands in a pending sector is lost unless there is a copy.",
            decides: "Warning when a disk counts pending sectors: the count falls again when they are written or replaced.",
            advice: "Run a scrub or `smartctl -t long`, and replace the disk when the count does not fall to 0.")
    ) { look in
        try HostDiskRule.each(look) { disk in
            guard let pending = disk.pendingSectors, pending > 0 else { return nil }
            return HostDiskRule.raised(
                .warning, "Disk has sectors that it cannot read", look, disk, what: "has \(Words.count(pending, "pending sector"))",
                name: "pending sectors", value: "\(pending)", advice: HostDiskRule.replace(look, disk))
        }
    }

    static let hostDiskReallocated = Check(
        "HOST-DISK-REALLOCATED", key: "smart-reallocated-sectors", "Disk has replaced many sectors", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "A disk that replaces sectors does so because its surface gives way.",
            decides:
                "Watch from \(HostDiskRule.reallocatedWatch) reallocated sectors, warning from \(HostDiskRule.reallocatedWarning). A few are normal.",
            advice: "Keep an eye on the count, and order a replacement when it grows.")
    ) { look in
        try HostDiskRule.each(look) { disk in
            guard let count = disk.reallocatedSectors, count >= HostDiskRule.reallocatedWatch else { return nil }
            return HostDiskRule.raised(
                count >= HostDiskRule.reallocatedWarning ? .warning : .watch, "Disk has replaced many sectors", look, disk,
                what: "has replaced \(Words.count(count, "sector"))", name: "reallocated sectors", value: "\(count)",
                advice: HostDiskRule.replace(look, disk))
        }
    }

    static let hostDiskUncorrectable = Check(
        "HOST-DISK-UNCORRECTABLE", key: "smart-uncorrectable", "Disk reported uncorrectable errors", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Each one was a read that failed for good.",
            decides: "Watch from the first uncorrectable or media error that a disk counts, warning from \(HostDiskRule.uncorrectableWarning).",
            advice: "Run `smartctl -t long` and a scrub, and replace the disk when the count grows.")
    ) { look in
        try HostDiskRule.each(look) { disk in
            let count = max(disk.uncorrectableErrors ?? 0, disk.mediaErrors ?? 0)
            guard count > 0 else { return nil }
            return HostDiskRule.raised(
                count >= HostDiskRule.uncorrectableWarning ? .warning : .watch, "Disk reported uncorrectable errors", look, disk,
                what: "counts \(Words.count(count, "error")) that could not be corrected", name: "uncorrectable errors", value: "\(count)",
                advice: HostDiskRule.replace(look, disk))
        }
    }

    static let hostDiskWear = Check(
        "HOST-DISK-WEAR", key: "smart-wear", "Solid-state disk is nearly worn out", .capacity, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Beyond its endurance a disk may become read-only or fail.",
            decides:
                "Watch from \(Words.percent(HostDiskRule.wearWatch)), warning from \(Words.percent(HostDiskRule.wearWarning)) of its life used; a "
                + "watch too when the rate of its life so far (from \(HostDiskRule.leastHours) hours and "
                + "\(Words.percent(HostDiskRule.leastWear)) on) "
                + "uses it up within \(Words.duration(HostDiskRule.wornSoon)).",
            advice: "Plan its replacement, and find out what writes so much.")
    ) { look in
        try HostDiskRule.each(look) { disk in
            guard let wear = disk.wear else { return nil }
            let left = HostDiskRule.wornOut(disk)
            let isSoon = left.map { $0 <= HostDiskRule.wornSoon } ?? false
            guard wear >= HostDiskRule.wearWatch || isSoon else { return nil }
            let soon = isSoon ? left.map { "; at its rate so far it is worn out in \(Words.duration($0))" } ?? "" : ""
            return HostDiskRule.raised(
                wear >= HostDiskRule.wearWarning ? .warning : .watch, "Solid-state disk is nearly worn out", look, disk,
                what: "has used \(Words.percent(wear)) of its life\(soon)", name: "wear", value: Words.percent(wear),
                advice: "Plan the replacement of /dev/\(disk.device), and look with `iotop -ao` what writes so much on \(look.name).")
        }
    }

    static let hostDiskSpare = Check(
        "HOST-DISK-SPARE", key: "nvme-spare-low", "NVMe disk runs out of spare blocks", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Without spare blocks the next worn one is an error.",
            decides:
                "Watch at \(Words.percent(HostDiskRule.spareWatch)) spare or less, warning at \(Words.percent(HostDiskRule.spareWarning)) or less.",
            advice: "Replace the disk.")
    ) { look in
        try HostDiskRule.each(look) { disk in
            guard let left = disk.spareLeft, left <= HostDiskRule.spareWatch else { return nil }
            return HostDiskRule.raised(
                left <= HostDiskRule.spareWarning ? .warning : .watch, "NVMe disk runs out of spare blocks", look, disk,
                what: "has \(Words.percent(left)) of its spare blocks left", name: "spare", value: Words.percent(left),
                advice: HostDiskRule.replace(look, disk))
        }
    }

    static let hostDiskHot = Check(
        "HOST-DISK-TEMPERATURE", key: "disk-temperature", "Disk is hot", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Heat shortens the life of disks, and flash slows itself down.",
            decides:
                "Watch from \(Words.figure(HostDiskRule.hot.disk, .celsius)) and warning from "
                + "\(Words.figure(HostDiskRule.tooHot.disk, .celsius)) for "
                + "turning disks; from \(Words.figure(HostDiskRule.hot.flash, .celsius)) and "
                + "\(Words.figure(HostDiskRule.tooHot.flash, .celsius)) for others. "
                + "A disk that sleeps is not judged by what it said before.",
            advice: "Check fans, filters and cabling of the air flow.")
    ) { look in
        try HostDiskRule.each(look) { disk in
            guard let found = HostDiskRule.temperature(disk), let celsius = disk.celsius else { return nil }
            return HostDiskRule.raised(
                found.severity, "Disk is hot", look, disk, what: "is at \(Words.figure(celsius, .celsius))", name: "temperature",
                value: "\(Words.figure(celsius, .celsius)) (limit \(Words.figure(found.limit, .celsius)))",
                advice: "Check the fans and the air flow of \(look.name); a disk should stay below \(Words.figure(found.limit, .celsius)).")
        }
    }
}
