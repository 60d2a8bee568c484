import PulseCore
import PulseStorage

/// What v5 alerted on, with what its ids are called here.
struct V5AlertEntry: Codable, Equatable, Sendable {
    var alerts: V5Alerts
    /// Ours by v5's id of each override, as far as it can be told: later nobody knows any more which cluster v5 called what.
    var resources: [String: String]
}

/// Alert settings of Pulse v5 that are kept for when this Pulse has alerts: at most one entry, read by nobody yet, and not lost.
struct V5AlertSection: ConfigurationSection {
    static let name = "v5Alerts"

    let store: KeptSettings

    var name: String { Self.name }
    var givesAccess: Bool { false }

    func export() throws -> (json: String, count: Int) {
        guard let kept = try store.read(name) else { return ("[]", 0) }
        return (kept, 1)
    }

    func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        guard json.utf8.count <= V5Alerts.largest else {
            throw ExportError.contentUnreadable(reason: "its section '\(name)' has more than \(V5Alerts.largest >> 20) MiB")
        }
        let wanted = try EntryReader.read(V5AlertEntry.self, json, section: name, key: Self.key)
        for (theirs, ours) in wanted.first?.resources ?? [:] where ResourceID(ours)?.description != ours {
            throw ExportError.entryUnusable(section: name, name: theirs.printable(limit: 64), reason: "it is not called by the id of a resource")
        }
        let here = try store.read(name, in: transaction).map { try EntryReader.read(V5AlertEntry.self, $0, section: name, key: Self.key) }
        return Prepared(store: store, plan: EntryPlan(here: here ?? [], wanted: wanted, mode: terms.mode, key: Self.key))
    }

    /// There is one set of settings, whatever is in it.
    private static func key(_ entry: V5AlertEntry) -> String { "alerts.json" }

    private struct Prepared: PreparedSection {
        let store: KeptSettings
        let plan: EntryPlan<V5AlertEntry>

        var changes: [ConfigurationChange] {
            plan.changes(in: V5AlertSection.name, name: V5AlertSection.key) {
                "Kept for when alerts arrive, with \($0.alerts.summary); until then nothing alerts."
            }
        }

        func write(in transaction: WriteTransaction) throws {
            let wanted = plan.added + plan.changed
            if !wanted.isEmpty { try store.keep(try EntryReader.write(wanted), as: V5AlertSection.name, in: transaction) }
            if !plan.removed.isEmpty { try store.remove(V5AlertSection.name, in: transaction) }
        }
    }
}
