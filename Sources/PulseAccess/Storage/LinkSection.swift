import GRDB
package import PulseCore
package import PulseStorage

/// A viewer link as an export has it: the digest of its secret, by which it goes on opening, never the secret.
struct LinkEntry: Codable, Sendable, Equatable {
    var name: String
    var digest: String
    var sources: [String]
    var tags: [String]
    var kinds: [String]
    var createdBy: String
    /// Milliseconds since 1970.
    var createdAt: Int64
    var expiresAt: Int64
}

/// The viewer links of an export. One that has ended neither travels nor is taken over.
package struct LinkSection: ConfigurationSection {
    private let access: AccessService
    private let now: @Sendable () -> Timestamp

    package init(access: AccessService, now: @escaping @Sendable () -> Timestamp) {
        self.access = access
        self.now = now
    }

    package var name: String { "viewerLinks" }
    /// Whoever holds one sees a part of the estate.
    package var givesAccess: Bool { true }

    package func export() throws -> (json: String, count: Int) {
        let entries = try access.stores.database.read { try here($0, at: now()) }
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(LinkEntry.self, json, section: name, key: \.digest)
        let links = try Dictionary(uniqueKeysWithValues: wanted.map { ($0.digest, try link($0)) })
        let plan = EntryPlan(
            here: try here(transaction.database, at: terms.at), wanted: wanted.filter { $0.expiresAt > terms.at.milliseconds }, mode: terms.mode,
            key: \.digest)
        return Prepared(section: self, plan: plan, links: links)
    }

    private func here(_ connection: GRDB.Database, at now: Timestamp) throws -> [LinkEntry] {
        try Row.fetchAll(connection, sql: "SELECT * FROM viewer_link WHERE expires_at > ? ORDER BY created_at, id", arguments: [now.milliseconds])
            .map { row in
                let limits = LimitsText.read(row["limits"])
                return LinkEntry(
                    name: row["name"], digest: row["digest"], sources: limits.sources.map(\.description).sorted(), tags: limits.tags.sorted(),
                    kinds: limits.kinds.map(\.rawValue).sorted(), createdBy: row["created_by"], createdAt: row["created_at"],
                    expiresAt: row["expires_at"])
            }
    }

    private func link(_ entry: LinkEntry) throws -> ViewerLink {
        func refuse(_ reason: String) -> ExportError { .entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: reason) }
        guard (1...ViewerLink.longestName).contains(entry.name.count), entry.name == entry.name.printable(limit: ViewerLink.longestName) else {
            throw refuse("its name is not one")
        }
        guard TokenEntry.isDigest(entry.digest) else { throw refuse("its digest is not a SHA-256 in hexadecimal") }
        guard (1...200).contains(entry.createdBy.count), entry.createdBy == entry.createdBy.printable(limit: 200) else {
            throw refuse("who made it is not a name")
        }
        let (made, end) = (Timestamp(milliseconds: entry.createdAt), Timestamp(milliseconds: entry.expiresAt))
        guard (0...Self.latest).contains(entry.createdAt), (0...Self.latest).contains(entry.expiresAt),
            end.since(made) <= .seconds(ViewerLink.longestLifetimeDays * 86_400)
        else { throw refuse("it lasts longer than \(ViewerLink.longestLifetimeDays) days") }
        do {
            let limits = try AccessLimits(sources: entry.sources, tags: entry.tags, kinds: entry.kinds)
            return ViewerLink(
                id: String(entry.digest.prefix(16)), name: entry.name, limits: limits, createdBy: entry.createdBy, createdAt: made, expiresAt: end,
                lastUsedAt: nil)
        } catch let error as AccessError { throw refuse(error.sentence) }
    }

    /// The year 9999, milliseconds.
    private static let latest: Int64 = 253_402_300_799_999

    private struct Prepared: PreparedSection {
        let section: LinkSection
        let plan: EntryPlan<LinkEntry>
        let links: [String: ViewerLink]

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.name) { "It ends \(Timestamp(milliseconds: $0.expiresAt))." }
        }

        func write(in transaction: WriteTransaction) throws {
            let store = section.access.stores.links
            // A changed one is made anew: whoever it let in signs in by it again, with the limits it has now.
            for entry in plan.removed + plan.added + plan.changed {
                try transaction.database.execute(sql: "DELETE FROM viewer_link WHERE digest = ?", arguments: [entry.digest])
            }
            for entry in plan.added + plan.changed {
                guard let link = links[entry.digest] else { continue }
                do { try store.insert(link, digest: entry.digest, in: transaction) } catch let error as AccessError {
                    throw ExportError.entryUnusable(section: section.name, name: link.name, reason: error.sentence)
                }
            }
        }

        func publish() { section.access.stores.askAnew() }
    }
}
