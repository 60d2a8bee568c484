import PulseCore

extension CheckCatalogue {
    static let storage: [Check] = [
        .storageFill, .storageInactive, .storagePartly, .thinData, .thinMetadata, .zfsHealth, .zfsErrors, .zfsDataErrors, .zfsScrub, .zfsFragmented,
        .zfsFill, .zfsResilver,
    ]
}

extension Check {
    private static let scrubWatch = Duration.seconds(35 * 86_400)
    private static let scrubWarning = Duration.seconds(90 * 86_400)

    static let zfsScrub = Check(
        "PVE-ZFS-SCRUB", key: "zfs-scrub-age", "ZFS pool was not scrubbed for long", .reliability, on: [.pool], needs: [.facts],
        page: CheckPage(
            why: "Only a scrub finds damage in data that nobody reads, while the other copy is still good.",
            decides: "Watch when the last scrub is older than \(Words.duration(scrubWatch)) (Debian makes one each month), warning from "
                + "\(Words.duration(scrubWarning)); watch too when there never was one. Not while a scrub or resilver runs, and not after a "
                + "resilver, "
                + "which hides when the last scrub was.",
            advice: "`zpool scrub <pool>`; `/etc/cron.d/zfsutils-linux` or a timer makes one each month.")
    ) { look in
        guard let facts = try look.zfsPool() else { return .clear }
        guard facts.devices != nil || facts.scan != nil || facts.scrubbedAt != nil else { return .hidden("The state of its scrub was not read yet.") }
        if facts.isScanning { return .clear }
        let isNever = facts.scrubbedAt == nil && (facts.scan ?? "none").hasPrefix("none")
        guard let age = facts.scrubbedAt.map(look.now.since) else {
            return isNever ? .raised(look.scrub(facts, .watch, "was never scrubbed")) : .hidden("When it was last scrubbed is not known.")
        }
        guard age > scrubWatch else { return .clear }
        return .raised(look.scrub(facts, age > scrubWarning ? .warning : .watch, "was last scrubbed \(Words.duration(age)) ago"))
    }

    private static let fragmented = 0.5
    private static let filled = 0.7

    static let zfsFragmented = Check(
        "PVE-ZFS-FRAGMENTATION", key: "zfs-fragmentation", "ZFS pool is fragmented", .performance, on: [.pool],
        needs: [.facts, .current(.diskUsed), .current(.diskTotal)],
        page: CheckPage(
            why: "Free space in small pieces makes writes slow, the more so the fuller the pool is.",
            decides:
                "Watch when more than \(Words.percent(fragmented)) of the free space is fragmented while more than \(Words.percent(filled)) is used.",
            advice: "Free space; only moving data away and back makes whole stretches again.")
    ) { look in
        guard let facts = try look.zfsPool() else { return .clear }
        guard let fragmentation = facts.fragmentation else { return .hidden("How fragmented it is is not known.") }
        let share = try look.share(.diskUsed, of: .diskTotal)
        guard fragmentation > fragmented, share > filled else { return .clear }
        return .raised(
            Raised(
                .watch, "Pool fragmented",
                description:
                    "\(Words.percent(fragmentation)) of the free space of pool \(facts.name) on \(facts.node) is fragmented, and it is at "
                    + "\(Words.percent(share)).",
                recommendation: "Free space in \(facts.name): old snapshots, unused volumes, or guests that can live elsewhere.",
                evidence: "Fragmentation \(Words.percent(fragmentation)), used \(Words.percent(share)).",
                items: [.fact(look.id, "fragmentation", Words.percent(fragmentation)), .limit("watch", Words.percent(fragmented), value: fragmented)])
        )
    }

    private static let level = LevelRule(watch: 0.80, warning: 0.90, critical: 0.96)

    static let zfsFill = Check(
        "PVE-ZFS-FILL", key: "zfs-pool-fill", "ZFS pool is nearly full", .capacity, on: [.pool],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: HeldLimit.patience)],
        page: CheckPage(
            why: "ZFS becomes slow above 80 % and can hardly free space when it is full.", decides: level.words,
            advice: "Delete old snapshots (`zfs list -t snapshot -o name,used -s used`) and unused volumes, or add a vdev."),
        role: CausalRole(explains: [
            Explanation(.writesFail, .stored, from: .critical), Explanation(.slow, .stored), Explanation(.waits, .stored), Explanation(.full, .named),
        ])
    ) { look in
        guard let facts = try look.zfsPool() else { return .clear }
        guard let level = try HeldLevels(look: look).level(level, .diskUsed, of: .diskTotal) else { return .clear }
        return .raised(
            try look.full(
                level, .diskUsed, .diskTotal, "ZFS pool nearly full", "Pool \(facts.name) on \(facts.node) is",
                "Delete snapshots and volumes that are not needed: `zfs list -t snapshot -o name,used -s used` on \(facts.node)."))
    }

    static let zfsResilver = Check(
        "PVE-ZFS-RESILVER", key: "zfs-resilver", "ZFS pool rebuilds a device", .reliability, on: [.pool], needs: [.facts],
        page: CheckPage(
            why: "Until it has ended the pool is slower, and has less redundancy than it should.",
            decides: "Info while `zpool status` says that a resilver runs.", advice: "Wait for its end; replace nothing else until then."),
        role: CausalRole(explains: [Explanation(.slow, .stored), Explanation(.waits, .stored)])
    ) { look in
        guard let facts = try look.zfsPool(), let scan = facts.scan, scan.contains("resilver in progress") else { return .clear }
        return .raised(
            Raised(
                .info, "Resilver runs", description: "Pool \(facts.name) on \(facts.node) rebuilds a device.",
                recommendation: "Wait until `zpool status \(facts.name)` says that it has ended, and replace nothing else until then.",
                evidence: scan.printable(), items: [.fact(look.id, "scan", scan)]))
    }
}

extension PoolFacts {
    fileprivate var isScanning: Bool { scan?.contains("in progress") ?? false }
}

extension Look {
    fileprivate func scrub(_ facts: PoolFacts, _ severity: FindingSeverity, _ words: String) -> Raised {
        Raised(
            severity, "Scrub overdue", description: "Pool \(facts.name) on \(facts.node) \(words).",
            recommendation: "Run `zpool scrub \(facts.name)` on \(facts.node), and see that a timer does it each month.",
            evidence: "Pool \(facts.name) \(words).",
            items: [.fact(id, "scrubbedAt", facts.scrubbedAt.map(Words.day) ?? "never", at: facts.scrubbedAt)])
    }
}
