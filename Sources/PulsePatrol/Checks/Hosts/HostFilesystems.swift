import PulseCore

/// File systems that fill up, but for the root, which has a history and a forecast.
struct MountRule: Sendable {
    static let levels = LevelRule(watch: 0.85, warning: 0.90, critical: 0.95)
    /// Full by their nature, without a size of their own, or somebody else's.
    static let ignored: Set<String> = [
        "squashfs", "tmpfs", "devtmpfs", "ramfs", "overlay", "iso9660", "udf", "erofs", "cramfs", "romfs", "efivarfs", "fuse.lxcfs", "fuse.snapfuse",
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "ceph", "fuse.sshfs", "fuse.rclone",
    ]
    static let ignoredPlaces = ["/snap/", "/var/lib/docker/", "/var/lib/containers/", "/run/", "/proc/", "/sys/", "/dev/", "/media/cdrom"]

    static func isJudged(_ filesystem: Filesystem, poolsAreKnown: Bool) -> Bool {
        let type = filesystem.type?.lowercased() ?? ""
        if filesystem.mountpoint == "/" || ignored.contains(type) || filesystem.device?.hasPrefix("/dev/loop") == true { return false }
        // Of a pool all file systems are full together.
        if type == "zfs", poolsAreKnown { return false }
        return !ignoredPlaces.contains { filesystem.mountpoint.hasPrefix($0) }
    }

    static func raised(_ filesystem: Filesystem, _ look: Look) -> Raised? {
        guard let used = filesystem.used, let total = filesystem.total, total > 0 else { return nil }
        let (level, forecast) = (HeldLevels(look: look).level(levels, filesystem, part: filesystem.mountpoint), MountForecast(filesystem, look))
        guard let severity = [level?.severity, forecast?.severity].compactMap(\.self).max() else { return nil }
        let (share, growth) = (Words.percent(Double(used) / Double(total)), forecast.map { ", \($0.sentence)" } ?? "")
        return Raised(
            instance: filesystem.mountpoint, severity, level == nil ? "File system fills up" : "File system is nearly full",
            description: "\(filesystem.mountpoint) of \(look.name) is at \(share)\(growth).\(level?.words ?? "")",
            recommendation: "Find what is large with `du -xh --max-depth=2 \(filesystem.mountpoint) | sort -h | tail`, and delete or move it.",
            evidence: "Used \(Words.bytes(used)) of \(Words.bytes(total)) (\(share))\(growth).",
            items: [
                .fact(look.id, "file system \(filesystem.mountpoint)", "\(Words.bytes(used)) of \(Words.bytes(total))"),
                .limit("watch", Words.percent(levels.watch), value: levels.watch),
            ] + (forecast.map { [$0.item(look)] } ?? []))
    }
}

extension Check {
    static let hostRootFill = Check(
        "HOST-DISK-FILL", key: "host-disk-usage", "Root file system is nearly full or fills up", .capacity, on: [.host],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours)],
        page: CheckPage(
            why: "Services stop in strange ways when the root file system is full.", decides: FillRule.storage.words,
            advice: "Clean logs (`journalctl --vacuum-time=14d`), package caches (`apt clean`) and images (`docker system prune`)."),
        role: CausalRole(
            explains: [Explanation(.writesFail, .placed), Explanation(.jobFails, .placed), Explanation(.unavailable, .placed)])
    ) { look in
        _ = try look.host()
        return try FillRule.storage.judge(
            look, noun: "Root file system",
            advice:
                "Find what is large on \(look.name) with `du -xh --max-depth=2 / | sort -h | tail`; clean logs (`journalctl --vacuum-time=14d`) "
                + "and caches.")
    }

    static let hostFilesystemFill = Check(
        "HOST-FILESYSTEM-FILL", key: "host-filesystem-usage", "File system is nearly full or fills up", .capacity, on: [.host],
        needs: [.facts] + MountForecast.needs,
        page: CheckPage(
            why: "What writes to a full file system fails.",
            decides: "\(MountRule.levels.limits) used, for every mount but the root. \(LevelRule.ending) Not for images, memory, network and optical "
                + "file systems, "
                + "nor for ZFS, where the pool is looked at. " + MountForecast.words,
            advice: "Delete or move data, or enlarge the file system."),
        role: CausalRole(explains: [Explanation(.writesFail, .placed), Explanation(.jobFails, .placed)])
    ) { look in
        let facts = try look.host()
        let judged = facts.filesystems.filter { MountRule.isJudged($0, poolsAreKnown: facts.pools?.isEmpty == false) }
        return Answer(
            raised: judged.compactMap { MountRule.raised($0, look) },
            hidden: judged.filter { $0.used == nil || $0.total == nil }.map { Hidden("Its size is not known.", instance: $0.mountpoint) })
    }
}
