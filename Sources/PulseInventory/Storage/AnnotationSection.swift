import PulseCore
package import PulseStorage

/// What somebody wrote about a resource, as an export has it.
package struct AnnotationEntry: Codable, Sendable, Equatable {
    package var resource: String
    package var displayName: String?
    package var note: String

    package init(resource: String, displayName: String?, note: String) {
        self.resource = resource
        self.displayName = displayName
        self.note = note
    }
}

/// Notes and display names of an export. Those of resources that are not here yet wait for them.
package struct AnnotationSection: ConfigurationSection {
    package static let name = "notes"
    /// As the route that takes them, characters.
    package static let (longestName, longestNote) = (200, 10_000)

    private let store: AnnotationStore
    private let changed: @Sendable () -> Void

    /// - Parameter changed: called when the notes in the store are others than before.
    package init(store: AnnotationStore, changed: @escaping @Sendable () -> Void) {
        self.store = store
        self.changed = changed
    }

    package var name: String { Self.name }
    package var givesAccess: Bool { false }

    package func export() throws -> (json: String, count: Int) {
        let entries = Self.entries(try store.all())
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(AnnotationEntry.self, json, section: name, key: \.resource)
        for entry in wanted { try check(entry) }
        let plan = EntryPlan(here: Self.entries(try store.all(in: transaction)), wanted: wanted, mode: terms.mode, key: \.resource)
        return Prepared(section: self, plan: plan, at: terms.at)
    }

    private static func entries(_ here: [ResourceID: Annotation]) -> [AnnotationEntry] {
        here.sorted { $0.key < $1.key }.map {
            AnnotationEntry(resource: $0.key.description, displayName: $0.value.displayName, note: $0.value.note)
        }
    }

    private func check(_ entry: AnnotationEntry) throws {
        func refuse(_ reason: String) -> ExportError {
            .entryUnusable(section: name, name: entry.resource.printable(limit: 64), reason: reason)
        }
        guard ResourceID(entry.resource)?.description == entry.resource else { throw refuse("this is not the id of a resource") }
        guard (entry.displayName ?? "").count <= Self.longestName else { throw refuse("its name has more than \(Self.longestName) characters") }
        guard entry.note.count <= Self.longestNote else { throw refuse("its note has more than \(Self.longestNote) characters") }
    }

    private struct Prepared: PreparedSection {
        let section: AnnotationSection
        let plan: EntryPlan<AnnotationEntry>
        let at: Timestamp

        var changes: [ConfigurationChange] { plan.changes(in: section.name, name: \.resource) }

        func write(in transaction: WriteTransaction) throws {
            for entry in plan.removed { try save(Annotation(), entry, transaction) }
            for entry in plan.added + plan.changed {
                try save(Annotation(displayName: entry.displayName?.isEmpty == false ? entry.displayName : nil, note: entry.note), entry, transaction)
            }
        }

        func publish() { section.changed() }

        private func save(_ annotation: Annotation, _ entry: AnnotationEntry, _ transaction: WriteTransaction) throws {
            guard let id = ResourceID(entry.resource) else { return }
            try section.store.save(annotation, for: id, at: at, in: transaction)
        }
    }
}
