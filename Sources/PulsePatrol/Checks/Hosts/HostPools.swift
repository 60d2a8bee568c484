import PulseCore

/// Age of scrubs and fill of ZFS pools that an agent sees.
struct HostPoolRule: Sendable {
    /// Debian and its children scrub monthly, on a Sunday: up to 35 days.
    static let scrubWatch = Duration.days(45)
    static let scrubWarning = Duration.days(120)
    /// ZFS gets slow when little is left.
    static let watch = 0.85
    static let warning = 0.90
    static let critical = 0.95

    static func each(_ look: Look, _ judge: (ZFSPool) -> Raised?) throws -> Answer {
        Answer(raised: try look.host(\.pools, "ZFS pools").compactMap(judge))
    }

    static func hasDataErrors(_ pool: ZFSPool) -> Bool {
        guard let errors = pool.errors?.lowercased(), !errors.isEmpty else { return false }
        return !errors.contains("no known data errors") && errors != "none"
    }

    static func level(_ share: Double) -> FindingSeverity? {
        share >= critical ? .critical : share >= warning ? .warning : share >= watch ? .watch : nil
    }
}

extension Check {
    static let hostPoolHealth = Check(
        "HOST-ZFS-HEALTH", key: "zfs-pool-health", "ZFS pool is not healthy", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "A degraded pool has lost redundancy; a faulted one has lost its data until it is mended.",
            decides: "Critical when ZFS says anything but ONLINE of a pool of the host: DEGRADED, FAULTED, UNAVAIL, SUSPENDED, REMOVED. A pool whose "
                + "resilver runs while it is degraded is a warning.",
            advice: "Run `zpool status -v` and replace the device it names."),
        role: CausalRole(explains: [Explanation(.slow, .placed), Explanation(.writesFail, .placed), Explanation(.errors, .itself)])
    ) { look in
        try HostPoolRule.each(look) { pool in
            guard let health = pool.health?.uppercased(), health != "ONLINE", !health.isEmpty else { return nil }
            let isMended = health == "DEGRADED" && pool.scan?.lowercased().contains("resilver in progress") == true
            return Raised(
                instance: pool.name, isMended ? .warning : .critical, "ZFS pool is \(health.lowercased())",
                description: "The pool \(pool.name) of \(look.name) is \(health)\(isMended ? " and is being resilvered" : "").",
                recommendation: "Run `zpool status -v \(pool.name)` on \(look.name) and replace the device it names with `zpool replace`.",
                evidence: "\(pool.name): \(health).", items: [.fact(look.id, "pool \(pool.name)", health)])
        }
    }

    static let hostPoolErrors = Check(
        "HOST-ZFS-ERRORS", key: "zfs-pool-errors", "ZFS pool has errors", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Errors of devices come before their failure; data errors mean files that cannot be read any more.",
            decides: "Critical when `zpool status` knows of data errors, warning when its devices count read, write or checksum errors.",
            advice: "Restore the named files, find the device or cable, then `zpool clear`."), role: CausalRole(symptoms: [.errors])
    ) { look in
        try HostPoolRule.each(look) { pool in
            let counts = [("read", pool.readErrors), ("write", pool.writeErrors), ("checksum", pool.checksumErrors)]
            let found = counts.compactMap { name, count in count.flatMap { $0 > 0 ? "\($0) \(name)" : nil } }
            let hasDataErrors = HostPoolRule.hasDataErrors(pool)
            guard hasDataErrors || !found.isEmpty else { return nil }
            let text = [hasDataErrors ? pool.errors : nil, found.isEmpty ? nil : "\(Words.list(found)) errors of its devices"].compactMap(\.self)
            return Raised(
                instance: pool.name, hasDataErrors ? .critical : .warning, hasDataErrors ? "ZFS pool has data errors" : "ZFS pool counts errors",
                description: "The pool \(pool.name) of \(look.name) reports: \(text.joined(separator: "; ").printable(limit: 300)).",
                recommendation:
                    "Run `zpool status -v \(pool.name)`, restore the files it names, check disk and cable, and then `zpool clear \(pool.name)`.",
                evidence: "\(pool.name): \(text.joined(separator: "; ").printable(limit: 300)).",
                items: [.fact(look.id, "pool \(pool.name)", text.joined(separator: "; "))])
        }
    }

    static let hostPoolScrub = Check(
        "HOST-ZFS-SCRUB", key: "zfs-scrub-stale", "ZFS pool was not scrubbed for long", .reliability, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "Only a scrub finds what rots in files that nobody reads, while there is still a copy to mend it from.",
            decides: "Watch when the last scrub is \(Words.duration(HostPoolRule.scrubWatch)) old, warning from "
                + "\(Words.duration(HostPoolRule.scrubWarning)). Nothing is said of a pool of which no scrub is known.",
            advice: "Run `zpool scrub`, and switch the monthly timer on.")
    ) { look in
        let pools = try look.host(\.pools, "ZFS pools")
        var answer = try HostPoolRule.each(look) { pool in
            guard let at = pool.scrubbedAt, look.now.since(at) >= HostPoolRule.scrubWatch else { return nil }
            let age = Words.duration(look.now.since(at))
            return Raised(
                instance: pool.name, look.now.since(at) >= HostPoolRule.scrubWarning ? .warning : .watch, "ZFS pool was not scrubbed for long",
                description: "The pool \(pool.name) of \(look.name) was last scrubbed \(age) ago.",
                recommendation: "Run `zpool scrub \(pool.name)` and enable `zfs-scrub-monthly@\(pool.name).timer` on \(look.name).",
                evidence: "Last scrub of \(pool.name): \(Words.day(at)).", items: [.fact(look.id, "pool \(pool.name) scrub", Words.day(at), at: at)])
        }
        answer.hidden = pools.filter { $0.scrubbedAt == nil }.map { Hidden("When \($0.name) was scrubbed is not known.", instance: $0.name) }
        return answer
    }

    static let hostPoolFill = Check(
        "HOST-ZFS-FILL", key: "zfs-pool-usage", "ZFS pool is nearly full", .capacity, on: [.host], needs: [.facts],
        page: CheckPage(
            why: "ZFS gets slow when a pool is nearly full, and at the end nothing can be deleted any more.",
            decides: "Watch from \(Words.percent(HostPoolRule.watch)), warning from \(Words.percent(HostPoolRule.warning)), critical from "
                + "\(Words.percent(HostPoolRule.critical)) allocated.",
            advice: "Delete snapshots (`zfs list -t snapshot -o name,used -s used`), move data, or add a vdev.")
    ) { look in
        try HostPoolRule.each(look) { pool in
            guard let size = pool.size, size > 0, let allocated = pool.allocated else { return nil }
            let share = Double(allocated) / Double(size)
            guard let severity = HostPoolRule.level(share) else { return nil }
            return Raised(
                instance: pool.name, severity, "ZFS pool is nearly full",
                description: "The pool \(pool.name) of \(look.name) is at \(Words.percent(share)).",
                recommendation: "Delete snapshots and data of \(pool.name) that are not needed (`zfs list -t snapshot -s used`), or enlarge it.",
                evidence: "\(Words.bytes(allocated)) of \(Words.bytes(size)) are allocated.",
                items: [
                    .fact(look.id, "pool \(pool.name)", "\(Words.bytes(allocated)) of \(Words.bytes(size))"),
                    .limit("watch", Words.percent(HostPoolRule.watch), value: HostPoolRule.watch),
                ])
        }
    }
}
