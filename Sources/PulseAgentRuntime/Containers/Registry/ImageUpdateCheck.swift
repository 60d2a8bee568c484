import PulseCore
import PulseTransport

/// An image that containers run, and what is known of it here.
struct UpdateSubject: Hashable, Sendable {
    /// As it was asked for.
    let image: String
    let imageID: String
    /// That the registry's images had when they came here, `sha256:…`.
    let digests: [String]
    /// `amd64`, as registries call it.
    let architecture: String

    /// One name can stand for two images, where a container still runs the older.
    var key: String { Self.key(image: image, imageID: imageID) }

    static func key(image: String, imageID: String?) -> String { "\(image)|\(imageID ?? "")" }

    /// What there is to ask a registry for; nil for an image that is pinned or was made here.
    var reference: ImageReference? {
        guard let reference = ImageReference(image), reference.digest == nil, reference.tag != nil, !reference.isLocal, !digests.isEmpty else {
            return nil
        }
        return reference
    }
}

/// What one look at a registry found.
struct UpdateFinding: Sendable {
    let update: ImageUpdate
    /// The registry is not to be asked for so long; nil when it may be.
    let pause: Duration?
}

/// Looks for a newer image at the registry that one came from.
struct ImageUpdateCheck: Sendable {
    /// After a registry said that it was asked too often, and not how long.
    private static let pause = Duration.seconds(3600)

    let http: OutboundClient

    func check(_ subject: UpdateSubject, credentials: RegistryCredentials) async -> UpdateFinding {
        guard let reference = subject.reference, let tag = reference.tag else { return UpdateFinding(update: ImageUpdate(.notTracked), pause: nil) }
        var session = RegistrySession(reference, http: http, credential: credentials.credential(for: reference.host))
        var update = ImageUpdate(.unknown)
        update.currentDigest = subject.digests.first
        do throws(RegistryProblem) {
            let latest = try await session.digest(of: tag)
            let isSame = try await Self.isSame(subject, latest, tag, &session)
            update.latestDigest = isSame ? update.currentDigest : latest
            if VersionTag(tag) != nil { update.latestTag = VersionTag.newest(after: tag, among: try await session.tags()) }
            update.verdict = !isSame ? .newDigest : update.latestTag == nil ? .current : .newTag
        } catch {
            update.problem = error.sentence
            if case .limited(let wait) = error.kind { return UpdateFinding(update: update, pause: wait ?? Self.pause) }
        }
        return UpdateFinding(update: update, pause: session.isExhausted ? Self.pause : nil)
    }

    /// An engine remembers the digest of the index or of its own platform's manifest, and an index also changes when another platform's image does.
    private static func isSame(
        _ subject: UpdateSubject, _ latest: String, _ tag: String, _ session: inout RegistrySession
    ) async throws(RegistryProblem) -> Bool {
        if subject.digests.contains(latest) { return true }
        let manifest = try await session.manifest(tag)
        guard let entries = manifest.entries else { return manifest.config?.digest == subject.imageID }
        let own = entries.first { $0.platform?.architecture == subject.architecture && ($0.platform?.os ?? "linux") == "linux" }
        guard let digest = own?.digest, ImageReference.isDigest(digest) else { return false }
        if subject.digests.contains(digest) { return true }
        return try await session.manifest(digest).config?.digest == subject.imageID
    }
}
