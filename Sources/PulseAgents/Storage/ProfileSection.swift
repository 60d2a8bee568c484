import GRDB
import PulseAgentProtocol
import PulseCore
package import PulseStorage

/// A profile as an export has it: without its earlier versions, and without the agents that have it, which an export does not have either.
private struct ProfileEntry: Codable, Sendable, Equatable {
    let id: String
    let name: String
    let description: String
    let settings: AgentSettings

    init(_ profile: Profile) {
        (id, name, description, settings) = (profile.id, profile.name, profile.description, profile.settings)
    }
}

/// The profiles of agents in an export. What one becomes by an import is a new version of it.
package struct ProfileSection: ConfigurationSection {
    private static let author = "import"

    package let name = "agentProfiles"
    package let givesAccess = false
    private let database: PulseStorage.Database
    private let changed: @Sendable () -> Void

    /// - Parameter changed: told when an import wrote something.
    package init(database: PulseStorage.Database, changed: @escaping @Sendable () -> Void) {
        (self.database, self.changed) = (database, changed)
    }

    package func export() throws -> (json: String, count: Int) {
        let entries = try database.read(ProfileRows.profiles).map(ProfileEntry.init)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(ProfileEntry.self, json, section: name, key: \.id)
        guard wanted.count <= Profile.most else { throw ExportError.contentUnreadable(reason: "it has more than \(Profile.most) profiles of agents") }
        var names: Set<String> = []
        for entry in wanted {
            let draft = ProfileDraft(name: entry.name, description: entry.description, settings: entry.settings)
            let taken = names.insert(ProfileBook.folded(entry.name)).inserted ? nil : "its name is there twice"
            let odd = (1...64).contains(entry.id.utf8.count) && entry.id.printable(limit: 64) == entry.id ? nil : "its id is not one of Pulse"
            guard let reason = draft.fault ?? taken ?? odd else { continue }
            throw ExportError.entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: reason)
        }
        let here = try ProfileRows.profiles(transaction.database)
        let plan = EntryPlan(here: here.map(ProfileEntry.init), wanted: wanted, mode: terms.mode, key: \.id)
        return Prepared(section: self, here: here, plan: plan, at: terms.at)
    }

    private struct Prepared: PreparedSection {
        let section: ProfileSection
        let here: [Profile]
        let plan: EntryPlan<ProfileEntry>
        let at: Timestamp

        var changes: [ConfigurationChange] { plan.changes(in: section.name, name: \.name) }

        func write(in transaction: WriteTransaction) throws {
            for entry in plan.removed { try ProfileRows.remove(entry.id, in: transaction) }
            // Two may exchange their names, and no two have one at any time.
            for entry in plan.changed { try ProfileRows.freeName(of: entry.id, in: transaction) }
            for entry in plan.changed + plan.added {
                let old = here.first { $0.id == entry.id }
                let isNewVersion = old?.settings != entry.settings
                let profile = Profile(
                    id: entry.id, name: entry.name, description: entry.description, settings: entry.settings,
                    version: (old?.version ?? 0) + (isNewVersion ? 1 : 0), createdAt: old?.createdAt ?? at, updatedAt: at)
                try ProfileRows.save(profile, by: isNewVersion ? ProfileSection.author : nil, in: transaction)
            }
        }

        func publish() { section.changed() }
    }
}
