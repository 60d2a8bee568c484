import PulseAnalysis
import PulseCore

extension Check {
    static let storageFill = Check(
        "PVE-STORAGE-FILL", key: "storage-high-usage", "Storage is nearly full or fills up", .capacity, on: [.storage],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours)],
        page: CheckPage(
            why: "A full storage stops the guests that write to it, and backups onto it fail.", decides: FillRule.storage.words,
            advice: "Delete what is not needed (old snapshots, unused disks, archives), move disks, or enlarge it."),
        role: CausalRole(
            explains: [Explanation(.writesFail, .stored, from: .critical), Explanation(.jobFails, .stored, from: .critical)], symptoms: [.full])
    ) { look in
        guard case .storage(let facts) = look.resource.facts, facts.enabled != false else { return .clear }
        // A storage on a backup server repeats the datastore, which is looked at itself; it reports what the server has.
        guard facts.type != "pbs" else { return .clear }
        return try FillRule.storage.judge(
            look, noun: "Storage", advice: "Delete what is not needed on \(look.name), move disks off it, or enlarge it.",
            on: Ground(look: look).below(facts))
    }
}
