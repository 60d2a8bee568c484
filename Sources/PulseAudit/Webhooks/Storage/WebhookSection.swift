import Foundation
import GRDB
import PulseCore
import PulseDelivery
package import PulseStorage

/// The audit webhooks of an export, with their secrets. What waits for them, and an old secret that still signs, does not travel.
package struct WebhookSection: ConfigurationSection {
    private let service: WebhookService

    package init(service: WebhookService) { self.service = service }

    package var name: String { "auditWebhooks" }
    /// Whoever names a receiver reads along what everybody does.
    package var givesAccess: Bool { true }
    package var file: SectionFile { .second }

    package func export() throws -> (json: String, count: Int) {
        let entries = try service.database.read(here)
        return (try EntryReader.write(entries), entries.count)
    }

    package func prepare(_ json: String, _ terms: ImportTerms, in transaction: WriteTransaction) throws -> any PreparedSection {
        let wanted = try EntryReader.read(WebhookEntry.self, json, section: name, key: \.id)
        guard wanted.count <= WebhookService.mostEndpoints else {
            throw ExportError.contentUnreadable(reason: "it has more than \(WebhookService.mostEndpoints) audit webhooks")
        }
        let settings = try Dictionary(uniqueKeysWithValues: wanted.map { ($0.id, try checked($0)) })
        return Prepared(
            section: self, plan: EntryPlan(here: try here(transaction.database), wanted: wanted, mode: terms.mode, key: \.id), settings: settings,
            at: terms.at)
    }

    private func here(_ connection: GRDB.Database) throws -> [WebhookEntry] {
        let sql = "SELECT webhook_endpoint.*, paused FROM webhook_endpoint JOIN outbox_endpoint USING (id) ORDER BY place"
        return try Row.fetchAll(connection, sql: sql).map { row in
            WebhookEntry(
                id: row["id"], name: row["name"], kind: row["kind"], format: row["format"], url: row["url"],
                events: (row["events"] as String).split(separator: " ").map(String.init),
                outcomes: (row["outcomes"] as String).split(separator: " ").map(String.init), allowsPrivateNetworks: row["allows_private"],
                certificateAuthority: row["authority"], secret: try service.secrets.text(row["secret"], of: row["id"]), paused: row["paused"])
        }
    }

    private func checked(_ entry: WebhookEntry) throws -> WebhookSettings {
        do { return try entry.settings(usable: { try service.checkSecret($0, $1) }) } catch let error as WebhookError {
            throw ExportError.entryUnusable(section: name, name: entry.name.printable(limit: 64), reason: error.sentence)
        }
    }

    private struct Prepared: PreparedSection {
        let section: WebhookSection
        let plan: EntryPlan<WebhookEntry>
        let settings: [String: WebhookSettings]
        let at: Timestamp

        var changes: [ConfigurationChange] {
            plan.changes(in: section.name, name: \.name) { entry in
                guard let wanted = settings[entry.id] else { return "What waits for it is dropped." }
                do { try section.service.check(wanted) } catch let error as WebhookError {
                    return "Nothing can be delivered to it from here yet: \(error.sentence)"
                } catch { return "" }
                return wanted.address.url
            }
        }

        func write(in transaction: WriteTransaction) throws {
            let service = section.service
            for entry in plan.removed { try service.endpoints.remove(entry.id, in: transaction) }
            for entry in plan.added {
                guard let wanted = settings[entry.id] else { continue }
                try service.endpoints.add(entry.id, isPaused: entry.paused, in: transaction)
                try service.store.insert(entry.id, wanted, at: at, in: transaction)
                try service.secrets.set(entry.secret.map { Redacted($0) }, of: entry.id, in: transaction)
            }
            for entry in plan.changed {
                guard let wanted = settings[entry.id] else { continue }
                try service.store.update(entry.id, wanted, in: transaction)
                try service.secrets.set(entry.secret.map { Redacted($0) }, of: entry.id, in: transaction)
                try service.endpoints.setPaused(entry.paused, of: entry.id, in: transaction)
                try service.endpoints.reset(entry.id, in: transaction)
            }
            try checkCount(transaction)
        }

        func publish() { for entry in plan.added + plan.changed + plan.removed { section.service.changed(entry.id) } }

        private func checkCount(_ transaction: WriteTransaction) throws {
            let count = try Int.fetchOne(transaction.database, sql: "SELECT count(*) FROM webhook_endpoint") ?? 0
            guard count <= WebhookService.mostEndpoints else {
                throw ExportError.contentUnreadable(reason: WebhookError.tooMany(WebhookService.mostEndpoints).sentence)
            }
        }
    }
}
