import GRDB
import PulseCore
package import PulseStorage

/// A role of one's own as an export has it.
struct RoleEntry: Codable, Sendable, Equatable {
    var id: String
    var name: String
    /// Names of permissions.
    var permissions: [String]
    var sources: [String]
    var tags: [String]
    var kinds: [String]

    init(_ role: Role) {
        id = role.id.description
        name = role.name
        permissions = role.permissions.names
        sources = role.limits.sources.map(\.description).sorted()
        tags = role.limits.tags.sorted()
        kinds = role.limits.kinds.map(\.rawValue).sorted()
    }
}

/// The roles of an export; the built-in ones are everywhere. None is removed by an import, and those of the importing user stay as they are.
package struct RoleSection: ConfigurationSection {
    private let access: AccessService

    package init(access: AccessService) {
        self.access = access
    }

    package var name: String { "roles" }
    package var givesAccess: Bool { true }

    package func export() throws -> (json: String, count: Int) {
        let entries = try access.stores.database.read(here)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(RoleEntry.self, json, section: name, key: \.id)
        let named = Set(wanted.map(\.id))
        let roles = try Dictionary(uniqueKeysWithValues: wanted.map { ($0.id, try role($0)) })
        var mine: [RoleID] = []
        if case .user(let importer) = terms.importer { mine = try access.stores.users.find(importer, in: transaction)?.roles ?? [] }
        let plan = EntryPlan(here: try here(transaction.database), wanted: wanted, mode: terms.mode, key: \.id) { entry in
            if mine.contains(where: { $0.description == entry.id }) { return "This is a role of the account you import with; it stays as it is." }
            return named.contains(entry.id) ? nil : "Is not in the file. An import removes no role."
        }
        return Prepared(section: self, plan: plan, roles: roles, at: terms.at)
    }

    private func here(_ connection: GRDB.Database) throws -> [RoleEntry] {
        try RoleStore.all(connection).filter { !$0.isBuiltIn }.map(RoleEntry.init)
    }

    private func role(_ entry: RoleEntry) throws -> Role {
        func refuse(_ reason: String) -> ExportError { .entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: reason) }
        guard let id = RoleID(entry.id), !Role.builtIn.contains(where: { $0.id == id }) else {
            throw refuse("its id is not that of a role of one's own")
        }
        guard let permissions = PermissionSet(names: entry.permissions) else { throw refuse("it has permissions that this version does not know") }
        do {
            let limits = try AccessLimits(sources: entry.sources, tags: entry.tags, kinds: entry.kinds)
            return try Role(id, name: entry.name, permissions: permissions, limits: limits)
        } catch let error as AccessError { throw refuse(error.sentence) }
    }

    private struct Prepared: PreparedSection {
        let section: RoleSection
        let plan: EntryPlan<RoleEntry>
        let roles: [String: Role]
        let at: Timestamp

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.name, note: { "Permissions: \($0.permissions.joined(separator: ", "))." })
        }

        func write(in transaction: WriteTransaction) throws {
            for role in plan.added.compactMap({ roles[$0.id] }) { try section.access.stores.roles.insert(role, at: at, in: transaction) }
            for role in plan.changed.compactMap({ roles[$0.id] }) { try section.access.stores.roles.update(role, in: transaction) }
        }

        func publish() { section.access.stores.askAnew() }
    }
}

extension AccessStores {
    /// Whoever keeps an identity for long asks anew: an import may have changed what it may.
    func askAnew() { try? change { _ in } }
}
