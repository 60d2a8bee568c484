import PulseCore

extension Check {
    private static let data = LevelRule(watch: 0.85, warning: 0.90, critical: 0.95)
    private static let metadata = LevelRule(watch: 0.75, warning: 0.85, critical: 0.95)

    static let thinData = Check(
        "PVE-THIN-DATA", key: "thin-pool-data", "Thin pool is nearly full", .capacity, on: [.pool],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: HeldLimit.patience)],
        page: CheckPage(
            why: "When a thin pool is full, all guests on it stop writing, and file systems may be damaged.",
            decides: data.words + " Not where a storage of Proxmox VE on that node is this pool: then the storage has the finding.",
            advice: "Delete old snapshots and unused disks, run `fstrim` in guests (with `discard=on`), or `lvextend` the pool."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored, from: .critical)])
    ) { look in
        guard let facts = try look.thinPool(), !Ground(look: look).isStorage(facts) else { return .clear }
        guard let level = try HeldLevels(look: look).level(data, .diskUsed, of: .diskTotal) else { return .clear }
        return .raised(
            try look.full(
                level, .diskUsed, .diskTotal, "Thin pool nearly full", "The data of thin pool \(facts.name) on \(facts.node) is",
                "Delete snapshots and unused disks in \(facts.name), run `fstrim` in its guests, or enlarge it with `lvextend`."))
    }

    static let thinMetadata = Check(
        "PVE-THIN-METADATA", key: "thin-pool-metadata", "Metadata of a thin pool is nearly full", .capacity, on: [.pool],
        needs: [.current(.metadataUsed), .current(.metadataTotal), .history(.metadataUsed, hours: HeldLimit.patience)],
        page: CheckPage(
            why: "When the metadata is full, all writes to the pool stop, however much space for data is left, and the pool may need repair.",
            decides: metadata.words, advice: "`lvextend --poolmetadatasize +1G <group>/<pool>`; delete snapshots that nobody needs."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored, from: .critical)])
    ) { look in
        guard let facts = try look.thinPool() else { return .clear }
        guard let level = try HeldLevels(look: look).level(metadata, .metadataUsed, of: .metadataTotal) else { return .clear }
        return .raised(
            try look.full(
                level, .metadataUsed, .metadataTotal, "Metadata of thin pool nearly full",
                "The metadata of thin pool \(facts.name) on \(facts.node) is",
                "Run `lvextend --poolmetadatasize +1G \(facts.name)` on \(facts.node)."))
    }
}

extension Look {
    fileprivate func thinPool() throws -> PoolFacts? {
        guard case .pool(let facts) = resource.facts, facts.kind == .lvmThin else { return nil }
        return facts
    }

    func full(_ level: LevelRule.Level, _ used: Metric, _ total: Metric, _ title: String, _ words: String, _ advice: String) throws -> Raised {
        let (used, total, metric) = (try current(used), try current(total), used)
        let share = Words.percent(used / total)
        return Raised(
            level.severity, title, description: "\(words) at \(share).\(level.words)", recommendation: advice,
            evidence: "Used \(Words.bytes(used)) of \(Words.bytes(total)) (\(share)).",
            items: [.measurement(id, metric, used, at: resource.metrics[metric]?.at)])
    }
}
