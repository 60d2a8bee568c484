import PulseCore
package import PulseStorage
import PulseTransport

/// The networks to look through, as an export has them: one entry, or none where nobody has set any.
package struct DiscoverySection: ConfigurationSection {
    private struct Entry: Codable, Sendable, Equatable {
        let networks: [String]
        let ports: [Int]
        let everyHours: Int

        init(_ settings: DiscoverySettings) {
            (networks, ports, everyHours) = (settings.networks, settings.ports, settings.everyHours)
        }
    }

    package let name = "discovery"
    package let givesAccess = false
    private let store: DiscoverySettingsStore

    /// What may be looked at is judged where it is looked at: a file goes from machine to machine, and its settings are kept.
    package init(database: PulseStorage.Database) {
        let everywhere = ["0.0.0.0/0", "::/0"].compactMap { NetworkRange($0) }
        store = DiscoverySettingsStore(database: database, rules: .discovery(allowed: everywhere))
    }

    package func export() throws -> (json: String, count: Int) {
        let settings = try store.settings()
        let entries = settings == .off ? [] : [Entry(settings)]
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(Entry.self, json, section: name) { _ in "networks" }
        let understood = try wanted.map { entry in Entry(try settings(entry)) }
        let here = try store.stored(in: transaction).map { [Entry($0)] } ?? []
        return Prepared(section: self, plan: EntryPlan(here: here, wanted: understood, mode: terms.mode) { _ in "networks" })
    }

    private struct Prepared: PreparedSection {
        let section: DiscoverySection
        let plan: EntryPlan<Entry>

        var changes: [ConfigurationChange] { plan.changes(in: section.name) { $0.networks.joined(separator: " ") } }

        func write(in transaction: WriteTransaction) throws {
            if !plan.removed.isEmpty { try section.store.remove(in: transaction) }
            for entry in plan.added + plan.changed { try section.store.save(try section.settings(entry), in: transaction) }
        }
    }

    private func settings(_ entry: Entry) throws -> DiscoverySettings {
        do throws(DiscoveryError) {
            return try DiscoverySettings(networks: entry.networks, ports: entry.ports, everyHours: entry.everyHours, rules: store.rules)
        } catch {
            throw ExportError.entryUnusable(section: name, name: "networks", reason: error.sentence)
        }
    }
}
