import PulseAnalysis
import PulseCore

extension Check {
    private static let level = LevelRule(watch: 0.85, warning: 0.90, critical: 0.95)

    static let guestFilesystem = Check(
        "PVE-GUEST-FILESYSTEM", key: "high-disk", "A file system of a guest is nearly full", .capacity, on: [.guest],
        needs: [.facts, .current(.diskUsed), .history(.diskUsed, hours: HeldLimit.patience), .parts(.diskUsed, hours: HeldLimit.patience)],
        page: CheckPage(
            why: "Programs that can't write stop, and databases may be damaged.",
            decides: "For each file system: \(level.words) Not of read-only images (squashfs, iso9660, erofs), of memory (tmpfs), layers "
                + "(overlay), the boot partition of the firmware, and what is smaller than \(Words.bytes(FilesystemRule.smallest)). Virtual "
                + "machines need the guest agent.",
            advice: "Delete what is not needed or enlarge the disk; `du -xh <mount> --max-depth=2 | sort -h | tail` finds the large ones.")
    ) { look in
        guard let facts = try look.guest()?.inside(look) else { return .clear }
        _ = try look.current(.diskUsed)
        let filesystems = try facts.filesystems ?? [look.root(facts)]
        return Answer(
            raised: FilesystemRule.judged(filesystems).compactMap { filesystem in
                HeldLevels(look: look).level(level, filesystem, part: filesystems.count > 1 ? filesystem.mountpoint : "")
                    .map { filesystem.raised(look, $0) }
            })
    }

    private static let soon = Duration.seconds(7 * 86_400)
    private static let later = Duration.seconds(30 * 86_400)

    static let guestFillsUp = Check(
        "PVE-GUEST-FILLS-UP", key: "guest-disk-forecast", "Guest's disk fills up", .capacity, on: [.guest],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours)]
            + MountForecast.needs,
        page: CheckPage(
            why: "There is time to act before it is full.",
            decides:
                "Warning when its growth fills it within \(Words.duration(soon)), watch within \(Words.duration(later)). The forecast needs three "
                + "days of history and says nothing of what is emptied regularly, jumped once or stopped growing. Of several "
                + "file systems each that is half full is judged by its own history; where none of them fills up, their sum is, of a container its root.",
            advice: "Find what grows, or enlarge the disk in time.")
    ) { look in
        guard let facts = try look.guest()?.inside(look) else { return .clear }
        let (used, total) = (try look.current(.diskUsed), try look.current(.diskTotal))
        let mounts = FilesystemRule.judged(facts.filesystems ?? [])
        let filling = mounts.count < 2 ? [] : mounts.compactMap { MountForecast($0, look)?.raised(look) }
        guard filling.isEmpty else { return Answer(raised: filling) }
        let past = try look.history(.diskUsed, hours: FillRule.hours, atLeast: 72).timed
        let sizes = try look.history(.diskTotal, hours: FillRule.hours, atLeast: 1).timed
        guard let filling = CapacityForecaster().forecast(used: past, total: sizes, at: look.now).filling, filling.fullAt.since(look.now) <= later
        else {
            return .clear
        }
        let growth = Words.bytes(filling.trend.slopePerDay)
        return .raised(
            Raised(
                filling.fullAt.since(look.now) <= soon ? .warning : .watch, "Disk fills up",
                description: "The disk of \(look.name) grows by \(growth) a day and will be full around \(Words.day(filling.fullAt)).",
                recommendation: "Find what grows in \(look.name), or enlarge its disk before \(Words.day(filling.earliest)).",
                evidence: "Used \(Words.bytes(used)) of \(Words.bytes(total)), growing \(growth) a day.",
                items: [
                    .series(
                        look.id, .diskUsed, from: filling.trend.from, to: look.now,
                        marks: [Evidence.Mark("now", used, at: look.now), Evidence.Mark("full", total, at: filling.fullAt)],
                        text: "growing \(growth) a day")
                ]))
    }
}

extension MountForecast {
    fileprivate func raised(_ look: Look) -> Raised {
        let (place, size) = (filesystem.mountpoint.printable(), "\(Words.bytes(filesystem.used ?? 0)) of \(Words.bytes(filesystem.total ?? 0))")
        return Raised(
            instance: filesystem.mountpoint, severity, "Disk fills up", description: "\(place) of \(look.name) is \(sentence).",
            recommendation: "Find what grows on \(place) in \(look.name), or enlarge its disk before \(Words.day(filling.earliest)).",
            evidence: "Used \(size), \(sentence).", items: [item(look)])
    }
}

/// Which file systems can be full by accident.
enum FilesystemRule {
    static let smallest: Int64 = 256 << 20
    private static let types: Set<String> = [
        "squashfs", "iso9660", "udf", "erofs", "cramfs", "tmpfs", "ramfs", "devtmpfs", "overlay", "aufs", "fuse.snapfuse", "cdfs", "proc", "sysfs",
        "efivarfs",
    ]
    private static let places = ["/boot/efi", "/efi", "/snap/", "/run/", "/dev/", "/sys/", "/proc/", "/var/lib/docker/", "/var/lib/containers/"]

    static func judged(_ filesystems: [Filesystem]) -> [Filesystem] {
        var seen: Set<String> = []
        return filesystems.filter { filesystem in
            guard (filesystem.total ?? 0) >= smallest, filesystem.used != nil, !types.contains((filesystem.type ?? "").lowercased()) else {
                return false
            }
            guard !places.contains(where: { filesystem.mountpoint.hasPrefix($0) }) else { return false }
            return seen.insert(filesystem.mountpoint).inserted
        }
    }
}

extension Filesystem {
    fileprivate var share: Double { Double(used ?? 0) / Double(max(1, total ?? 1)) }

    fileprivate func raised(_ look: Look, _ level: LevelRule.Level) -> Raised {
        let size = "\(Words.bytes(used ?? 0)) of \(Words.bytes(total ?? 0))"
        return Raised(
            instance: mountpoint, level.severity, "File system \(level.severity == .critical ? "almost full" : "nearing capacity")",
            description: "\(mountpoint.printable()) of \(look.name) is at \(Words.percent(share)).\(level.words)",
            recommendation: "Delete what is not needed on \(mountpoint.printable()) in \(look.name), or enlarge the disk.",
            evidence: "Used \(size) (\(Words.percent(share))).", items: [.fact(look.id, "filesystem \(mountpoint)", size, at: look.now)])
    }
}

extension Look {
    /// A container's root, where its configuration was not read.
    fileprivate func root(_ facts: GuestFacts) throws -> Filesystem {
        guard facts.type == .lxc else { throw NotEvaluable("Its file systems are not known.") }
        return Filesystem(mountpoint: "/", total: Int64(try current(.diskTotal)), used: Int64(try current(.diskUsed)))
    }
}
