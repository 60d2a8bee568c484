import PulseCore

extension Check {
    private static let old = Duration.seconds(14 * 86_400)
    private static let many = 20
    private static let memoryOld = Duration.seconds(7 * 86_400)
    private static let leftover = Duration.seconds(86_400)

    static let guestSnapshotOld = Check(
        "PVE-GUEST-SNAPSHOT-OLD", key: "guest-snapshot-old", "Guest has old snapshots", .capacity, on: [.guest], needs: [.ledger("snapshots")],
        page: CheckPage(
            why: "A snapshot grows with every change, fills its storage and slows writes. It is no backup: it is lost with the disk.",
            decides:
                "Watch when a snapshot is older than \(Words.duration(old)). Not for what a backup tool left, which has a finding of its own, and "
                + "not "
                + "of templates.",
            advice: "Delete snapshots that nobody will go back to.")
    ) { look in
        let stale = try look.snapshots().filter { look.age(of: $0) > old }
        guard let oldest = stale.min(by: { ($0.at ?? look.now) < ($1.at ?? look.now) }) else { return .clear }
        let words = Words.count(stale.count, "snapshot")
        return .raised(
            Raised(
                .watch, "Old snapshots",
                description:
                    "\(look.name) has \(words) older than \(Words.duration(old)); the oldest, \(oldest.name.printable()), is "
                    + "\(Words.duration(look.age(of: oldest))) old.",
                recommendation: "Delete the snapshots of \(look.name) that nobody will go back to.",
                evidence: "\(words), the oldest from \(oldest.at.map(Words.day) ?? "").", items: stale.prefix(5).map { $0.record(look) }))
    }

    static let guestSnapshotMany = Check(
        "PVE-GUEST-SNAPSHOT-MANY", key: "guest-snapshot-many", "Guest has many snapshots", .capacity, on: [.guest], needs: [.ledger("snapshots")],
        page: CheckPage(
            why: "Each one keeps what was changed since; long chains slow a guest and take long to delete.",
            decides: "Watch from \(many) snapshots. Not of templates.", advice: "Keep fewer, in the tool that makes them.")
    ) { look in
        let snapshots = try look.snapshots()
        guard snapshots.count >= many else { return .clear }
        return .raised(
            Raised(
                .watch, "Many snapshots", description: "\(look.name) has \(Words.count(snapshots.count, "snapshot")).",
                recommendation: "Delete snapshots of \(look.name), or let the tool that makes them keep fewer.",
                evidence: "\(Words.count(snapshots.count, "snapshot")).", items: snapshots.prefix(5).map { $0.record(look) }))
    }

    static let guestSnapshotMemory = Check(
        "PVE-GUEST-SNAPSHOT-MEMORY", key: "guest-snapshot-memory", "A snapshot keeps the memory of its guest", .capacity, on: [.guest],
        needs: [.ledger("snapshots")],
        page: CheckPage(
            why: "A volume as large as the guest's memory lies on the storage for as long as the snapshot does.",
            decides: "Info when a snapshot with memory is older than \(Words.duration(memoryOld)). Not of templates.",
            advice: "Delete it, or make snapshots without memory.")
    ) { look in
        let kept = try look.snapshots().filter { $0.includesMemory == true && look.age(of: $0) > memoryOld }
        guard !kept.isEmpty else { return .clear }
        let names = Words.list(kept.map { $0.name.printable(limit: 40) }.sorted())
        return .raised(
            Raised(
                .info, "Snapshot keeps memory", description: "\(look.name) has \(Words.count(kept.count, "snapshot")) with memory: \(names).",
                recommendation: "Delete it, or make snapshots of \(look.name) without memory.",
                evidence: "With memory and older than \(Words.duration(memoryOld)): \(names).", items: kept.prefix(5).map { $0.record(look) }))
    }

    static let guestSnapshotLeftover = Check(
        "PVE-GUEST-SNAPSHOT-LEFTOVER", key: "guest-snapshot-leftover", "A backup has left its snapshot behind", .backup, on: [.guest],
        needs: [.ledger("snapshots")],
        page: CheckPage(
            why: "The next backup of the container fails while the snapshot of an earlier one is there.",
            decides: "Warning when a snapshot called `vzdump` is older than \(Words.duration(leftover)) and no backup runs.",
            advice: "`pct delsnapshot <vmid> vzdump`, with `--force` when it is stuck.")
    ) { look in
        guard let facts = try look.guest(), facts.lock == nil else { return .clear }
        guard let left = try look.snapshots(ofTools: true).first(where: { look.age(of: $0) > leftover }) else { return .clear }
        return .raised(
            Raised(
                .warning, "Snapshot of a backup left behind",
                description: "A backup of \(look.name) left its snapshot behind \(Words.duration(look.age(of: left))) ago.",
                recommendation: "Run `\(facts.type == .lxc ? "pct" : "qm") delsnapshot \(facts.vmid) vzdump`.",
                evidence: "Snapshot vzdump from \(left.at.map(Words.minute) ?? "").", items: [left.record(look)]))
    }
}

extension GuestSnapshot {
    fileprivate func record(_ look: Look) -> Evidence { .record(look.id, "snapshot", name, at.map(Words.minute) ?? "", at: at) }
}

extension Look {
    /// Those that a person or a schedule made; or those of a running or broken backup.
    fileprivate func snapshots(ofTools: Bool = false) throws -> [GuestSnapshot] {
        guard let facts = try guest(), source?.kind == .proxmoxVE else { return [] }
        let all: [GuestSnapshot] = try told(ledger?.snapshots[facts.vmid], "Snapshots")
        return all.filter { ($0.name == "vzdump") == ofTools }.sorted { ($0.at ?? now, $0.name) < ($1.at ?? now, $1.name) }
    }

    /// Nothing when it does not say.
    fileprivate func age(of snapshot: GuestSnapshot) -> Duration { snapshot.at.map(now.since) ?? .zero }
}
