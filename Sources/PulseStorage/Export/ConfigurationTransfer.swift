import PulseCore

/// Takes all sections out, and brings them in together: all of it, or nothing.
package struct ConfigurationTransfer: Sendable {
    private let database: Database
    private let sections: [any ConfigurationSection]

    package init(database: Database, sections: [any ConfigurationSection]) {
        self.database = database
        self.sections = sections
    }

    /// - Returns: the sections, and how many entries each has.
    package func export() throws -> (sections: [ExportDocument.Section], counts: [String: Int]) {
        var counts: [String: Int] = [:]
        let texts = try sections.map { section in
            let (json, count) = try section.export()
            counts[section.name] = count
            return ExportDocument.Section(name: section.name, entries: json)
        }
        return (texts, counts)
    }

    /// - Parameter isDryRun: only says what would change.
    package func bring(_ wanted: [ExportDocument.Section], _ terms: ImportTerms, isDryRun: Bool) throws -> [ConfigurationChange] {
        let prepared = try self.prepared(wanted, terms)
        let changes = prepared.flatMap(\.changes) + unknown(wanted) + withheld(wanted, terms)
        if !isDryRun { try carryOut(prepared) }
        return changes
    }

    private func prepared(_ wanted: [ExportDocument.Section], _ terms: ImportTerms) throws -> [any PreparedSection] {
        // In our order: sources come before what is written about their guests.
        try sections.filter { terms.mayManageAccess || !$0.givesAccess }.compactMap { section in
            try wanted.first { $0.name == section.name }.map { try section.prepare($0.entries, terms) }
        }
    }

    private func carryOut(_ prepared: [any PreparedSection]) throws {
        do {
            for section in prepared { try section.stage() }
            try database.write { transaction in for section in prepared { try section.write(in: transaction) } }
        } catch {
            for section in prepared { section.discard() }
            throw error
        }
        for section in prepared { section.publish() }
    }

    private func unknown(_ wanted: [ExportDocument.Section]) -> [ConfigurationChange] {
        wanted.filter { part in !sections.contains { $0.name == part.name } }.map {
            ConfigurationChange(
                section: $0.name.printable(limit: 64), action: .keep, name: "",
                sentence: "This version of Pulse does not know this section; it is left out.")
        }
    }

    private func withheld(_ wanted: [ExportDocument.Section], _ terms: ImportTerms) -> [ConfigurationChange] {
        guard !terms.mayManageAccess else { return [] }
        return sections.filter { section in section.givesAccess && wanted.contains { $0.name == section.name } }.map {
            ConfigurationChange(
                section: $0.name, action: .keep, name: "",
                sentence: "Only who has all rights may bring this in, because it gives rights to others; it is left out.")
        }
    }
}
