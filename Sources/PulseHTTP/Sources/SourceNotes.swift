import PulseCore

/// What the audit trail says of a source: where it is and how Pulse signs in there. Never the secret, only that it was another one.
extension AuditNotes {
    fileprivate func before(_ source: ConfiguredSource?) {
        guard let source else { return }
        describe(source, "before")
    }

    fileprivate func after(_ source: ConfiguredSource) { describe(source, "after") }

    private func describe(_ source: ConfiguredSource, _ when: String) {
        note("source", source.slug.description)
        note("\(when).name", source.name)
        // In front of an @ there could be a password.
        note("\(when).address", source.addresses.map { String($0.address.split(separator: "@").last ?? "") }.joined(separator: " "))
        let pins = source.addresses.compactMap(\.fingerprint)
        if !pins.isEmpty { note("\(when).fingerprint", pins.joined(separator: " ")) }
        note("\(when).authentication", Self.text(source.authentication))
    }

    private static func text(_ authentication: ConfiguredSource.Authentication) -> String {
        switch authentication {
        case .token(let id): "token \(id)"
        case .password(let user): "password of \(user)"
        case .none: "none"
        }
    }
}

/// Changes of sources with what the audit trail says of them.
extension SourceAdministration {
    func add(_ draft: SourceDraft, _ notes: AuditNotes) async throws -> ConfiguredSource {
        let source = try await add(draft)
        notes.after(source)
        return source
    }

    func update(_ slug: SourceSlug, _ draft: SourceDraft, _ notes: AuditNotes) async throws -> ConfiguredSource {
        notes.before(configured(slug))
        if draft.credentials != nil { notes.note("secret", "changed") }
        let source = try await update(slug, draft)
        notes.after(source)
        return source
    }

    func remove(_ slug: SourceSlug, _ notes: AuditNotes) async throws {
        notes.before(configured(slug))
        try await remove(slug)
    }

    private func configured(_ slug: SourceSlug) -> ConfiguredSource? { (try? configuredSources())?.first { $0.slug == slug } }
}
