import GRDB
import PulseCore
package import PulseStorage

/// The rules that give profiles to agents, in their order, in an export. Its profiles have to be there before.
package struct ProfileRuleSection: ConfigurationSection {
    private struct Entry: Codable, Sendable, Equatable {
        let position: Int
        let tag: String?
        let platform: String?
        let module: String?
        let profile: String

        init(_ position: Int, _ rule: ProfileRule) {
            (self.position, tag, platform, module, profile) = (position, rule.tag, rule.platform, rule.module, rule.profileID)
        }

        var rule: ProfileRule { ProfileRule(tag: tag, platform: platform, module: module, profileID: profile) }
    }

    package let name = "agentProfileRules"
    package let givesAccess = false
    private let database: PulseStorage.Database
    private let changed: @Sendable () -> Void

    /// - Parameter changed: told when an import wrote something.
    package init(database: PulseStorage.Database, changed: @escaping @Sendable () -> Void) {
        (self.database, self.changed) = (database, changed)
    }

    package func export() throws -> (json: String, count: Int) {
        let entries = try database.read(here)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(Entry.self, json, section: name, key: Self.key).sorted { $0.position < $1.position }
        if let fault = ProfileRule.fault(of: wanted.map(\.rule)) {
            throw ExportError.entryUnusable(section: name, name: "rules", reason: fault)
        }
        let plan = EntryPlan(here: try here(transaction.database), wanted: wanted, mode: terms.mode, key: Self.key)
        return Prepared(section: self, plan: plan, rules: wanted.map(\.rule))
    }

    private func here(_ connection: GRDB.Database) throws -> [Entry] { try ProfileRows.rules(connection).enumerated().map(Entry.init) }

    private static func key(_ entry: Entry) -> String { String(entry.position) }

    private struct Prepared: PreparedSection {
        let section: ProfileRuleSection
        let plan: EntryPlan<Entry>
        let rules: [ProfileRule]

        var changes: [ConfigurationChange] { plan.changes(in: section.name) { "rule \($0.position + 1)" } }

        func write(in transaction: WriteTransaction) throws {
            let known = Set(try ProfileRows.profiles(transaction.database).map(\.id))
            if let rule = rules.first(where: { !known.contains($0.profileID) }) {
                throw ExportError.entryUnusable(section: section.name, name: rule.profileID.printable(limit: 64), reason: "there is no such profile")
            }
            guard !(plan.added + plan.changed + plan.removed).isEmpty else { return }
            try ProfileRows.replace(rules, in: transaction)
        }

        func publish() { section.changed() }
    }
}
