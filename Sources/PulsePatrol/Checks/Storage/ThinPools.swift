import PulseCore

/// Levels of something that must not become full.
struct LevelRule: Sendable {
    let watch: Double
    let warning: Double
    let critical: Double

    var words: String { "Watch from \(Words.percent(watch)), warning from \(Words.percent(warning)), critical from \(Words.percent(critical)) used." }

    func severity(_ share: Double) -> FindingSeverity? { share >= critical ? .critical : share >= warning ? .warning : share >= watch ? .watch : nil }
}

extension Check {
    private static let data = LevelRule(watch: 0.85, warning: 0.90, critical: 0.95)
    private static let metadata = LevelRule(watch: 0.75, warning: 0.85, critical: 0.95)

    static let thinData = Check(
        "PVE-THIN-DATA", key: "thin-pool-data", "Thin pool is nearly full", .capacity, on: [.pool],
        needs: [.current(.diskUsed), .current(.diskTotal)],
        page: CheckPage(
            why: "When a thin pool is full, all guests on it stop writing, and file systems may be damaged.",
            decides: data.words + " Not where a storage of Proxmox VE on that node is this pool: then the storage has the finding.",
            advice: "Delete old snapshots and unused disks, run `fstrim` in guests (with `discard=on`), or `lvextend` the pool."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored, from: .critical)])
    ) { look in
        guard let facts = try look.thinPool(), !Ground(look: look).isStorage(facts) else { return .clear }
        let share = try look.share(.diskUsed, of: .diskTotal)
        guard let severity = data.severity(share) else { return .clear }
        return .raised(
            try look.full(
                severity, .diskUsed, .diskTotal, "Thin pool nearly full", "The data of thin pool \(facts.name) on \(facts.node) is",
                "Delete snapshots and unused disks in \(facts.name), run `fstrim` in its guests, or enlarge it with `lvextend`."))
    }

    static let thinMetadata = Check(
        "PVE-THIN-METADATA", key: "thin-pool-metadata", "Metadata of a thin pool is nearly full", .capacity, on: [.pool],
        needs: [.current(.metadataUsed), .current(.metadataTotal)],
        page: CheckPage(
            why: "When the metadata is full, all writes to the pool stop, however much space for data is left, and the pool may need repair.",
            decides: metadata.words, advice: "`lvextend --poolmetadatasize +1G <group>/<pool>`; delete snapshots that nobody needs."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored, from: .critical)])
    ) { look in
        guard let facts = try look.thinPool() else { return .clear }
        let share = try look.share(.metadataUsed, of: .metadataTotal)
        guard let severity = metadata.severity(share) else { return .clear }
        return .raised(
            try look.full(
                severity, .metadataUsed, .metadataTotal, "Metadata of thin pool nearly full",
                "The metadata of thin pool \(facts.name) on \(facts.node) is",
                "Run `lvextend --poolmetadatasize +1G \(facts.name)` on \(facts.node)."))
    }
}

extension Look {
    fileprivate func thinPool() throws -> PoolFacts? {
        guard case .pool(let facts) = resource.facts, facts.kind == .lvmThin else { return nil }
        return facts
    }

    func full(_ severity: FindingSeverity, _ used: Metric, _ total: Metric, _ title: String, _ words: String, _ advice: String) throws -> Raised {
        let (used, total, metric) = (try current(used), try current(total), used)
        let share = Words.percent(used / total)
        return Raised(
            severity, title, description: "\(words) at \(share).", recommendation: advice,
            evidence: "Used \(Words.bytes(used)) of \(Words.bytes(total)) (\(share)).",
            items: [.measurement(id, metric, used, at: resource.metrics[metric]?.at)])
    }
}
