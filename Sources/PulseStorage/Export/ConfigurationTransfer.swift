import PulseCore

/// Takes all sections out, and brings them in together: all of it, or nothing.
///
/// Two files cannot share a transaction. So the transaction of the second is open round that of `pulse.db`, and is kept last; what it will say is
/// kept, sealed, with `pulse.db`. Where the process ends between the two, ``resume()`` finds it there and brings the second file after.
package struct ConfigurationTransfer: Sendable {
    private let database: Database
    private let second: SecondFile?
    private let sections: [any ConfigurationSection]

    package init(database: Database, sections: [any ConfigurationSection], second: SecondFile? = nil) {
        self.database = database
        self.sections = sections
        self.second = second
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

    /// - Parameters:
    ///   - isDryRun: does everything and takes it back, so that it finds what the import would find.
    ///   - wanted: the sections of the file; asked for inside the transaction of `pulse.db`, for whoever has to compare them with what is here.
    package func bring(
        _ terms: ImportTerms, isDryRun: Bool, _ wanted: (WriteTransaction) throws -> [ExportDocument.Section]
    ) throws -> [ConfigurationChange] {
        try resume()
        var work = Work()
        var isKept = false
        do {
            try withSecond { other in
                try database.write { transaction in
                    work = try carryOut(try wanted(transaction), terms, transaction, other)
                    if isDryRun { throw TakenBack() }
                }
                isKept = true
            }
        } catch is TakenBack { return work.changes } catch {
            guard isKept else { throw error }
            try finish(work, after: error)
        }
        try done()
        for section in work.prepared { section.publish() }
        return work.changes
    }

    /// Brings the second file after, where an import ended between the two.
    ///
    /// - Returns: the names of the sections that were.
    @discardableResult
    package func resume() throws -> [String] {
        guard let second else { return [] }
        guard try !second.pending.all(in: database).isEmpty else { return [] }
        var (parts, prepared): ([PendingPart], [any PreparedSection]) = ([], [])
        try second.write { transaction in
            parts = try second.pending.all(in: database)
            // A part names what is to be there and not what is to be done: to carry it out twice changes nothing.
            prepared = try parts.compactMap { part in
                try sections.first { $0.name == part.section }?.prepare(part.entries, part.terms, in: transaction)
            }
            for section in prepared { try section.write(in: transaction) }
        }
        try done()
        for section in prepared { section.publish() }
        return parts.map(\.section)
    }

    private struct Work {
        var prepared: [any PreparedSection] = []
        var changes: [ConfigurationChange] = []
    }

    private struct TakenBack: Error {}

    /// While the second file is held no other import can be between the two.
    private func done() throws { try second?.write { _ in try second?.pending.clear(in: database) } }

    private func withSecond(_ body: (WriteTransaction?) throws -> Void) throws {
        guard let second else { return try body(nil) }
        try second.write(body)
    }

    private func carryOut(
        _ wanted: [ExportDocument.Section], _ terms: ImportTerms, _ main: WriteTransaction, _ other: WriteTransaction?
    ) throws -> Work {
        var steps: [(prepared: any PreparedSection, transaction: WriteTransaction)] = []
        // In our order: sources come before what is written about their guests.
        for section in sections where terms.mayManageAccess || !section.givesAccess {
            guard let part = wanted.first(where: { $0.name == section.name }), let transaction = section.file == .settings ? main : other else {
                continue
            }
            steps.append((try section.prepare(part.entries, terms, in: transaction), transaction))
            if section.file == .second { try second?.pending.keep(PendingPart(section: section.name, entries: part.entries, terms: terms), in: main) }
        }
        for step in steps { try step.prepared.write(in: step.transaction) }
        let prepared = steps.map(\.prepared)
        return Work(prepared: prepared, changes: prepared.flatMap(\.changes) + unknown(wanted) + withheld(wanted, terms))
    }

    /// `pulse.db` has its part, and the second file did not keep its own.
    private func finish(_ work: Work, after error: any Error) throws {
        do { try resume() } catch let again {
            for section in work.prepared { section.publish() }
            throw ExportError.secondFilePending(reason: (again as? any SentenceError)?.sentence ?? "\(again)")
        }
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
                sentence: "Only who has all rights may bring this in, because it decides what others may see and do; it is left out.")
        }
    }
}
