package import PulseCore

/// The list of plain URLs by which Pulse v5 knows its audit webhooks: a view of the endpoints that are webhooks in the form `json`.
package struct WebhookURLs: Sendable {
    private let service: WebhookService

    package init(_ service: WebhookService) { self.service = service }

    /// The addresses as v5 knows them: those of webhooks in its own form.
    package func all() throws -> [String] { try plain().map(\.settings.address.url) }

    /// As v5 replaces its whole list: what stands in it already is left as it is, the rest goes, what is new gets the usual settings.
    package func replace(urls: [String], at now: Timestamp) throws {
        let wanted = try urls.map { url in
            try WebhookSettings(name: "", kind: .webhook, format: .json, url: url, filter: WebhookFilter())
        }
        if let twice = Dictionary(grouping: wanted, by: \.address.url).first(where: { $0.value.count > 1 }) {
            throw WebhookError.duplicate(url: twice.key)
        }
        let known = try plain()
        let kept = Set(known.map(\.settings.address.url))
        let new = wanted.filter { !kept.contains($0.address.url) }
        let gone = known.filter { endpoint in !wanted.contains { $0.address.url == endpoint.settings.address.url } }
        guard try service.all().count - gone.count + new.count <= WebhookService.mostEndpoints else {
            throw WebhookError.tooMany(WebhookService.mostEndpoints)
        }
        for settings in new { try service.check(settings) }
        for endpoint in gone { try service.remove(endpoint.id) }
        for settings in new { _ = try service.add(settings, at: now) }
    }

    private func plain() throws -> [WebhookEndpoint] {
        try service.store.all().filter { $0.settings.kind == .webhook && $0.settings.format == .json }
    }
}
