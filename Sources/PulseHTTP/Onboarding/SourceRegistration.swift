import HTTPTypes
import PulseCore

/// Adds a server that gave a token and several addresses: the first that shows the right certificate and takes the token is kept.
///
/// As by hand, nothing is kept that does not answer. One that is configured already gets the new token instead of being added twice.
struct SourceRegistration: Sendable {
    let addresses: [String]
    /// All but the address.
    let draft: SourceDraft

    /// These are the same at every address.
    private static let final: Set<String> = ["credentials_refused", "demo", "privilege_missing", "storage_failed", "second_factor"]

    func run(_ sources: any SourceAdministration, _ notes: AuditNotes) async throws -> (source: ConfiguredSource, isNew: Bool) {
        var failures: [APIError] = []
        for address in addresses {
            var draft = draft
            draft.address = address
            do { return try await keep(draft, sources, notes) } catch let error as APIError {
                guard !Self.final.contains(error.code) else { throw error }
                failures.append(error)
            }
        }
        throw Self.summary(failures, addresses)
    }

    private func keep(
        _ draft: SourceDraft, _ sources: any SourceAdministration, _ notes: AuditNotes
    ) async throws -> (source: ConfiguredSource, isNew: Bool) {
        do { return (try await sources.add(draft, notes), true) } catch let error as APIError where error.code == "already_configured" {
            guard let slug = error.details["source"].flatMap(SourceSlug.init) else { throw error }
            var change = draft
            // The name that people know it by stays.
            change.name = nil
            return (try await sources.update(slug, change, notes), false)
        }
    }

    private static func summary(_ failures: [APIError], _ addresses: [String]) -> APIError {
        guard let first = failures.first else {
            return APIError(
                .unprocessableContent, "no_address",
                "The server named no address at which Pulse could find it. Enter one under Settings > Sources > Add a source, and copy the new command."
            )
        }
        guard failures.count > 1 else { return first }
        return APIError(
            .unprocessableContent, first.code,
            "Pulse tried \(addresses.map { $0.printable(limit: 64) }.joined(separator: ", ")). At the first: \(first.sentence)",
            details: first.details)
    }
}
